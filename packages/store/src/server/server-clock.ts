import { CLOCK_SKEW_MS, type Clock, type Logger } from '@zenpulse/core/ports';

/** The wall clock that moved by so much more or less than time itself was set in the meantime. */
const STEP_MS = 20;

/** The host's clock, whose `now` is corrected to the database server's: one time for all hosts. */
export interface ServerClock extends Clock {
  /** Sends a statement whose rows have the server's time (`now`, epoch milliseconds), and learns from the first. */
  measured<Row extends { readonly now: number }>(
    send: () => Promise<readonly Row[]>,
  ): Promise<readonly Row[]>;
}

/**
 * Corrects `host` by what the server says. An answer tells the difference no better than half of the round trip, so
 * one that the present correction explains changes nothing: it does not jitter, and clocks that agree stay as they are.
 */
export function createServerClock(host: Clock, logger: Logger): ServerClock {
  let offsetMs = 0;
  let isSkewed = false;

  const learn = (differenceMs: number, uncertaintyMs: number): void => {
    if (Math.abs(differenceMs - offsetMs) > uncertaintyMs) offsetMs = Math.round(differenceMs);
    const wasSkewed = isSkewed;
    isSkewed = Math.abs(offsetMs) > CLOCK_SKEW_MS;
    if (isSkewed && !wasSkewed) {
      const seconds = (Math.abs(offsetMs) / 1000).toFixed(1);
      const direction = offsetMs > 0 ? 'behind' : 'ahead of';
      logger.warn(
        { offsetMs, uncertaintyMs: Math.ceil(uncertaintyMs) },
        `The clock of this host is ${seconds} s ${direction} the database's; schedules go by the database's`,
      );
    } else if (wasSkewed && !isSkewed) {
      logger.info({ offsetMs }, "The clock of this host agrees with the database's again");
    }
  };

  return {
    now: () => host.now() + offsetMs,
    get skewMs() {
      return offsetMs;
    },
    monotonic: () => host.monotonic(),
    setTimer: (delayMs, fn) => host.setTimer(delayMs, fn),
    setBackgroundTimer: (delayMs, fn) => host.setBackgroundTimer(delayMs, fn),
    yieldTo: (fn) => host.yieldTo(fn),
    measured: async (send) => {
      const [sentAt, sentMono] = [host.now(), host.monotonic()];
      const rows = await send();
      const tookMs = host.monotonic() - sentMono;
      const wasSet = Math.abs(host.now() - sentAt - tookMs) > STEP_MS;
      if (rows[0] !== undefined && !wasSet) learn(rows[0].now - (sentAt + tookMs / 2), tookMs / 2);
      return rows;
    },
  };
}
