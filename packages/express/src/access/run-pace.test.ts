import { FakeClock } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { RunPace } from './run-pace.ts';

describe('the bound of runs by hand', () => {
  it('lets so many through at once, and then one after another as time passes', async () => {
    const clock = new FakeClock();
    const pace = new RunPace(3, clock);
    const take = () => pace.take('schedule', 'Ada');
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 20]);
    await clock.advance(5_000);
    expect(take()).toBe(15);
    await clock.advance(15_000);
    expect([take(), take()]).toEqual([0, 20]);
    await clock.advance(600_000);
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 20]);
  });

  it('counts each caller and each schedule by itself', () => {
    const pace = new RunPace(1, new FakeClock());
    expect([
      pace.take('a', 'Ada'),
      pace.take('a', 'Bob'),
      pace.take('b', 'Ada'),
      pace.take('a', null),
    ]).toEqual([0, 0, 0, 0]);
    expect(pace.take('a', 'Ada')).toBe(60);
  });

  it('may be none', () => {
    const pace = new RunPace(Infinity, new FakeClock());
    expect(Array.from({ length: 1_000 }, () => pace.take('a', null)).every((seconds) => seconds === 0)).toBe(
      true,
    );
  });

  it('remembers a bounded number of callers', () => {
    const pace = new RunPace(1, new FakeClock());
    pace.take('a', 'first');
    for (let n = 0; n < 10_000; n += 1) pace.take('a', `caller ${n}`);
    expect(pace.take('a', 'caller 9999')).toBe(60);
    expect(pace.take('a', 'first'), 'forgotten').toBe(0);
  });
});
