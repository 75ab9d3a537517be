import { describe, expect, it } from 'vitest';
import { changedTrigger, type TriggerChanges } from './changed-trigger.ts';
import { closedAt, closedInAny, closedStretches, type Stretch } from './closed-times.ts';
import { createIntervalTrigger } from './interval-trigger.ts';

const rule = createIntervalTrigger(10, 'seconds', 0);

/** What the questions must answer, from a list of every occurrence up to ten minutes. */
function listed({ closed, skipped, added }: Changes): number[] {
  const all = new Set<number>();
  for (let at = 10_000; at <= 600_000; at += 10_000) if (!skipped.includes(at)) all.add(at);
  for (const at of added) all.add(at);
  return [...all]
    .filter((at) => !closed.some(({ from, until }) => at >= from && at < until))
    .toSorted((a, b) => a - b);
}

interface Changes extends Omit<TriggerChanges, 'closed'> {
  readonly closed: readonly Stretch[];
}

const changes: readonly (readonly [string, Changes])[] = [
  ['nothing', { closed: [], skipped: [], added: [] }],
  ['a closed stretch with an occurrence at each edge', closedFrom(20_000, 50_000)],
  [
    'two that overlap',
    { ...closedFrom(20_000, 50_001), closed: [...stretch(20_000, 50_001), ...stretch(45_000, 80_000)] },
  ],
  ['everything before an instant', closedFrom(-Infinity, 30_000)],
  ['everything from an instant on', closedFrom(30_000, Infinity)],
  ['skips, one of no occurrence', { closed: [], skipped: [10_000, 30_000, 35_000], added: [] }],
  ['additions, one of an occurrence', { closed: [], skipped: [], added: [5_000, 20_000, 33_000, 33_000] }],
  ['an occurrence moved, and moved back', { closed: [], skipped: [20_000, 40_000], added: [25_000, 40_000] }],
  [
    'skips and additions in a closed stretch',
    { ...closedFrom(15_000, 45_000), skipped: [20_000, 60_000], added: [33_000, 46_000] },
  ],
];

it.each(changes)('with %s answers as a list would', (_what, change) => {
  const trigger = changedTrigger(rule, {
    ...change,
    closed: closedInAny(change.closed.map((one) => closedStretches([one]))),
  });
  const all = listed(change);
  for (let at = -5_000; at <= 130_000; at += 2_500) {
    for (const edge of [at - 1, at, at + 1]) {
      const next = all.find((one) => one > edge) ?? null;
      expect([edge, trigger.next(edge)]).toEqual([edge, next]);
      expect([edge, trigger.previous(edge)]).toEqual([edge, all.findLast((one) => one <= edge) ?? null]);
      const upTo = edge + 47_000;
      expect(trigger.count(edge, upTo)).toBe(all.filter((one) => one > edge && one <= upTo).length);
    }
  }
});

it('that is closed for good is never due', () => {
  const trigger = changedTrigger(rule, {
    closed: closedStretches(stretch(0, Infinity)),
    skipped: [],
    added: [50_000],
  });
  expect([trigger.next(0), trigger.previous(1e9), trigger.count(0, 1e9)]).toEqual([null, null, 0]);
});

describe('times closed in any of several', () => {
  const closed = closedInAny([
    closedStretches(stretch(10, 20)),
    closedStretches([...stretch(20, 30), ...stretch(40, 50)]),
  ]);

  it('come one after the other', () => {
    expect(closed.next(0)).toEqual({ from: 10, until: 20 });
    expect(closed.next(20)).toEqual({ from: 20, until: 30 });
    expect(closed.next(30)).toEqual({ from: 40, until: 50 });
    expect(closed.next(50)).toBeNull();
  });

  it('begin with their first instant and end before their last', () => {
    expect([9, 10, 29, 30].map((at) => closedAt(closed, at) !== null)).toEqual([false, true, true, false]);
  });
});

function stretch(from: number, until: number): Stretch[] {
  return [{ from, until }];
}

function closedFrom(from: number, until: number): Changes {
  return { closed: stretch(from, until), skipped: [], added: [] };
}
