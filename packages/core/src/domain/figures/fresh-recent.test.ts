import { expect, it } from 'vitest';
import { withFreshRecent } from './fresh-recent.ts';
import { recentText, type RecentOccurrence } from './recent-occurrence.ts';

const AT = Date.UTC(2026, 0, 1);
const occurrence = (seconds: number, values: Partial<RecentOccurrence> = {}): RecentOccurrence => ({
  status: 'success',
  scheduledAt: AT + seconds * 1_000,
  durationMs: 5,
  attempts: 1,
  origin: 'schedule',
  count: 1,
  isGuess: false,
  ...values,
});
const guess = (seconds: number) =>
  occurrence(seconds, { status: 'interrupted', durationMs: null, isGuess: true });
const textOf = (...occurrences: readonly RecentOccurrence[]) => occurrences.map(recentText).join('');

it('what runners report is added once, in the order of time, and settles a guess', () => {
  const known = [occurrence(0), guess(1), occurrence(3)];
  const fresh = [textOf(occurrence(3), occurrence(4)), textOf(occurrence(1, { status: 'fail' }), guess(3))];
  expect(withFreshRecent(known, fresh)).toEqual([
    occurrence(0),
    occurrence(1, { status: 'fail' }),
    occurrence(3),
    occurrence(4),
  ]);
});

it('a ring with what runners report has the newest 60', () => {
  const known = Array.from({ length: 60 }, (_, n) => occurrence(n));
  const all = withFreshRecent(known, [textOf(occurrence(60), occurrence(61))]);
  expect(all).toEqual([...known.slice(2), occurrence(60), occurrence(61)]);
});
