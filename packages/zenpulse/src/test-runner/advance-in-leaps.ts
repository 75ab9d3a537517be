import type { FakeClock } from '@zenpulse/core/testing';

/** So long after the last thing that happened, all that belongs to it has happened: records, reports, a look at changes. */
export const SETTLED_MS = 3_000;
/** A leap ends so long before the next occurrence: what watches the clock has had its look by then. */
const BEFORE_DUE_MS = 2_000;
/** What the engine says of time that it did not see pass is said within this. */
const LOOKS_MS = 1_500;

export interface Leaps {
  readonly clock: FakeClock;
  /** The instant before which nothing can happen (Infinity: nothing ever will); null while something is under way. */
  readonly quietUntil: () => Promise<number | null>;
  /** Time was left out; up to this instant nobody wants to hear of it. */
  readonly onLeap: (until: number) => void;
}

/** Lets time pass, in seconds where something happens, and in one leap where nothing does. */
export async function advanceInLeaps({ clock, quietUntil, onLeap }: Leaps, ms: number): Promise<void> {
  const end = clock.now() + ms;
  while (clock.now() < end) {
    await clock.advance(Math.min(SETTLED_MS, end - clock.now()));
    const leapMs = Math.min(((await quietUntil()) ?? 0) - BEFORE_DUE_MS, end) - clock.now();
    if (leapMs <= 0) continue;
    clock.leap(leapMs);
    onLeap(clock.now() + LOOKS_MS);
  }
  await clock.advance(0);
}
