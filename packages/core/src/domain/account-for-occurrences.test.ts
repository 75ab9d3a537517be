import { describe, expect, it } from 'vitest';
import { accountForOccurrences, type AccountInput } from './account-for-occurrences.ts';
import type { OccurrenceRecord } from './occurrence-tellers.ts';
import { SCHEDULE_DEFAULTS } from './schedule-input.ts';
import { newSchedule } from './schedule-lifecycle.ts';
import type { Schedule } from './schedule.ts';
import { triggerOf } from './timetable.ts';

const T0 = Date.parse('2026-01-31T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The n-th minute from T0. */
const m = (n: number) => T0 + n * MINUTE;

/** Every minute, with a record of each outcome, in effect since a day before T0. */
function scheduled(changes: Partial<Schedule> = {}): Schedule {
  const fields = {
    ...SCHEDULE_DEFAULTS,
    jobKey: 'report',
    triggerType: 'interval',
    intervalValue: 1,
    intervalUnit: 'minutes',
    timezone: 'UTC',
    logPolicy: 'all',
  } as const;
  return { ...newSchedule('schedule-1', fields, T0 - 24 * HOUR), ...changes };
}

function ran(n: number, changes: Partial<OccurrenceRecord> = {}): OccurrenceRecord {
  return {
    id: `run-${n}`,
    status: 'success',
    scheduledAt: m(n),
    runTime: m(n) + 5,
    durationMs: 100,
    attempt: 1,
    origin: 'schedule',
    reason: null,
    coalescedCount: 1,
    heldBy: null,
    ...changes,
  };
}

function account(changes: Partial<AccountInput> = {}) {
  return accountForOccurrences({
    schedule: scheduled(),
    from: m(0),
    to: m(5),
    now: m(60),
    limit: 1_000,
    records: [],
    isCut: false,
    running: [],
    lastRun: null,
    keptSince: null,
    waiting: new Set(),
    unknownJobSince: null,
    ...changes,
  });
}

/** "0 ran success": one line per entry, with its minute counted from T0. */
function lines({ items }: ReturnType<typeof account>): string[] {
  return items.map(({ scheduledAt, count, fate, status, reason, runId, recordedAs }) =>
    [
      (scheduledAt - T0) / MINUTE,
      count > 1 ? `×${count}` : '',
      fate,
      status,
      reason,
      runId,
      recordedAs === null ? '' : `in ${(recordedAs - T0) / MINUTE}`,
    ]
      .filter((part) => part !== null && part !== '')
      .join(' '),
  );
}

describe('a pause', () => {
  const iso = (n: number) => new Date(m(n)).toISOString();

  it('covers what was due from its beginning to before its end, also where the rule began later', () => {
    const paused = scheduled({ pausedFrom: iso(1), pausedUntil: iso(3) });
    const records = [ran(0), ran(3), ran(4)];
    const during = ['1 not-in-effect paused', '2 not-in-effect paused'];
    const after = ['3 ran success run-3', '4 ran success run-4'];
    expect(lines(account({ schedule: paused, records }))).toEqual([
      '0 ran success run-0',
      ...during,
      ...after,
    ]);
    const resumed = { ...paused, effectiveFrom: m(3) - 1 };
    expect(lines(account({ schedule: resumed, records }))).toEqual([
      '0 ran success run-0',
      ...during,
      ...after,
    ]);
  });

  it('is not counted by a run that stands for several', () => {
    const paused = scheduled({ pausedFrom: iso(1), pausedUntil: iso(3) });
    const records = [ran(4, { coalescedCount: 2 })];
    expect(lines(account({ schedule: paused, records }))).toEqual([
      '0 unknown',
      '1 not-in-effect paused',
      '2 not-in-effect paused',
      '3 coalesced success run-4 in 4',
      '4 ran success run-4',
    ]);
  });

  it('reaches into the future', () => {
    const paused = scheduled({ pausedFrom: iso(1), pausedUntil: iso(4) });
    expect(lines(account({ schedule: paused, now: m(2), records: [ran(0)] }))).toEqual([
      '0 ran success run-0',
      '1 not-in-effect paused',
      '2 not-in-effect paused',
      '3 not-in-effect paused',
      '4 pending',
    ]);
  });
});

describe('what runners report', () => {
  it('of a job that the runner that fires has not registered, nothing is to be expected since it fires', () => {
    const changes = {
      unknownJobSince: m(2),
      records: [ran(0), ran(3, { status: 'skipped', reason: 'unknown-job' })],
    };
    const expected = ['0 ran success run-0', '1 unknown', '2 unknown-job unknown-job'];
    expect(lines(account(changes))).toEqual([
      ...expected,
      '3 unknown-job skipped unknown-job run-3',
      '4 unknown-job unknown-job',
    ]);
    const quiet = scheduled({ logPolicy: 'none' });
    const lastRun = {
      runId: 'r',
      status: 'skipped',
      scheduledAt: m(4),
      runTime: m(4),
      durationMs: null,
    } as const;
    expect(lines(account({ ...changes, schedule: quiet, records: [], lastRun })).slice(1)).toEqual([
      '1 unrecorded log-policy',
      '2 unknown-job unknown-job',
      '3 unknown-job unknown-job',
      '4 unknown-job skipped unknown-job r',
    ]);
  });

  it('is pending for a run that waits for its start, even if a newer one was skipped meanwhile', () => {
    const records = [ran(3, { status: 'skipped', reason: 'max-instances', durationMs: null })];
    const waiting = new Set([m(2)]);
    expect(lines(account({ records, waiting, from: m(2), to: m(4), now: m(3) + 10 }))).toEqual([
      '2 pending',
      '3 skipped skipped max-instances run-3',
    ]);
  });
});

describe('an occurrence with a record', () => {
  it('has the fate of its record', () => {
    const records = [
      ran(0),
      ran(1, { status: 'fail' }),
      ran(2, { status: 'missed', reason: 'grace', durationMs: null }),
      ran(3, { status: 'skipped', reason: 'unknown-job', durationMs: null }),
      ran(4, { status: 'interrupted', reason: 'runner-died', durationMs: null }),
    ];
    expect(lines(account({ records }))).toEqual([
      '0 ran success run-0',
      '1 ran fail run-1',
      '2 missed missed grace run-2',
      '3 unknown-job skipped unknown-job run-3',
      '4 ran interrupted runner-died run-4',
    ]);
    expect(account({ records }).items[1]).toMatchObject({
      startedAt: m(1) + 5,
      durationMs: 100,
      attempts: 1,
    });
    expect(account({ records }).items[2]).toMatchObject({ startedAt: null, durationMs: null });
  });

  it('ended as the last attempt that started did', () => {
    const records = [
      ran(0, { id: 'a', status: 'fail' }),
      ran(0, { id: 'b', status: 'timeout', attempt: 2, origin: 'retry', runTime: m(1), durationMs: 7 }),
      ran(0, {
        id: 'c',
        status: 'missed',
        reason: 'superseded',
        attempt: 3,
        origin: 'retry',
        durationMs: null,
      }),
    ];
    expect(account({ records, to: m(1) }).items).toMatchObject([
      {
        fate: 'ran',
        status: 'timeout',
        reason: 'superseded',
        runId: 'b',
        attempts: 3,
        startedAt: m(0) + 5,
        durationMs: 7,
      },
    ]);
  });

  it('began when its first attempt did, which is not known where only a later one is', () => {
    const retry = { status: 'fail', attempt: 3, origin: 'retry', runTime: m(0) + 3_700 } as const;
    const records = [ran(0, { id: 'a', status: 'fail' }), ran(0, { id: 'c', ...retry })];
    expect(account({ records, to: m(1) }).items).toMatchObject([{ attempts: 2, startedAt: m(0) + 5 }]);
    expect(account({ records: records.slice(1), to: m(1) }).items).toMatchObject([{ startedAt: null }]);
    const running = [
      { id: 'd', scheduledAt: m(0), origin: 'retry', coalescedCount: 1, startedAt: m(1) } as const,
    ];
    expect(account({ records, running, to: m(1) }).items).toMatchObject([
      { fate: 'running', startedAt: m(0) + 5 },
    ]);
  });

  it('ended as its newest attempt did, where only the attempts before it are recorded', () => {
    const records = [ran(0, { id: 'a', status: 'fail' })];
    const lastRun = {
      runId: 'b',
      status: 'success',
      scheduledAt: m(0),
      runTime: m(1),
      durationMs: 5,
    } as const;
    expect(account({ records, lastRun, to: m(1) }).items).toMatchObject([
      { fate: 'ran', status: 'success', runId: 'b', hasExecution: false, attempts: 2, startedAt: m(0) + 5 },
    ]);
  });

  it('is listed when it is none of the rule of today', () => {
    const odd = { ...ran(1), scheduledAt: m(1) + 30_000 };
    const { items } = account({ records: [ran(0), odd, ran(2)], to: m(3) });
    expect(items.map(({ fate, isOfThisRule }) => [fate, isOfThisRule])).toEqual([
      ['ran', true],
      ['unknown', true],
      ['ran', false],
      ['ran', true],
    ]);
  });
});

describe('a record that stands for several', () => {
  it('covers the occurrences before it, even from beyond the range', () => {
    const records = [ran(2, { coalescedCount: 3 }), ran(7, { coalescedCount: 5, status: 'fail' })];
    expect(lines(account({ records }))).toEqual([
      '0 coalesced success run-2 in 2',
      '1 coalesced success run-2 in 2',
      '2 ran success run-2',
      '3 coalesced fail run-7 in 7',
      '4 coalesced fail run-7 in 7',
    ]);
  });

  it('covers no more occurrences than its count', () => {
    expect(lines(account({ records: [ran(3, { coalescedCount: 2 })], to: m(4) }))).toEqual([
      '0 unknown',
      '1 unknown',
      '2 coalesced success run-3 in 3',
      '3 ran success run-3',
    ]);
  });

  it('missed them together, or skipped them', () => {
    const records = [
      ran(1, { status: 'missed', reason: 'down', coalescedCount: 2, durationMs: null }),
      ran(4, { status: 'skipped', reason: 'max-instances', coalescedCount: 3, durationMs: null }),
    ];
    expect(lines(account({ records }))).toEqual([
      '0 missed missed down run-1 in 1',
      '1 missed missed down run-1',
      '2 skipped skipped max-instances run-4 in 4',
      '3 skipped skipped max-instances run-4 in 4',
      '4 skipped skipped max-instances run-4',
    ]);
  });

  it('does so quickly from a year away', () => {
    const everySecond = scheduled({ intervalUnit: 'seconds' });
    const at = m(0) + 366 * 24 * HOUR;
    const records = [
      ran(0, { scheduledAt: at, coalescedCount: 40_000_000, status: 'missed', reason: 'down' }),
    ];
    const { items } = account({ schedule: everySecond, records, to: m(5), now: at + HOUR });
    expect(items).toHaveLength(300);
    expect(new Set(items.map(({ fate }) => fate))).toEqual(new Set(['missed']));
  });
});

describe('a skipped occurrence', () => {
  const skip = (heldBy: OccurrenceRecord['heldBy']) =>
    ran(2, { status: 'skipped', reason: 'max-instances', durationMs: null, heldBy });
  const heldBy = (records: OccurrenceRecord[]) => account({ records }).items[2]?.heldBy;

  it('names the runs that its record names, whatever else ran then', () => {
    expect(heldBy([ran(1, { durationMs: HOUR }), skip(['by-hand', 'run-0'])])).toEqual(['by-hand', 'run-0']);
  });

  it('names none where its record does not, or where there is no record of its own', () => {
    expect(heldBy([ran(1, { durationMs: HOUR }), skip(null)])).toBeNull();
    expect(heldBy([ran(1, { durationMs: HOUR })])).toBeNull();
  });

  it('shares them with the occurrences that it covers', () => {
    const together = { ...skip(['run-0']), coalescedCount: 2 };
    expect(account({ records: [together] }).items[1]).toMatchObject({ fate: 'skipped', heldBy: ['run-0'] });
  });
});

describe('an occurrence without a record', () => {
  it('is running when a runner reports it, and those it covers are coalesced', () => {
    const running = [
      { id: 'x', scheduledAt: m(3), origin: 'schedule', startedAt: m(3) + 9, coalescedCount: 2 },
      { id: 'y', scheduledAt: m(1), origin: 'manual', startedAt: m(1), coalescedCount: 1 },
    ] as const;
    expect(lines(account({ running, now: m(4) + 1 }))).toEqual([
      '0 unknown',
      '1 unknown',
      '2 coalesced x in 3',
      '3 running x',
      '4 pending',
    ]);
  });

  it('is running when a retry of it is', () => {
    const running = [
      { id: 'x', scheduledAt: m(0), origin: 'retry', startedAt: m(1), coalescedCount: 1 },
    ] as const;
    const { items } = account({ records: [ran(0, { status: 'fail' })], running, to: m(1) });
    expect(items).toMatchObject([
      { fate: 'running', runId: 'x', attempts: 2, status: null, hasExecution: false },
    ]);
  });

  it('is pending in the future and within its grace, until a newer one is decided', () => {
    expect(lines(account({ now: m(3) }))).toEqual([
      '0 unknown',
      '1 unknown',
      '2 pending',
      '3 pending',
      '4 pending',
    ]);
    expect(lines(account({ now: m(3), records: [ran(3)] }))[2]).toBe('2 unknown');
    const unlimited = scheduled({ misfireGraceTime: null });
    expect(lines(account({ schedule: unlimited, records: [ran(3)] }))).toEqual([
      '0 unknown',
      '1 unknown',
      '2 unknown',
      '3 ran success run-3',
      '4 pending',
    ]);
  });

  it('is known to the counters when it was the last run, whatever the policy', () => {
    const lastRun = {
      runId: 'z',
      status: 'success',
      scheduledAt: m(3),
      runTime: m(3),
      durationMs: 4,
    } as const;
    const schedule = scheduled({ logPolicy: 'none' });
    expect(lines(account({ schedule, lastRun, now: m(3) + 30_000 }))).toEqual([
      '0 unrecorded log-policy',
      '1 unrecorded log-policy',
      '2 unrecorded log-policy',
      '3 ran success z',
      '4 pending',
    ]);
    const byHand = { ...lastRun, scheduledAt: m(3) + 17 };
    expect(lines(account({ schedule, lastRun: byHand, to: m(4) }))).not.toContain('3 ran success z');
  });

  it.each(['none', 'failures'] as const)('is unrecorded under the policy %s', (logPolicy) => {
    expect(lines(account({ schedule: scheduled({ logPolicy }), to: m(1) }))).toEqual([
      '0 unrecorded log-policy',
    ]);
  });

  it('is unrecorded once its record would be deleted', () => {
    expect(lines(account({ keptSince: m(1), to: m(2) }))).toEqual(['0 unrecorded pruned', '1 unknown']);
  });
});

describe('a schedule that was not in effect', () => {
  it('expected nothing before its rule began', () => {
    const schedule = scheduled({ effectiveFrom: m(2) + 1 });
    expect(lines(account({ schedule, records: [ran(1)] }))).toEqual([
      '0 not-in-effect before-effective',
      '1 ran success run-1',
      '2 not-in-effect before-effective',
      '3 unknown',
      '4 unknown',
    ]);
  });

  it('expects nothing since it was switched off', () => {
    const schedule = scheduled({ enabled: false, updatedAt: m(2) });
    expect(lines(account({ schedule, to: m(4), now: m(2) + 9 }))).toEqual([
      '0 unknown',
      '1 unknown',
      '2 not-in-effect disabled',
      '3 not-in-effect disabled',
    ]);
  });

  it('has one entry for a long stretch, less what has its own', () => {
    const schedule = scheduled({ effectiveFrom: m(200), intervalUnit: 'seconds' });
    const { items } = account({ schedule, records: [ran(100)], from: m(0), to: m(200) + 2_000, now: m(999) });
    expect(items).toMatchObject([
      { scheduledAt: m(0), lastAt: m(200), count: 12_000, fate: 'not-in-effect' },
      { scheduledAt: m(100), count: 1, fate: 'ran', isOfThisRule: true },
      { scheduledAt: m(200) + 1_000, fate: 'unknown' },
    ]);
  });
});

it('a long stretch of which all but one have their own entry names that one', () => {
  const schedule = scheduled({ effectiveFrom: m(150) });
  const all = Array.from({ length: 150 }, (_, n) => n + 1);
  const records = all.filter((n) => n !== 70).map((n) => ran(n));
  const { items } = account({ schedule, records, from: m(1), to: m(151), now: m(999) });
  expect(items).toHaveLength(150);
  expect(items.filter(({ fate }) => fate !== 'ran')).toMatchObject([
    { scheduledAt: m(70), lastAt: m(70), count: 1, fate: 'not-in-effect', reason: 'before-effective' },
  ]);
});

describe('a change of the clock', () => {
  const cron = (cronMinute: string) =>
    scheduled({
      triggerType: 'cron',
      cronMinute,
      cronHour: '2',
      timezone: 'Europe/Berlin',
      logPolicy: 'failures',
      effectiveFrom: Date.parse('2026-01-01T00:00Z'),
    });
  const night = {
    from: Date.parse('2026-03-28T12:00Z'),
    to: Date.parse('2026-03-30T12:00Z'),
    now: Date.parse('2026-04-01T00:00Z'),
  };

  it('has an entry for the local times that it took away', () => {
    const { items } = account({ schedule: cron('*/30'), ...night });
    expect(items.map(({ fate, count }) => [fate, count])).toEqual([
      ['not-in-the-year', 2],
      ['unrecorded', 1],
      ['unrecorded', 1],
    ]);
    expect(items[0]).toMatchObject({
      scheduledAt: Date.parse('2026-03-29T01:00Z'),
      clockChange: { lostCount: 2 },
    });
  });

  it('is listed beside the one that fired at its end', () => {
    const { items } = account({ schedule: cron('30'), ...night });
    expect(items).toMatchObject([
      { scheduledAt: Date.parse('2026-03-29T01:00Z'), fate: 'unrecorded', clockChange: { mergedCount: 1 } },
      { scheduledAt: Date.parse('2026-03-30T00:30Z'), clockChange: null },
    ]);
  });

  it('took nothing from a schedule that was switched off', () => {
    const schedule = { ...cron('*/30'), enabled: false, updatedAt: Date.parse('2026-02-01T00:00Z') };
    const { items } = account({ schedule, ...night });
    expect(new Set(items.map(({ fate }) => fate))).toEqual(new Set(['not-in-effect']));
  });
});

describe('pages', () => {
  /** All pages together, each reading as many records as one page may. */
  function paged(input: Partial<AccountInput>, batch: number) {
    const { to = m(5) } = input;
    const records = input.records ?? [];
    const items = [];
    let from: number | null = input.from ?? m(0);
    let pages = 0;
    while (from !== null && pages < 100) {
      const start: number = from;
      const readable = records.filter(({ scheduledAt }) => scheduledAt >= start);
      const page = account({
        ...input,
        from: start,
        to,
        records: readable.slice(0, batch),
        isCut: readable.length > batch,
      });
      items.push(...page.items);
      from = page.nextFrom;
      pages += 1;
    }
    return { items, pages };
  }

  it('make up the whole, nothing lost and nothing twice', () => {
    const records = [
      ran(2, { id: 'a', status: 'fail' }),
      ran(2, { id: 'b', attempt: 2, status: 'fail' }),
      ran(2, { id: 'c', attempt: 3 }),
      ran(6, { coalescedCount: 3 }),
      ran(6.5),
      ran(9, { status: 'skipped', reason: 'max-instances' }),
    ];
    const whole = account({ records, to: m(12) });
    expect(whole.nextFrom).toBeNull();
    for (const [limit, batch] of [
      [1, 1_000],
      [3, 1_000],
      [5, 4],
      [1_000, 4],
    ] as const) {
      const { items, pages } = paged({ records, to: m(12), limit }, batch);
      expect(items, `${limit} a page, ${batch} records`).toEqual(whole.items);
      expect(pages).toBeGreaterThan(1);
    }
  });

  it('are no longer than asked for', () => {
    const { items, nextFrom } = account({ limit: 3, to: m(5_000) });
    expect(items).toHaveLength(3);
    expect(nextFrom).toBe(m(3));
  });

  it('count every occurrence of the rule once', () => {
    const schedule = scheduled({ effectiveFrom: m(-300), enabled: false, updatedAt: m(400) });
    const range = { from: m(-2_000), to: m(3_000), now: m(3_000) };
    const { items } = account({ schedule, ...range, limit: 10_000 });
    const total = items.reduce((sum, { count }) => sum + count, 0);
    expect(total).toBe(triggerOf(schedule).count(range.from - 1, range.to - 1));
  });
});
