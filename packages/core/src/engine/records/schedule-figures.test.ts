import { describe, expect, it } from 'vitest';
import { RECENT_KEPT, RECENT_WIDTH, type Outcome, type RecentOccurrence } from '../../domain/index.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { ScheduleFigures } from './schedule-figures.ts';

const HOUR = 3_600_000;

const occurrence = (at: number, status: Outcome = 'success'): RecentOccurrence => ({
  status,
  scheduledAt: REFERENCE_INSTANT + at,
  durationMs: 5,
  attempts: 1,
  origin: 'schedule',
  count: 1,
  isGuess: false,
});

describe('figures of a schedule that are not in the store', () => {
  it.each([1, 7, 59, 60, 61, 130])('tell reports the same, asked for after every %i occurrences', (step) => {
    const figures = new ScheduleFigures();
    for (let n = 1; n <= 400; n += 1) {
      figures.add(occurrence(n * 1_000));
      if (n % step === 0) expect(figures.freshText(RECENT_KEPT)).toBe(figures.text());
    }
    expect(figures.text()).toHaveLength(RECENT_KEPT * RECENT_WIDTH);
  });

  it('tell reports the newest of them', () => {
    const figures = new ScheduleFigures();
    for (let n = 1; n <= 5; n += 1) figures.add(occurrence(n * 1_000));
    expect(figures.freshText(2)).toBe(figures.text().slice(-2 * RECENT_WIDTH));
    expect(figures.freshText(0)).toBe('');
    expect(figures.freshText(9)).toBe(figures.text());
  });

  it('count by hour and outcome, in any order, and again after they were read', () => {
    const figures = new ScheduleFigures();
    const read = () =>
      [...figures.hours('a')].map(({ at, outcome, count }) => [at - REFERENCE_INSTANT, outcome, count]);
    figures.add(occurrence(0));
    figures.add(occurrence(HOUR));
    figures.add(occurrence(1));
    figures.add(occurrence(2, 'fail'));
    const start = Math.floor(REFERENCE_INSTANT / HOUR) * HOUR - REFERENCE_INSTANT;
    expect(read()).toEqual([
      [start, 'success', 2],
      [start + HOUR, 'success', 1],
      [start, 'fail', 1],
    ]);
    figures.add(occurrence(3, 'fail'));
    expect(read().at(-1)).toEqual([start, 'fail', 2]);
  });
});
