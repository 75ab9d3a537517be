import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../execution.ts';
import {
  newestRecent,
  RECENT_KEPT,
  RECENT_WIDTH,
  recentOf,
  recentText,
  sortedRecent,
  type RecentOccurrence,
} from './recent-occurrence.ts';

const AT = Date.UTC(2026, 0, 1);

const occurrence = (values: Partial<RecentOccurrence> = {}): RecentOccurrence => ({
  status: 'success',
  scheduledAt: AT,
  durationMs: 1_234,
  attempts: 1,
  origin: 'schedule',
  count: 1,
  isGuess: false,
  ...values,
});

describe('the text of a recent occurrence', () => {
  it('has 24 characters and can be read back', () => {
    const all = [
      ...OUTCOMES.map((status) => occurrence({ status })),
      occurrence({ origin: 'manual', durationMs: 0, attempts: 3 }),
      occurrence({ status: 'interrupted', durationMs: null, isGuess: true }),
      occurrence({ status: 'missed', durationMs: null, attempts: 0, count: 812, isGuess: true }),
    ];
    const texts = all.map(recentText);
    expect(texts.map(({ length }) => length)).toEqual(all.map(() => RECENT_WIDTH));
    expect(recentOf(texts.join(''))).toEqual(all);
  });

  it('cuts what does not fit, and fractions of a millisecond', () => {
    const [one] = recentOf(recentText(occurrence({ durationMs: 1e12, attempts: 1e6, count: 1e6 })));
    expect(one).toMatchObject({ durationMs: 36 ** 7 - 1, attempts: 46_655, count: 46_655 });
    expect(recentOf(recentText(occurrence({ durationMs: 0.4, scheduledAt: -1 })))).toMatchObject([
      { durationMs: 0, scheduledAt: 0 },
    ]);
  });

  it('leaves out what is damaged', () => {
    const good = recentText(occurrence());
    expect(recentOf(`${'?'.repeat(RECENT_WIDTH)}${good}${good.slice(5)}`)).toEqual([occurrence()]);
  });

  it('is kept for the newest 60, which are read in the order of their instants', () => {
    const many = Array.from({ length: 70 }, (_, n) => occurrence({ scheduledAt: AT + n * 1_000 }));
    const late = occurrence({ scheduledAt: AT + 50_500 });
    const kept = newestRecent([...many, late].map(recentText).join(''));
    expect(kept.length).toBe(RECENT_KEPT * RECENT_WIDTH);
    const read = sortedRecent(kept);
    expect(read).toHaveLength(RECENT_KEPT);
    expect(read.at(-1)).toEqual(many.at(-1));
    expect(read).toContainEqual(late);
  });
});
