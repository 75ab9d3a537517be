import { FakeClock } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { Kept } from './kept.ts';

describe('a kept result', () => {
  it('serves all who ask in the same moment, until a hint or two seconds later', async () => {
    const clock = new FakeClock();
    let [hints, found] = [0, 0];
    const kept = new Kept<number>({ clock, keptMs: 2_000, hints: () => hints });
    const ask = () => kept.get(async () => (found += 1));
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    await clock.advance(1_900);
    expect(await ask()).toBe(1);
    hints += 1;
    expect(await ask()).toBe(2);
    await clock.advance(2_000);
    expect(await ask()).toBe(3);
  });

  it('is not worked out a second time while it is, however long that takes', async () => {
    const clock = new FakeClock();
    const kept = new Kept<number>({ clock, keptMs: 0 });
    let end: (found: number) => void = () => undefined;
    let started = 0;
    const ask = () =>
      kept.get(() => {
        started += 1;
        return new Promise((resolve) => (end = resolve));
      });
    const first = ask();
    await clock.advance(60_000);
    const second = ask();
    end(7);
    expect(await Promise.all([first, second])).toEqual([7, 7]);
    expect(started).toBe(1);
    void ask();
    expect(started).toBe(2);
  });

  it('is none after a failure', async () => {
    const kept = new Kept<number>({ clock: new FakeClock(), keptMs: 2_000 });
    await expect(kept.get(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await kept.get(async () => 7)).toBe(7);
  });
});
