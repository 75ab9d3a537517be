import { describe, expect, it } from 'vitest';
import { isRecorded, OUTCOMES, type Outcome } from './execution.ts';
import type { LogPolicy } from './schedule.ts';

describe('the log policy', () => {
  it.each<[LogPolicy, Outcome[]]>([
    ['none', []],
    ['failures', ['fail', 'timeout', 'interrupted', 'missed']],
    ['all', [...OUTCOMES]],
  ])('%s keeps of scheduled runs and retries: %j', (policy, kept) => {
    for (const origin of ['schedule', 'retry'] as const) {
      expect(OUTCOMES.filter((outcome) => isRecorded(policy, outcome, origin))).toEqual(kept);
    }
  });

  it.each<LogPolicy>(['none', 'failures', 'all'])('%s keeps every run by hand', (policy) => {
    expect(OUTCOMES.filter((outcome) => isRecorded(policy, outcome, 'manual'))).toEqual([...OUTCOMES]);
  });
});
