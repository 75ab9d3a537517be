import type { Reason } from '@zenpulse/core/domain';
import { sampleExecution } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { whatOf } from './execution-text.ts';

const what = (changes: Parameters<typeof sampleExecution>[0]) => whatOf(sampleExecution(changes));

describe('what was out of the ordinary in a run', () => {
  it('is nothing for one that succeeded at its time', () => {
    expect(what({})).toBe('');
  });

  it('tells the reason in words', () => {
    expect(what({ status: 'skipped', reason: 'max-instances' })).toBe('all instances busy');
    const held = (heldBy: string[]) => what({ status: 'skipped', reason: 'max-instances', heldBy });
    expect(held(['a'])).toBe('all instances busy, held by run a');
    expect(held(['a', 'b', 'c'])).toBe('all instances busy, held by run a and 2 more');
    expect(what({ status: 'interrupted', reason: 'runner-died', attempt: 2 })).toBe(
      'attempt 2, its runner died',
    );
    expect(what({ status: 'missed', reason: 'down', coalescedCount: 5 })).toBe(
      'for 5 occurrences, no runner was active to start it in time',
    );
  });

  it('says why a run was late', () => {
    expect(what({ lateMs: 4_200, lateReason: 'blocked-loop' })).toBe(
      '4.2 s late: a job blocked the event loop',
    );
    expect(what({ lateMs: 999 })).toBe('');
  });

  it.each(['eclipse', 'toString'])('shows a reason that only a newer runner knows as it is: %s', (reason) => {
    expect(what({ status: 'missed', reason: reason as Reason })).toBe(reason);
  });
});
