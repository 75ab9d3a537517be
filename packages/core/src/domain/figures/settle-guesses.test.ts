import { describe, expect, it } from 'vitest';
import { recentOf, recentText, type RecentOccurrence } from './recent-occurrence.ts';
import { hasGuess, settleGuesses } from './settle-guesses.ts';

const AT = Date.UTC(2026, 0, 1);

const occurrence = (values: Partial<RecentOccurrence> = {}): RecentOccurrence => ({
  status: 'success',
  scheduledAt: AT,
  durationMs: 1_000,
  attempts: 1,
  origin: 'schedule',
  count: 1,
  isGuess: false,
  ...values,
});
const guess = (values: Partial<RecentOccurrence> = {}) =>
  occurrence({ status: 'interrupted', durationMs: null, isGuess: true, ...values });
const settle = (ring: readonly RecentOccurrence[], incoming: readonly RecentOccurrence[]) => {
  const { text, withdrawn } = settleGuesses(ring.map(recentText).join(''), incoming.map(recentText).join(''));
  return { ring: recentOf(text), withdrawn };
};

describe('guesses in a ring', () => {
  it('are replaced in their place by a real outcome', () => {
    const later = occurrence({ scheduledAt: AT + 1_000 });
    for (const known of [guess(), guess({ status: 'missed', attempts: 0, count: 4 })]) {
      const real = occurrence({ status: 'fail' });
      expect(settle([known, later], [real])).toEqual({ ring: [real, later], withdrawn: [known] });
    }
  });

  it('are withdrawn where the outcome is known already', () => {
    const real = occurrence();
    expect(settle([real], [guess()])).toEqual({ ring: [real], withdrawn: [guess()] });
    expect(settle([guess()], [guess()])).toEqual({ ring: [guess()], withdrawn: [guess()] });
  });

  it('stay where nothing real follows', () => {
    const skipped = occurrence({ status: 'skipped', attempts: 0, durationMs: null });
    expect(settle([guess()], [skipped])).toEqual({ ring: [guess()], withdrawn: [skipped] });
  });

  it('are recognised by instant and origin', () => {
    const others = [occurrence({ origin: 'manual' }), occurrence({ scheduledAt: AT + 1 })];
    expect(settle([guess()], others)).toEqual({ ring: [guess(), ...others], withdrawn: [] });
  });

  it('are told from what was seen to end', () => {
    expect(hasGuess(recentText(guess()))).toBe(true);
    expect(hasGuess(recentText(occurrence({ status: 'interrupted', origin: 'manual' })))).toBe(false);
  });

  it('are settled in the order of time: what comes late takes its place', () => {
    const late = occurrence({ scheduledAt: AT - 5 });
    expect(settle([occurrence(), guess({ scheduledAt: AT + 1 })], [late]).ring).toEqual([
      late,
      occurrence(),
      guess({ scheduledAt: AT + 1 }),
    ]);
  });
});
