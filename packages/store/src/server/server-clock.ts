import { CLOCK_SKEW_MS, type Clock, type Logger } from '@zenpulse/core/ports';

/** If the wall clock moved this much more or less than the monotonic one, it was set. */
const STEP_MS = 20;

/** The host's clock, with `now` corrected to the database server's: one time for all hosts. */
export interface ServerClock extends Clock {
  /**
   * Sends a statement whose rows contain the server's time (`now`, epoch milliseconds), and corrects the clock by it.
   */
  measured<Row extends { readonly now: number }>(
    send: () => Promise<readonly Row[]>,
  ): Promise<readonly Row[]>;
}

/**
 * Corrects `host` by the server's time. An answer is only accurate to half of the round trip, so it changes nothing
 * while the present correction is within that range: the clock does not jitter, and clocks that agree are not
 * corrected.
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
