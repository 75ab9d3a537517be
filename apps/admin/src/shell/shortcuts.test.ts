import { describe, expect, it } from 'vitest';
import { ShortcutMatcher } from './shortcuts.ts';

describe('the keys', () => {
  it('act alone, or after another one', () => {
    const matcher = new ShortcutMatcher();
    expect(matcher.press('j', 0)).toEqual({ kind: 'row', step: 1 });
    expect(matcher.press('g', 0)).toBeNull();
    expect(matcher.press('s', 1_000)).toEqual({ kind: 'go', to: '/schedules' });
  });

  it('mean something else after a pause', () => {
    const matcher = new ShortcutMatcher();
    matcher.press('g', 0);
    expect(matcher.press('e', 2_000)).toEqual({ kind: 'press', button: 'edit' });
  });

  it('do nothing that is not listed', () => {
    const matcher = new ShortcutMatcher();
    matcher.press('g', 0);
    expect(matcher.press('q', 100)).toBeNull();
    expect(matcher.press('s', 200)).toBeNull();
  });
});
