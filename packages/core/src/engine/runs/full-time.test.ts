import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { FullTime } from './full-time.ts';

const SECOND = 1_000;
let clock: FakeClock;
let full: FullTime;
beforeEach(() => {
  clock = new FakeClock();
  full = new FullTime(clock);
});

describe('the share of the last minute', () => {
  it('is 0 at first', () => {
    expect(full.share()).toBe(0);
  });

  it('grows while it lasts, and goes when it is a minute ago', async () => {
    full.set(true);
    await clock.advance(15 * SECOND);
    expect(full.share()).toBeCloseTo(0.25);
    full.set(false);
    await clock.advance(30 * SECOND);
    expect(full.share()).toBeCloseTo(0.25);
    await clock.advance(61 * SECOND);
    expect(full.share()).toBe(0);
  });

  it('adds up short stretches', async () => {
    for (let i = 0; i < 60; i += 1) {
      full.set(true);
      await clock.advance(250);
      full.set(false);
      await clock.advance(750);
    }
    expect(full.share()).toBeCloseTo(0.25, 1);
  });

  it('is at most 1, however long it lasts', async () => {
    full.set(true);
    await clock.advance(10 * 60 * SECOND);
    expect(full.share()).toBeGreaterThan(0.98);
    expect(full.share()).toBeLessThanOrEqual(1);
  });
});
