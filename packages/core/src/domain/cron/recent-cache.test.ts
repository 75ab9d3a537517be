import { describe, expect, it } from 'vitest';
import { RecentCache } from './recent-cache.ts';

describe('RecentCache', () => {
  it('has what was kept, null and false as well', () => {
    const cache = new RecentCache<boolean | null>(2);
    expect([cache.keep('a', null), cache.keep('b', false)]).toEqual([null, false]);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([null, false, undefined]);
  });

  it('remembers what is asked for again and again, whatever comes in between', () => {
    const cache = new RecentCache<string>(3);
    cache.keep('a', 'A');
    for (let n = 0; n < 100; n += 1) {
      cache.keep(`${n}`, '');
      expect(cache.get('a')).toBe('A');
    }
  });

  it('has the newest, as many as its limit, and forgets what was asked for longest ago', () => {
    const cache = new RecentCache<string>(2);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const key of keys) cache.keep(key, key);
    expect(keys.map((key) => cache.get(key)).slice(-2)).toEqual(['e', 'f']);
    expect(cache.get('a')).toBe(undefined);
  });
});
