import { describe, expect, it } from 'vitest';
import type { Reason } from '@zenpulse/core/domain';
import { coalescedText, reasonText } from './reason-text.ts';

describe('reasonText', () => {
  it('explains a skip and a miss in a sentence', () => {
    expect(reasonText({ status: 'skipped', reason: 'max-instances' })).toMatch(/^Skipped: all its instances/);
    expect(reasonText({ status: 'missed', reason: 'grace' })).toMatch(/time allowed after it was due/);
  });

  it('is null where there is no reason', () => {
    expect(reasonText({ status: 'success', reason: null })).toBeNull();
  });

  it('shows a reason that it does not know as it is', () => {
    const fromNewerRunner = 'eclipse' as Reason;
    expect(reasonText({ status: 'missed', reason: fromNewerRunner })).toBe('missed: eclipse');
  });
});

describe('coalescedText', () => {
  it('speaks only of more than one occurrence', () => {
    expect(coalescedText(1)).toBeNull();
    expect(coalescedText(5)).toContain('5 occurrences');
  });
});
