import { silentLogger, type Clock, type Lease, type Logger, type Tenure } from '@zenpulse/core/ports';
import { createFreezableClock, FakeClock, type FreezableClock } from '@zenpulse/core/testing';
import type { Client } from 'pg';
import { LEASE_TIMINGS } from '../server/lease-timings.ts';
import { openPostgres } from '../postgres/open-postgres.ts';
import { peekPostgresTenure } from '../postgres/peek-postgres-tenure.ts';
import { postgresAddress } from '../postgres/postgres-address.ts';
import { instant } from '../postgres/postgres-instant.ts';
import { createPostgresLease } from '../postgres/postgres-lease.ts';
import { createServerClock } from '../server/server-clock.ts';
import { systemClock } from '../system-clock.ts';
import type { PostgresDatabase } from './postgres-subject.ts';

/** Our time stands still while the server answers: so much of its time passes with each step of ours. */
const STEP_MS = 100;
const BREATH_MS = 3;
const GENEROUS_MS = 30_000;

/** What the server waits for passes in its own time; the patience of this side is in ours. */
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
  /** How far the wall clock of its host is ahead. */
  readonly aheadMs?: number;
  /** Of our time. */
  readonly answerMs?: number;
  /** Of the server's. */
  readonly silenceMs?: number;
  readonly lockWaitMs?: number;
}

/** Leases on one database, in a time of their own, which the database takes for its own. */
export interface PostgresLeases {
  readonly clock: FakeClock;
  readonly byHand: Client;
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

export async function postgresLeases(database: PostgresDatabase): Promise<PostgresLeases> {
  const clock = new FakeClock();
  const now = () => instant(clock.now());
  const byHand = await database.byHand();
  await byHand.query(
    `DELETE FROM "zenpulse_lease"; INSERT INTO "zenpulse_lease" ("id", "epoch") VALUES (1, 0)`,
  );
  const client = openPostgres(postgresAddress(database.url), silentLogger);
  const clocks = new Map<Lease, FreezableClock>();

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
    contender: (runnerId, { url = database.url, logger = silentLogger, aheadMs = 0, ...timings } = {}) => {
      const own = createFreezableClock(aheadMs === 0 ? clock : ahead(clock, aheadMs));
      const lease = createPostgresLease({
        address: postgresAddress(url),
        runnerId,
        clock: createServerClock(own, logger),
        logger,
        timings: { ...TIMINGS, ...timings },
        now,
      });
      clocks.set(lease, own);
      return lease;
    },
    terminate: async (runnerId) => {
      const sql = `SELECT pg_terminate_backend("pid", 5000) FROM pg_stat_activity WHERE "application_name" = $1`;
      await byHand.query(sql, [`zenpulse lease ${runnerId}`]);
    },
    freeze: (lease) => clocks.get(lease)?.freeze(),
    thaw: (lease) => clocks.get(lease)?.thaw(),
    peek: () => peekPostgresTenure(client, postgresAddress(database.url).schema, now),
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
      await client.$disconnect();
      await byHand.end();
    },
  };
}

function ahead(clock: FakeClock, aheadMs: number): Clock {
  return { ...createFreezableClock(clock), now: () => clock.now() + aheadMs };
}

function breathe(): Promise<void> {
  return new Promise((resolve) => void systemClock.setTimer(BREATH_MS, resolve));
}
