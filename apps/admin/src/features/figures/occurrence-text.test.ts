import { describe, expect, it } from 'vitest';
import { occurrenceText, outcomesText } from './occurrence-text.ts';

const failed = {
  status: 'fail',
  scheduledAt: '2026-01-31T08:30:00.000Z',
  durationMs: 1_200,
  attempts: 3,
  origin: 'schedule',
  count: 1,
} as const;

describe('an occurrence in words', () => {
  it('has the outcome, the instant in the zone, the duration and the attempts', () => {
    expect(occurrenceText(failed, 'Europe/Berlin')).toBe(
      'Failed, 31 Jan, 09:30:00 GMT+1, after 1.2 s, 3 attempts',
    );
  });

  it('leaves out what a missed one does not have, names a manual run, and counts several in one', () => {
    const missed = {
      ...failed,
      status: 'missed',
      durationMs: null,
      attempts: 0,
      origin: 'manual',
      count: 12,
    } as const;
    expect(occurrenceText(missed, 'UTC')).toBe('Missed, 31 Jan, 08:30:00 UTC, manual, 12 together');
  });

  it('is counted by outcome, without those that did not occur', () => {
    const missed = { status: 'missed' } as const;
    expect(outcomesText([failed, failed, missed])).toBe('2 failed, 1 missed');
  });
});
