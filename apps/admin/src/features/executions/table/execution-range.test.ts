import { describe, expect, it } from 'vitest';
import { instantOfLocal, lastMsOf, localOfInstant } from './execution-range.ts';

describe('a local date and time', () => {
  it('comes back the same through the address', () => {
    expect(localOfInstant(instantOfLocal('2026-01-31T08:30'))).toBe('2026-01-31T08:30');
  });

  it('is no condition while it is incomplete', () => {
    expect(instantOfLocal('')).toBe('');
    expect(localOfInstant('')).toBe('');
  });
});

describe('lastMsOf', () => {
  it('knows the presets and nothing else', () => {
    expect(lastMsOf('hour')).toBe(3_600_000);
    expect(lastMsOf('custom')).toBeNull();
    expect(lastMsOf('century')).toBeNull();
  });
});
