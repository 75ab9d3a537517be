import { describe, expect, it } from 'vitest';
import { systemClock } from './system-clock.ts';

describe('the system clock', () => {
  it('fires a timer once, and one with a delay that is no delay at once', async () => {
    let fired = 0;
    await new Promise<void>((resolve) => {
      systemClock.setTimer(-1e9, () => {
        fired += 1;
      });
      systemClock.setTimer(5, resolve);
    });
    expect(fired).toBe(1);
  });

  it('does not fire at once for a delay that setTimeout cannot hold', async () => {
    const timers = [2 ** 31, 1e300, Number.POSITIVE_INFINITY].map((delay) =>
      systemClock.setTimer(delay, () => expect.unreachable()),
    );
    await new Promise<void>((resolve) => systemClock.setTimer(20, resolve));
    for (const timer of timers) timer.cancel();
  });

  it('yields after waiting I/O', async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      systemClock.yieldTo(() => {
        order.push('yielded');
        resolve();
      });
      void Promise.resolve().then(() => order.push('promise'));
    });
    expect(order).toEqual(['promise', 'yielded']);
  });
});
