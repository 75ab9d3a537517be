import { FakeClock } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { advanceInLeaps } from './advance-in-leaps.ts';

const HOUR = 3_600_000;

/** A check each second, and something due each hour. */
function world() {
  const clock = new FakeClock(0);
  let looks = 0;
  const look = (): void => {
    looks += 1;
    clock.setTimer(1_000, look);
  };
  look();
  return { clock, looks: () => looks, leaps: [] as number[] };
}

it('leaps over what is quiet and passes in seconds before and after', async () => {
  const { clock, looks, leaps } = world();
  const quietUntil = () => Promise.resolve((Math.floor(clock.now() / HOUR) + 1) * HOUR);
  await advanceInLeaps({ clock, quietUntil, onLeap: (until) => leaps.push(until) }, 3 * HOUR);
  expect(clock.now()).toBe(3 * HOUR);
  expect(leaps).toEqual([1, 2, 3].map((hours) => hours * HOUR - 500));
  expect(looks()).toBeLessThan(20);
});

it('leaps no further than asked, even if nothing is ever due', async () => {
  const { clock, leaps } = world();
  await advanceInLeaps(
    { clock, quietUntil: () => Promise.resolve(Infinity), onLeap: (until) => leaps.push(until) },
    10 * HOUR,
  );
  expect(clock.now()).toBe(10 * HOUR);
  expect(leaps).toHaveLength(1);
});

it('leaves out nothing while something is under way', async () => {
  const { clock, looks } = world();
  const quietUntil = () => Promise.resolve(null);
  await advanceInLeaps({ clock, quietUntil, onLeap: () => expect.unreachable() }, 60_000);
  expect(looks()).toBe(61);
});

it('fires what is due at once when no time passes', async () => {
  const { clock, looks } = world();
  clock.block(1_000);
  await advanceInLeaps({ clock, quietUntil: () => Promise.resolve(null), onLeap: () => undefined }, 0);
  expect(looks()).toBe(2);
});
