import type { Clock, Logger, Timer } from '@zenpulse/core/ports';

/** How long repetitions of a failure are counted before their number is written. */
const FOLDED_FOR_MS = 60_000;
/** How many kinds of failure are counted at a time; further ones are written at once. */
const MOST_KINDS = 100;

/** Logs errors that repeat with every request: the first of a kind at once, repetitions once a minute as a number. */
export interface FoldedLog {
  error(kind: string, facts: object, sentence: string): void;
  /** Writes the pending numbers and stops counting. */
  close(): void;
}

interface Counted {
  count: number;
  sentence: string;
  timer: Timer;
}

export function createFoldedLog(logger: Logger, clock: Clock): FoldedLog {
  const counted = new Map<string, Counted>();
  let isClosed = false;

  const writeCount = (kind: string): void => {
    const known = counted.get(kind);
    if (known === undefined) return;
    counted.delete(kind);
    if (known.count === 0) return;
    const times = known.count === 1 ? 'once more' : `${known.count} more times`;
    logger.error({ repeated: known.count }, `${known.sentence} (${times} within a minute)`);
    if (!isClosed) countFrom(kind, known.sentence);
  };
  const countFrom = (kind: string, sentence: string): void => {
    const timer = clock.setBackgroundTimer(FOLDED_FOR_MS, () => writeCount(kind));
    counted.set(kind, { count: 0, sentence, timer });
  };

  return {
    error: (kind, facts, sentence) => {
      const known = counted.get(kind);
      if (known !== undefined) {
        known.count += 1;
        known.sentence = sentence;
        return;
      }
      logger.error(facts, sentence);
      if (!isClosed && counted.size < MOST_KINDS) countFrom(kind, sentence);
    },
    close: () => {
      isClosed = true;
      for (const [kind, { timer }] of counted) {
        timer.cancel();
        writeCount(kind);
      }
    },
  };
}
