import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { LostTime } from './lost-time.ts';
import { createWhyLate } from './why-late.ts';

const SECOND = 1_000;

describe('lost time', () => {
  let clock: FakeClock;
  let lost: LostTime;
  beforeEach(() => {
    clock = new FakeClock();
    lost = new LostTime(clock);
  });

  it('explains what waited for as long as half of it was lost', async () => {
    await clock.advance(10 * SECOND);
    lost.add('blocked-loop', 7 * SECOND, 10 * SECOND);
    expect([3, 6, 6.001].map((seconds) => lost.mostOf(seconds * SECOND))).toEqual([
      'blocked-loop',
      'blocked-loop',
      null,
    ]);
  });

  it('counts only what lies in the time of waiting', async () => {
    await clock.advance(20 * SECOND);
    lost.add('standstill', 0, 10 * SECOND);
    expect(lost.mostOf(10 * SECOND)).toBeNull();
    expect(lost.mostOf(19 * SECOND)).toBeNull();
    expect(lost.mostOf(20 * SECOND)).toBe('standstill');
  });

  it('adds up, and the greater loss counts', async () => {
    await clock.advance(10 * SECOND);
    lost.add('standstill', 0, 4 * SECOND);
    lost.add('blocked-loop', 4 * SECOND, 7 * SECOND);
    lost.add('blocked-loop', 7 * SECOND, 10 * SECOND);
    expect(lost.mostOf(8 * SECOND)).toBe('blocked-loop');
  });

  it('is the lease’s from its refusal until it is granted again', async () => {
    expect(lost.granted(true)).toBe(true);
    expect(lost.granted(false)).toBe(false);
    await clock.advance(5 * SECOND);
    expect(lost.mostOf(6 * SECOND)).toBe('lease');
    expect(lost.granted(false)).toBe(false);
    expect(lost.granted(true)).toBe(true);
    await clock.advance(SECOND);
    expect(lost.mostOf(6 * SECOND)).toBe('lease');
    expect(lost.mostOf(SECOND)).toBeNull();
  });

  it('may be time that the clock skipped', async () => {
    await clock.advance(2 * SECOND);
    clock.stepWall(600 * SECOND);
    lost.skipped(600 * SECOND);
    expect(lost.mostOf(300 * SECOND)).toBe('clock');
    await clock.advance(60 * SECOND);
    expect(lost.mostOf(30 * SECOND)).toBeNull();
  });

  it('is forgotten in time: a year of it takes no more room than a day', async () => {
    for (let n = 0; n < 1_000; n += 1) {
      await clock.advance(SECOND);
      lost.add('standstill', clock.monotonic() - SECOND, clock.monotonic());
    }
    expect(lost.knownWithin('standstill', 0, clock.monotonic())).toBe(64 * SECOND);
  });
});

describe('why an occurrence was decided late', () => {
  const why = (
    known: Partial<Parameters<ReturnType<typeof createWhyLate>>[0]>,
    lost: 'lease' | null = null,
  ) =>
    createWhyLate({
      period: { resumedAt: 100, whyNotBefore: (at) => (at < 50 ? 'catch-up' : 'lease') },
      lost: { mostOf: () => lost },
    })({ at: 2_000, now: 9_000, knownAt: 0, isBacklog: false, ...known });

  it.each([
    [{ at: 20 }, 'catch-up'],
    [{ at: 80 }, 'lease'],
    [{ knownAt: 2_000 }, 'late-sync'],
    [{ isBacklog: true }, 'queue'],
    [{}, 'unknown'],
  ] as const)('%j: %s', (known, reason) => expect(why(known)).toBe(reason));

  it('is what this runner lost, where it lost time, but for what fell due before it fired', () => {
    expect(why({}, 'lease')).toBe('lease');
    expect(why({ knownAt: 2_000 }, 'lease')).toBe('lease');
    expect(why({ at: 20 }, 'lease')).toBe('catch-up');
  });
});
