import { silentLogger, type Clock, type Lease, type Logger, type Tenure } from '@zenpulse/core/ports';
import { createFreezableClock, FakeClock, type FreezableClock } from '@zenpulse/core/testing';
import { LEASE_TIMINGS } from '../server/lease-timings.ts';
import { createServerClock } from '../server/server-clock.ts';
import { systemClock } from '../system-clock.ts';
import { emptyTables } from './empty-tables.ts';
import type { ServerDatabase, SqlByHand } from './server-database.ts';

/** Our time stops while the server answers; this much of the server's time passes with each of our steps. */
const STEP_MS = 100;
/** How many steps a busy server may delay before it answers, so that trust does not expire on a slow machine. */
const STEPS_AN_ANSWER = 10;
const BREATH_MS = 3;
const GENEROUS_MS = 30_000;

/** The server's timeouts pass in its own time; those of this side in ours. */
const TIMINGS = {
  ...LEASE_TIMINGS,
  silenceMs: 1_000,
  lockWaitMs: 500,
  connectMs: 5_000,
  answerMs: 60_000,
};

export interface ContenderOptions {
  readonly url?: string;
  readonly logger?: Logger;
  /** How far its host's wall clock is ahead. */
  readonly aheadMs?: number;
  /** How early its timers fire; Node's do by a fraction of a millisecond. */
  readonly earlyMs?: number;
  /** In our time. */
  readonly answerMs?: number;
  /** In the server's time. */
  readonly silenceMs?: number;
  readonly lockWaitMs?: number;
}

/** Leases on one database in virtual time, which is also the database's time. */
export interface ServerLeases {
  readonly clock: FakeClock;
  readonly byHand: SqlByHand;
  contender(runnerId: string, options?: ContenderOptions): Lease;
  /** Ends the sessions of a runner's lease on the server. */
  terminate(runnerId: string): Promise<void>;
  freeze(lease: Lease): void;
  thaw(lease: Lease): void;
  peek(): Promise<Tenure | null>;
  pass(ms: number): Promise<void>;
  until(holds: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function serverLeases(database: ServerDatabase): Promise<ServerLeases> {
  const clock = new FakeClock();
  const byHand = await database.byHand();
  const pace = await database.byHand();
  await emptyTables(byHand);
  const clocks = new Map<Lease, FreezableClock>();

  let steps = 0;
  const breathe = async (): Promise<void> => {
    steps += 1;
    if (steps % STEPS_AN_ANSWER === 0) await pace.query('SELECT 1');
    await new Promise<void>((resolve) => void systemClock.setTimer(BREATH_MS, resolve));
  };
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await breathe();
      await clock.advance(Math.min(STEP_MS, left));
    }
    await breathe();
  };

  return {
    clock,
    byHand,
    contender: (
      runnerId,
      { url = database.url, logger = silentLogger, aheadMs = 0, earlyMs = 0, ...timings } = {},
    ) => {
      const own = createFreezableClock(aheadMs === 0 ? clock : ahead(clock, aheadMs));
      const lease = database.createLease({
        url,
        runnerId,
        clock: createServerClock(early(own, earlyMs), logger),
        logger,
        timings: { ...TIMINGS, ...timings },
        time: clock,
      });
      clocks.set(lease, own);
      return lease;
    },
    terminate: (runnerId) => database.sql.endLease(byHand, runnerId),
    freeze: (lease) => clocks.get(lease)?.freeze(),
    thaw: (lease) => clocks.get(lease)?.thaw(),
    peek: () => database.peekTenure(clock),
    pass,
    until: async (holds) => {
      const end = systemClock.monotonic() + GENEROUS_MS;
      while (!holds()) {
        if (systemClock.monotonic() > end) throw new Error(`expected it to hold within ${GENEROUS_MS} ms`);
        await pass(STEP_MS);
      }
    },
    close: async () => {
      const running = new Set(clocks.keys());
      const stopping = [...running].map((lease) => lease.stop().finally(() => running.delete(lease)));
      while (running.size > 0) await pass(STEP_MS);
      await Promise.all(stopping);
      await Promise.all([byHand.end(), pace.end()]);
    },
  };
}

function ahead(clock: FakeClock, aheadMs: number): Clock {
  return { ...createFreezableClock(clock), now: () => clock.now() + aheadMs };
}

/** Short timers are not early: one for the next millisecond would fire for ever. */
function early(clock: Clock, earlyMs: number): Clock {
  if (earlyMs === 0) return clock;
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    setBackgroundTimer: (delayMs, fn) => clock.setBackgroundTimer(delayMs, fn),
    yieldTo: (fn) => clock.yieldTo(fn),
    setTimer: (delayMs, fn) => clock.setTimer(delayMs > 1_000 ? delayMs - earlyMs : delayMs, fn),
  };
}
