import type { Lease } from '@zenpulse/core/ports';
import { LEASE_TIMINGS, type LeaseTimings } from '../server/lease-timings.ts';
import { createServerLease } from '../server/server-lease.ts';
import { toStoreError } from './postgres-errors.ts';
import { databaseTime, type DatabaseTime } from './postgres-instant.ts';
import { PostgresLeaseSession, type PostgresLeaseSessionOptions } from './postgres-lease-session.ts';

export interface PostgresLeaseOptions extends Omit<PostgresLeaseSessionOptions, 'timings' | 'now'> {
  readonly timings?: LeaseTimings;
  readonly now?: DatabaseTime;
}

/** The lease as an advisory lock of a separate session, and a row that survives the session. */
export function createPostgresLease(given: PostgresLeaseOptions): Lease {
  const options = { timings: LEASE_TIMINGS, now: databaseTime, ...given };
  return createServerLease({
    ...options,
    openSession: () => new PostgresLeaseSession(options),
    toStoreError,
  });
}
