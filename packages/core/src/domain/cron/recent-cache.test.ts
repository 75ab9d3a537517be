import { describe, expect, it } from 'vitest';
import { RecentCache } from './recent-cache.ts';

describe('RecentCache', () => {
  it('makes a value once', () => {
    const cache = new RecentCache<object>(2);
    const first = cache.get('a', () => ({}));
    expect(cache.get('a', () => ({}))).toBe(first);
  });

  it('remembers null and false as values', () => {
    const cache = new RecentCache<boolean | null>(2);
    cache.get('a', () => null);
    cache.get('b', () => false);
    expect(cache.get('a', () => true)).toBe(null);
    expect(cache.get('b', () => true)).toBe(false);
  });

  it('forgets what was asked for longest ago', () => {
    const cache = new RecentCache<string>(2);
    for (const key of ['a', 'b', 'a', 'c']) cache.get(key, () => 'old');
    expect(cache.get('a', () => 'new')).toBe('old');
    expect(cache.get('b', () => 'new')).toBe('new');
  });
});
