import { withBlackoutWindows, type Backend, type Clock, type Logger } from '@zenpulse/core/ports';
import { createFileJournalShelf } from '../file/file-journal-shelf.ts';
import { createFileLeases } from '../file/file-leases.ts';
import { withOutputSignals } from '../file/output-signals.ts';
import { createFileSignal } from '../file/file-signal.ts';
import { createServerCalendarStore } from '../server/calendar-store.ts';
import { createServerExecutionStore } from '../server/execution-store.ts';
import { Heartbeat } from '../server/heartbeat.ts';
import { executionDatabase } from '../server/execution-database.ts';
import { createServerRunnerDirectory } from '../server/runner-directory.ts';
import { createSchemaGate } from '../server/schema-gate.ts';
import { createServerClock } from '../server/server-clock.ts';
import {
  signallingCalendar,
  signallingCancelRequests,
  signallingRunRequests,
  signallingSchedules,
} from '../schedules/signalling-stores.ts';
import { createServerTokenStore } from '../server/token-store.ts';
import { migrations } from './generated/migrations.ts';
import { mysqlAddress } from './mysql-address.ts';
import { createMysqlChangeFeed } from './mysql-change-feed.ts';
import { createMysqlCancelRequestStore } from './mysql-cancel-request-store.ts';
import { guarded, isRefusedValue, isUniqueViolation } from './mysql-errors.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { mysqlExecutionDialect } from './mysql-execution-dialect.ts';
import { mysqlExecutionWriter } from './mysql-execution-writer.ts';
import { createMysqlFiguresStore } from './mysql-figures.ts';
import { databaseTime, type DatabaseTime } from './mysql-instant.ts';
import { createMysqlLease } from './mysql-lease.ts';
import type { MysqlTimeouts } from './mysql-pool.ts';
import { createMysqlRunRequestStore } from './mysql-run-request-store.ts';
import { createMysqlOutputStore } from './mysql-output-store.ts';
import { mysqlDirectoryStatements } from './mysql-runner-directory.ts';
import { createMysqlChangeRecords, createMysqlScheduleStore } from './mysql-schedule-store.ts';
import { createMysqlStatsStore } from './mysql-stats-store.ts';
import { openMysql } from './open-mysql.ts';
import { peekMysqlTenure } from './peek-mysql-tenure.ts';
import { readAppliedMigrations } from './read-applied-migrations.ts';

export interface MysqlBackendOptions {
  readonly url: string;
  /** This host's folder: signal, journals, and the file of a lease without `--lock`. */
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The clock of the rows' instants; by default the database's own. */
  readonly now?: DatabaseTime;
  /** The timeouts of the stores. */
  readonly timeouts?: MysqlTimeouts;
}

/**
 * The backend of one MySQL or MariaDB database, with journals on this host. Opening sends nothing. The server has no
 * notifications: processes of one host signal by a file, others poll the revision.
 */
export function connectMysql(options: MysqlBackendOptions): Backend {
  const { url, stateDir, logger, now = databaseTime } = options;
  const address = mysqlAddress(url);
  const client = openMysql(address, options.clock, logger, options.timeouts);
  const clock = createServerClock(options.clock, logger);
  const heartbeat = new Heartbeat(clock);
  const signal = createFileSignal({ folder: stateDir, alsoWatched: [], clock, logger });
  const gate = createSchemaGate({
    known: migrations.map(({ name }) => name),
    readApplied: () => readAppliedMigrations(client, clock, now),
    label: address.label,
  });
  const locking = gate({ peekTenure: () => peekMysqlTenure(client, now) });
  const fileLeases = createFileLeases({ stateDir, clock, logger });
  const reports = mysqlDirectoryStatements(client, now);
  const schedules = createMysqlScheduleStore({ client, now, clock });
  const calendar = signallingCalendar(
    gate(createServerCalendarStore({ client, dialect: mysqlDialect, clock, guarded, isUniqueViolation })),
    signal,
  );
  return {
    schedules: withBlackoutWindows(signallingSchedules(gate(schedules), signal), calendar),
    calendar,
    executions: gate(
      createServerExecutionStore({
        write: mysqlExecutionWriter(client),
        database: executionDatabase(client),
        dialect: mysqlExecutionDialect,
        clock,
        logger,
        guarded,
        isRefusedValue,
      }),
    ),
    runRequests: signallingRunRequests(gate(createMysqlRunRequestStore(client)), signal),
    cancelRequests: signallingCancelRequests(gate(createMysqlCancelRequestStore(client)), signal),
    stats: gate(createMysqlStatsStore(client)),
    figures: gate(createMysqlFiguresStore(client, clock)),
    tokens: gate(createServerTokenStore({ client, dialect: mysqlDialect, guarded, isUniqueViolation })),
    ...withOutputSignals(gate(createMysqlOutputStore(client, now)), { stateDir, clock, logger }, 'this host'),
    changeRecords: gate(createMysqlChangeRecords(client, clock)),
    // Changes from other hosts can only be found by the revision.
    signal: { ...signal, mayHaveChanged: () => true, isQuiet: () => false },
    changes: createMysqlChangeFeed({ client, clock, logger }),
    runners: gate(createServerRunnerDirectory({ statements: reports, heartbeat, clock, guarded })),
    // Its files have this machine's time.
    journals: createFileJournalShelf({ stateDir, clock: options.clock, logger }),
    clock,
    createLease: (runnerId, kind) =>
      kind === 'open'
        ? fileLeases.createLease(runnerId, kind)
        : createMysqlLease({ address, runnerId, clock, logger, now, onSeen: () => heartbeat.seen() }),
    peekTenure: (kind) => (kind === 'open' ? fileLeases.peekTenure(kind) : locking.peekTenure()),
    close: () => client.$disconnect(),
  };
}
