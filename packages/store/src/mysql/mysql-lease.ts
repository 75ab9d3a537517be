import type { Lease } from '@zenpulse/core/ports';
import { LEASE_TIMINGS, type LeaseTimings } from '../server/lease-timings.ts';
import { createServerLease } from '../server/server-lease.ts';
import { toStoreError } from './mysql-errors.ts';
import { databaseTime, type DatabaseTime } from './mysql-instant.ts';
import { MysqlLeaseSession, type MysqlLeaseSessionOptions } from './mysql-lease-session.ts';

export interface MysqlLeaseOptions extends Omit<MysqlLeaseSessionOptions, 'timings' | 'now'> {
  readonly timings?: LeaseTimings;
  readonly now?: DatabaseTime;
}

/** The lease as a named lock of a separate session, and a row that survives the session. */
export function createMysqlLease(given: MysqlLeaseOptions): Lease {
  const options = { timings: LEASE_TIMINGS, now: databaseTime, ...given };
  return createServerLease({ ...options, openSession: () => new MysqlLeaseSession(options), toStoreError });
}
