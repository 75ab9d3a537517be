import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** The instants of the requests in `lengthMs`, made as soon as they may be. */
function requests(pace: Pace, from: number, lengthMs: number): number[] {
  const instants: number[] = [];
  for (let now = from; now < from + lengthMs;) {
    const wait = pace.waitMs(now);
    now += wait;
    if (now >= from + lengthMs) break;
    pace.take(now);
    instants.push(now - from);
  }
  return instants;
}

describe('the pace of requests', () => {
  it('is even while there is always something to ask for', () => {
    expect(requests(new Pace(10_000, 0), 1_000_000, 30_000)).toEqual([0, 10_000, 20_000]);
  });

  it('allows a few at once after a pause, and not more of them in all', () => {
    expect(requests(new Pace(10_000, 2), 1_000_000, 30_000)).toEqual([0, 0, 0, 10_000, 20_000]);
  });
});
