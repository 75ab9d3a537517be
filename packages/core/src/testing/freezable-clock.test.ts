import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';
import { createFreezableClock } from './freezable-clock.ts';

describe('a clock that can be frozen', () => {
  const world = () => {
    const clock = new FakeClock();
    return { clock, own: createFreezableClock(clock), fired: [] as string[] };
  };

  it('fires nothing while it is frozen, though its time goes on; then everything that is overdue, in order', async () => {
    const { clock, own, fired } = world();
    own.setTimer(2, () => fired.push('second'));
    own.setBackgroundTimer(1, () => fired.push('first'));
    own.yieldTo(() => fired.push('yielded'));
    own.freeze();
    await clock.advance(10);
    expect([fired, own.monotonic(), own.now()]).toEqual([[], 10, clock.now()]);
    own.thaw();
    await clock.settle();
    expect(fired).toEqual(['yielded', 'first', 'second']);
  });

  it('never fires what was cancelled meanwhile', async () => {
    const { clock, own, fired } = world();
    const timer = own.setTimer(1, () => fired.push('cancelled'));
    own.freeze();
    await clock.advance(10);
    timer.cancel();
    own.thaw();
    await clock.settle();
    expect(fired).toEqual([]);
  });

  it('freezes one process and no other', async () => {
    const { clock, own, fired } = world();
    createFreezableClock(clock).setTimer(1, () => fired.push('other'));
    own.freeze();
    await clock.advance(10);
    expect(fired).toEqual(['other']);
  });
});
