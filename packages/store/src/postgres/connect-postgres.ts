import { withBlackoutWindows, type Backend, type Clock, type Logger } from '@zenpulse/core/ports';
import { createFileJournalShelf } from '../file/file-journal-shelf.ts';
import { createFileLeases } from '../file/file-leases.ts';
import { createServerCalendarStore } from '../server/calendar-store.ts';
import { createServerExecutionStore } from '../server/execution-store.ts';
import { Heartbeat } from '../server/heartbeat.ts';
import { executionDatabase } from '../server/execution-database.ts';
import { createServerRunnerDirectory } from '../server/runner-directory.ts';
import { createSchemaGate } from '../server/schema-gate.ts';
import { createServerClock } from '../server/server-clock.ts';
import { createServerTokenStore } from '../server/token-store.ts';
import { migrations } from './generated/migrations.ts';
import { openPostgres, type PostgresTimeouts } from './open-postgres.ts';
import { peekPostgresTenure } from './peek-postgres-tenure.ts';
import { postgresAddress } from './postgres-address.ts';
import { createPostgresChangeFeed } from './postgres-change-feed.ts';
import { createPostgresCancelRequestStore } from './postgres-cancel-request-store.ts';
import { guarded, isRefusedValue, isUniqueViolation } from './postgres-errors.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { postgresExecutionDialect } from './postgres-execution-dialect.ts';
import { postgresExecutionWriter } from './postgres-execution-writer.ts';
import { createPostgresFiguresStore } from './postgres-figures.ts';
import { databaseTime, type DatabaseTime } from './postgres-instant.ts';
import { createPostgresLease } from './postgres-lease.ts';
import { createPostgresOutputStore } from './postgres-output-store.ts';
import { createPostgresPulse } from './postgres-pulse.ts';
import { createPostgresRunRequestStore } from './postgres-run-request-store.ts';
import { postgresDirectoryStatements } from './postgres-runner-directory.ts';
import { createPostgresSignal } from './postgres-signal.ts';
import { createPostgresChangeRecords, createPostgresScheduleStore } from './postgres-schedule-store.ts';
import { createPostgresStatsStore } from './postgres-stats-store.ts';
import { refuseSharedSessions } from './refuse-shared-sessions.ts';
import { readAppliedMigrations } from './read-applied-migrations.ts';

export interface PostgresBackendOptions {
  readonly url: string;
  /** This host's folder: journals, and the file of a lease without `--lock`. */
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The clock of the rows' instants; by default the database's own. */
  readonly now?: DatabaseTime;
  /** The timeouts of the stores. */
  readonly timeouts?: PostgresTimeouts;
}

/**
 * The backend of one PostgreSQL database, with journals on this host. Opening sends nothing. The stores are not wrapped
 * in a signal, because the tables' triggers notify.
 */
export function connectPostgres(options: PostgresBackendOptions): Backend {
  const { url, stateDir, logger, now = databaseTime } = options;
  const address = postgresAddress(url);
  const client = openPostgres(address, logger, options.timeouts);
  const clock = createServerClock(options.clock, logger);
  const signal = createPostgresSignal({ address, client, clock, logger });
  const heartbeat = new Heartbeat(clock);
  const pulse = createPostgresPulse(heartbeat, signal);
  const gate = createSchemaGate({
    known: migrations.map(({ name }) => name),
    readApplied: () => readAppliedMigrations(client, clock, now),
    label: address.label,
  });
  const reports = postgresDirectoryStatements(client, now, pulse);
  const locking = gate({ peekTenure: () => peekPostgresTenure(client, now) });
  const fileLeases = createFileLeases({ stateDir, clock, logger });
  const calendar = gate(
    createServerCalendarStore({ client, dialect: postgresDialect, clock, guarded, isUniqueViolation }),
  );
  return {
    schedules: withBlackoutWindows(
      gate(createPostgresScheduleStore({ client, now, clock, pulse })),
      calendar,
    ),
    calendar,
    executions: gate(
      createServerExecutionStore({
        write: postgresExecutionWriter(client),
        database: executionDatabase(client),
        dialect: postgresExecutionDialect,
        clock,
        logger,
        guarded,
        isRefusedValue,
      }),
    ),
    runRequests: gate(createPostgresRunRequestStore(client)),
    cancelRequests: gate(createPostgresCancelRequestStore(client)),
    stats: gate(createPostgresStatsStore(client)),
    figures: gate(createPostgresFiguresStore(client, clock)),
    tokens: gate(createServerTokenStore({ client, dialect: postgresDialect, guarded, isUniqueViolation })),
    output: gate(createPostgresOutputStore(client, now)),
    watches: signal.watches,
    changeRecords: gate(createPostgresChangeRecords(client, clock)),
    signal,
    changes: createPostgresChangeFeed({ address, clock, logger }),
    runners: gate(createServerRunnerDirectory({ statements: reports, heartbeat, clock, guarded })),
    // Its files have this machine's time.
    journals: createFileJournalShelf({ stateDir, clock: options.clock, logger }),
    clock,
    createLease: (runnerId, kind) =>
      kind === 'open'
        ? fileLeases.createLease(runnerId, kind)
        : createPostgresLease({ address, runnerId, clock, logger, now, pulse }),
    peekTenure: (kind) => (kind === 'open' ? fileLeases.peekTenure(kind) : locking.peekTenure()),
    checkSession: () => guarded(() => refuseSharedSessions(address)),
    close: () => client.$disconnect(),
  };
}
