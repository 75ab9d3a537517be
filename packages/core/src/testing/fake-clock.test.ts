import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { REFERENCE_INSTANT } from './reference-instant.ts';

describe('FakeClock', () => {
  it('starts at the reference instant and does not move by itself', async () => {
    const clock = new FakeClock();
    await clock.settle();
    expect([clock.now(), clock.monotonic()]).toEqual([REFERENCE_INSTANT, 0]);
  });

  it('fires timers in the order of their time, each at its time', async () => {
    const clock = new FakeClock();
    const fired: [string, number][] = [];
    const set = (name: string, ms: number) => clock.setTimer(ms, () => fired.push([name, clock.monotonic()]));
    set('c', 30);
    set('a', 10);
    set('a2', 10);
    set('negative', -5);
    set('late', 41);
    await clock.advance(40);
    expect(fired).toEqual([
      ['negative', 0],
      ['a', 10],
      ['a2', 10],
      ['c', 30],
    ]);
    expect(clock.monotonic()).toBe(40);
    expect(clock.pendingCount).toBe(1);
  });

  it('lets promises and yielded work settle between two timers', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    clock.setTimer(1, () => {
      void Promise.resolve()
        .then(() => undefined)
        .then(() => seen.push('promise'));
      clock.yieldTo(() => seen.push('yielded'));
    });
    clock.setTimer(2, () => seen.push('timer'));
    await clock.advance(2);
    expect(seen).toEqual(['promise', 'yielded', 'timer']);
  });

  it('fires timers that timers set, when they fall into the time that passes', async () => {
    const clock = new FakeClock();
    let ticks = 0;
    const tick = (): void => {
      ticks += 1;
      clock.setTimer(100, tick);
    };
    tick();
    await clock.advance(1_000);
    expect(ticks).toBe(11);
  });

  it('never fires a cancelled timer', async () => {
    const clock = new FakeClock();
    const timer = clock.setTimer(1, () => expect.unreachable());
    timer.cancel();
    timer.cancel();
    await clock.advance(10);
  });

  it('steps the wall clock alone', () => {
    const clock = new FakeClock(1_000);
    clock.stepWall(-250);
    expect([clock.now(), clock.monotonic()]).toEqual([750, 0]);
  });

  it('fires late after a turn that blocked', async () => {
    const clock = new FakeClock();
    let firedAt = 0;
    clock.setTimer(10, () => (firedAt = clock.monotonic()));
    clock.block(500);
    expect(firedAt).toBe(0);
    await clock.advance(0);
    expect(firedAt).toBe(500);
  });

  it('leaps over time in which nothing fires: what waits has as long to go as before', async () => {
    const clock = new FakeClock(1_000);
    let firedAt = 0;
    clock.setTimer(10, () => (firedAt = clock.monotonic()));
    clock.leap(500);
    expect([clock.now(), clock.monotonic()]).toEqual([1_500, 500]);
    await clock.advance(9);
    expect(firedAt).toBe(0);
    await clock.advance(1);
    expect(firedAt).toBe(510);
  });

  it('waits a day at most, as the system clock does', async () => {
    const clock = new FakeClock();
    let isFired = false;
    clock.setTimer(7 * 86_400_000, () => (isFired = true));
    await clock.advance(86_400_000);
    expect(isFired).toBe(true);
  });
});
