import type { OccurrenceDto } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { fateText } from './fate-words.ts';
import { sampleOccurrence } from './sample-occurrence.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');

function text(changes: Partial<OccurrenceDto>): string {
  return fateText(sampleOccurrence(changes), 'Europe/Berlin', NOW);
}

describe('what became of an occurrence, in words', () => {
  it('is nothing more for one that ran as it should', () => {
    expect(text({ status: 'success' })).toBe('');
    expect(text({ status: 'fail', attempts: 3 })).toBe('It took 3 attempts.');
  });

  it('names the occurrence that covered it, in the zone of the schedule', () => {
    const recordedAs = '2026-01-31T09:00:00.000Z';
    expect(text({ fate: 'coalesced', recordedAs })).toBe('Combined into the run due at 31 Jan, 10:00:00.');
    expect(text({ fate: 'missed', status: 'missed', reason: 'down', recordedAs })).toBe(
      'Missed: no runner was active to start it in time. Recorded together with the run due at 31 Jan, 10:00:00.',
    );
  });

  it('says of one that is due that it may still start, and nothing of one to come', () => {
    expect(text({ fate: 'pending' })).toMatch(/may still start/);
    expect(text({ fate: 'pending', scheduledAt: '2026-01-31T13:00:00.000Z' })).toBe('');
  });

  it('names the local times that a change of the clock skipped', () => {
    const clockChange = {
      from: '2026-03-29T02:00',
      to: '2026-03-29T03:00',
      localTimes: ['2026-03-29T02:00', '2026-03-29T02:30'],
      count: 2,
    };
    expect(text({ fate: 'not-in-the-year', count: 2, clockChange })).toBe(
      '02:00 and 02:30 do not exist on 29 March: the clocks went from 02:00 to 03:00.',
    );
    const one = { ...clockChange, localTimes: ['2026-03-29T02:30'], count: 1 };
    expect(text({ fate: 'not-in-the-year', clockChange: one })).toMatch(
      /^02:30 does not exist on 29 March: /,
    );
    expect(text({ fate: 'ran', status: 'success', clockChange: one })).toBe(
      'Moved from 02:30, which did not exist on 29 March: the clocks went from 02:00 to 03:00.',
    );
    const day = {
      from: '2011-12-30T00:00',
      to: '2011-12-31T00:00',
      localTimes: ['2011-12-30T08:00'],
      count: 9,
    };
    expect(text({ fate: 'not-in-the-year', count: 9, clockChange: day })).toBe(
      '08:00 and 8 more do not exist on 30 December: the clocks went from 2011-12-30 00:00 to 2011-12-31 00:00.',
    );
  });

  it('says how many were inactive, and what another trigger yielded', () => {
    expect(text({ fate: 'not-in-effect', reason: 'disabled', count: 500 })).toBe(
      '500 occurrences: The schedule is disabled.',
    );
    expect(text({ status: 'success', isOfThisRule: false })).toMatch(/different trigger/);
  });

  it('distinguishes a deleted record from one that was never written', () => {
    expect(text({ fate: 'unrecorded', reason: 'pruned' })).toBe('Deleted since.');
    expect(text({ fate: 'unrecorded', reason: 'log-policy' })).toBe('Not recorded under the log policy.');
    expect(text({ fate: 'unrecorded', reason: 'log-policy', count: 46 })).toBe(
      '46 occurrences: Not recorded under the log policy.',
    );
  });
});
