import { describe, expect, it } from 'vitest';
import { planException, withdrawException, type ExceptionRequest } from './plan-exception.ts';
import { SCHEDULE_DEFAULTS } from './schedule-input.ts';
import { changedSchedule, newSchedule } from './schedule-lifecycle.ts';
import type { InForce, Schedule } from './schedule.ts';
import { triggerOf } from './timetable.ts';

const T0 = Date.parse('2026-01-31T08:00:00Z');
const MINUTE = 60_000;
const m = (n: number) => T0 + n * MINUTE;
const iso = (n: number) => new Date(m(n)).toISOString();

/** Every ten minutes from T0. */
function every(changes: Partial<Schedule & InForce> = {}): Schedule {
  const rule = { triggerType: 'interval', intervalValue: 10, intervalUnit: 'minutes' } as const;
  const fields = { ...SCHEDULE_DEFAULTS, ...rule, jobKey: 'report', timezone: 'UTC' } as const;
  return { ...newSchedule('schedule-1', fields, T0), ...changes };
}

function planned(schedule: Schedule, request: ExceptionRequest, minute = 1): Schedule {
  const result = planException(schedule, request, { id: `id-${minute}`, reason: 'why', now: m(minute) });
  if (result.problem !== null) throw new Error(result.problem.message);
  return { ...schedule, exceptions: result.exceptions };
}

/** The minutes at which it is due in the first hour. */
function due(schedule: Schedule): number[] {
  const found: number[] = [];
  for (let at = triggerOf(schedule).next(T0); at !== null && at <= m(60); at = triggerOf(schedule).next(at))
    found.push((at - T0) / MINUTE);
  return found;
}

/** Closed from the 25th to the 35th minute. */
const WINDOW: InForce = {
  blackoutWindows: [
    {
      name: 'w',
      definition: {
        timezone: 'UTC',
        dates: [{ from: iso(25).slice(0, 16), to: iso(35).slice(0, 16) }],
        weekly: [],
      },
    },
  ],
};

describe('an exception', () => {
  it('skips one occurrence', () => {
    expect(due(planned(every(), { kind: 'skip', at: m(20) }))).toEqual([10, 30, 40, 50, 60]);
  });

  it('moves one occurrence, also to before others', () => {
    expect(due(planned(every(), { kind: 'move', at: m(20), to: m(25) }))).toEqual([10, 25, 30, 40, 50, 60]);
    expect(due(planned(every(), { kind: 'move', at: m(40), to: m(5) }))).toEqual([5, 10, 20, 30, 50, 60]);
  });

  it('adds one run', () => {
    expect(due(planned(every(), { kind: 'run', at: m(33) }))).toEqual([10, 20, 30, 33, 40, 50, 60]);
  });

  it('of the same occurrence is made once', () => {
    const once = planned(every(), { kind: 'skip', at: m(20) });
    expect(planned(once, { kind: 'skip', at: m(20) }).exceptions).toBe(once.exceptions);
  });

  it.each<[string, ExceptionRequest, Partial<Schedule & InForce>, string, string | null]>([
    ['what is no occurrence', { kind: 'skip', at: m(21) }, {}, 'an occurrence to come such as', 'at'],
    ['what is over', { kind: 'skip', at: m(0) }, {}, 'an occurrence to come', 'at'],
    ['into the past', { kind: 'move', at: m(20), to: m(1) }, {}, 'in the future', 'to'],
    ['far away', { kind: 'run', at: m(600_000) }, {}, 'within 400 days', 'at'],
    ['to when it is due already', { kind: 'move', at: m(20), to: m(30) }, {}, 'already', 'to'],
    ['into a pause', { kind: 'run', at: m(33) }, { pausedUntil: iso(34) }, 'after the pause', 'at'],
    ['into a window', { kind: 'run', at: m(33) }, WINDOW, 'outside of', 'at'],
    ['from open times into a window', { kind: 'move', at: m(10), to: m(29) }, WINDOW, 'outside of', 'to'],
    ['what a window closes', { kind: 'skip', at: m(30) }, WINDOW, `such as ${iso(10)}`, 'at'],
    ['of a disabled schedule', { kind: 'run', at: m(33) }, { enabled: false }, 'disabled', null],
  ])('does not take %s', (_what, request, changes, message, field) => {
    const result = planException(every(changes), request, { id: 'x', reason: null, now: m(1) });
    expect(result.problem).toMatchObject({ field, message: expect.stringContaining(message) });
  });

  it('does not take another one of a run that was planned by hand, and no more than a hundred', () => {
    const one = planned(every(), { kind: 'run', at: m(33) });
    const again = planException(one, { kind: 'skip', at: m(33) }, { id: 'x', reason: null, now: m(1) });
    expect(again.problem?.message).toMatch(/delete its exception/);
    let many = every();
    for (let n = 1; n <= 100; n++) many = planned(many, { kind: 'skip', at: m(n * 10) }, 1);
    const more = planException(many, { kind: 'skip', at: m(2_000) }, { id: 'x', reason: null, now: m(1) });
    expect(more.problem?.message).toMatch(/fewer than 100/);
  });

  it('that is withdrawn leaves the rule as it was', () => {
    const moved = planned(every(), { kind: 'move', at: m(40), to: m(45) });
    expect(withdrawException(moved, 'id-1', m(30))).toEqual({ exceptions: null, problem: null });
    expect(withdrawException(moved, 'other', m(30))).toBeNull();
  });

  it('of which half is over leaves that half', () => {
    const later = planned(every(), { kind: 'move', at: m(20), to: m(45) });
    const withdrawn = withdrawException(later, 'id-1', m(30));
    expect(withdrawn).toMatchObject({ exceptions: [{ kind: 'skip', at: iso(20) }] });
  });

  it('that has run is not withdrawn, or the occurrence would run twice', () => {
    const earlier = planned(every(), { kind: 'move', at: m(40), to: m(5) });
    expect(withdrawException(earlier, 'id-1', m(30))?.problem?.message).toMatch(/has taken effect/);
  });
});

it('another rule voids what it does not yield, a run that was moved included', () => {
  const moved = planned(
    planned(every(), { kind: 'move', at: m(40), to: m(45) }),
    { kind: 'skip', at: m(60) },
    2,
  );
  const hourly = changedSchedule(moved, { intervalUnit: 'hours' }, m(0));
  expect(hourly.exceptions).toBeNull();
  // The same by SQL, where the entries stay.
  expect(due({ ...moved, intervalValue: 30 })).toEqual([30]);
});
