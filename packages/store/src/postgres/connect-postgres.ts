import type { Backend, Clock, Logger } from '@zenpulse/core/ports';
import { newId } from '../new-id.ts';
import { openPostgres } from './open-postgres.ts';
import { postgresAddress } from './postgres-address.ts';
import { createPostgresExecutionStore } from './postgres-execution-store.ts';
import { databaseTime, type DatabaseTime } from './postgres-instant.ts';
import { createPostgresRunRequestStore } from './postgres-run-request-store.ts';
import { createPostgresRunnerDirectory } from './postgres-runner-directory.ts';
import { createPostgresScheduleStore } from './postgres-schedule-store.ts';
import { createPostgresSignal } from './postgres-signal.ts';
import { createPostgresStatsStore } from './postgres-stats-store.ts';

export interface PostgresBackendOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whose clock dates the rows; the database's own unless told. */
  readonly now?: DatabaseTime;
}

/**
 * Everything on one PostgreSQL database but the lease, which is still to come. Opening sends nothing. The stores are
 * not wrapped in a signal: the tables' triggers notify.
 */
export function connectPostgres(options: PostgresBackendOptions): Omit<Backend, 'createLease'> {
  const { url, clock, logger, now = databaseTime } = options;
  const address = postgresAddress(url);
  const client = openPostgres(address, logger);
  return {
    schedules: createPostgresScheduleStore({ client, now, newId }),
    executions: createPostgresExecutionStore(client, logger),
    runRequests: createPostgresRunRequestStore(client),
    stats: createPostgresStatsStore(client),
    signal: createPostgresSignal({ address, client, clock, logger }),
    runners: createPostgresRunnerDirectory({ client, now, clock }),
    close: () => client.$disconnect(),
  };
}
