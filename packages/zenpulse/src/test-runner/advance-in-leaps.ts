import type { FakeClock } from '@zenpulse/core/testing';

/**
 * This long after the last event, everything that follows from it has happened: records, reports, reading of changes.
 */
export const SETTLED_MS = 3_000;
/** A leap ends this long before the next occurrence, so that the clock's own checks are over by then. */
const BEFORE_DUE_MS = 2_000;
/** Within this time the engine has reported time that it did not see pass. */
const LOOKS_MS = 1_500;

export interface Leaps {
  readonly clock: FakeClock;
  /** The instant before which nothing can happen (Infinity: nothing at all); null while something is in progress. */
  readonly quietUntil: () => Promise<number | null>;
  /** Called when a leap skipped time; until this instant, log lines about that should be suppressed. */
  readonly onLeap: (until: number) => void;
}

/** Lets time pass: in steps of seconds where something happens, and in one leap where nothing does. */
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
