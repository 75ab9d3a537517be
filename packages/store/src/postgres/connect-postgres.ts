import type { Backend, Clock, Logger } from '@zenpulse/core/ports';
import { createFileJournalShelf } from '../file/file-journal-shelf.ts';
import { createFileLeases } from '../file/file-leases.ts';
import { newId } from '../new-id.ts';
import { openPostgres } from './open-postgres.ts';
import { peekPostgresTenure } from './peek-postgres-tenure.ts';
import { postgresAddress } from './postgres-address.ts';
import { createPostgresCancelRequestStore } from './postgres-cancel-request-store.ts';
import { createPostgresExecutionStore } from './postgres-execution-store.ts';
import { databaseTime, type DatabaseTime } from './postgres-instant.ts';
import { createPostgresLease } from './postgres-lease.ts';
import { createPostgresRunRequestStore } from './postgres-run-request-store.ts';
import { createPostgresRunnerDirectory } from './postgres-runner-directory.ts';
import { createPostgresScheduleStore } from './postgres-schedule-store.ts';
import { createPostgresSignal } from './postgres-signal.ts';
import { createPostgresStatsStore } from './postgres-stats-store.ts';
import { createSchemaGate } from './schema-gate.ts';
import { createServerClock } from './server-clock.ts';

export interface PostgresBackendOptions {
  readonly url: string;
  /** Of this host: journals, and what a runner without `--lock` keeps. */
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whose clock dates the rows; the database's own unless told. */
  readonly now?: DatabaseTime;
}

/**
 * Everything on one PostgreSQL database, and the journals beside the runner. Opening sends nothing. The stores are not
 * wrapped in a signal: the tables' triggers notify.
 */
export function connectPostgres(options: PostgresBackendOptions): Backend {
  const { url, stateDir, logger, now = databaseTime } = options;
  const address = postgresAddress(url);
  const client = openPostgres(address, logger);
  const clock = createServerClock(options.clock, logger);
  const gate = createSchemaGate({ client, clock, now, label: address.label });
  const locking = gate({ peekTenure: () => peekPostgresTenure(client, address.schema, now) });
  const fileLeases = createFileLeases({ stateDir, clock, logger });
  return {
    schedules: gate(createPostgresScheduleStore({ client, now, newId, clock })),
    executions: gate(createPostgresExecutionStore(client, logger)),
    runRequests: gate(createPostgresRunRequestStore(client)),
    cancelRequests: gate(createPostgresCancelRequestStore(client)),
    stats: gate(createPostgresStatsStore(client)),
    signal: createPostgresSignal({ address, client, clock, logger }),
    runners: gate(createPostgresRunnerDirectory({ client, now, clock })),
    // Its files carry this machine's time.
    journals: createFileJournalShelf({ stateDir, clock: options.clock, logger }),
    clock,
    createLease: (runnerId, kind) =>
      kind === 'open'
        ? fileLeases.createLease(runnerId, kind)
        : createPostgresLease({ address, runnerId, clock, logger, now }),
    peekTenure: (kind) => (kind === 'open' ? fileLeases.peekTenure(kind) : locking.peekTenure()),
    close: () => client.$disconnect(),
  };
}
