import { withBlackoutWindows, type Backend, type Clock, type Logger } from '@zenpulse/core/ports';
import { createCalendarStore } from '../calendar/calendar-store.ts';
import { createChangeRecordStore } from '../changes/change-record-store.ts';
import { newId } from '../new-id.ts';
import { createFileLeases } from '../file/file-leases.ts';
import { createFileChangeFeed } from '../file/file-change-feed.ts';
import { createFileOutputStore } from '../file/file-output-store.ts';
import { withOutputSignals } from '../file/output-signals.ts';
import { createFileRunnerDirectory } from '../file/file-runner-directory.ts';
import { createFileSignal } from '../file/file-signal.ts';
import { createFileJournalShelf } from '../file/file-journal-shelf.ts';
import {
  signallingCalendar,
  signallingCancelRequests,
  signallingRunRequests,
  signallingSchedules,
} from '../schedules/signalling-stores.ts';
import { guarded, isUniqueViolation } from './sqlite-errors.ts';
import { sql } from '../sql/sql.ts';
import { toSqliteInstant } from './sqlite-instant.ts';
import { openSqlite } from './open-sqlite.ts';
import { createSqliteCancelRequestStore } from './sqlite-cancel-request-store.ts';
import { createSqliteExecutionStore } from './sqlite-execution-store.ts';
import { createSqliteFiguresStore, sqliteFiguresDialect } from './sqlite-figures.ts';
import { createSqliteRunRequestStore } from './sqlite-run-request-store.ts';
import { createSqliteScheduleStore } from './sqlite-schedule-store.ts';
import { createSqliteStatsStore } from './sqlite-stats-store.ts';
import { createSqliteTokenStore } from './sqlite-token-store.ts';
import { isTakenAway } from './taken-away.ts';

export interface SqliteBackendOptions {
  readonly file: string;
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The backend of one SQLite file and the state folder beside it. */
export async function connectSqlite({
  file,
  stateDir,
  clock,
  logger,
}: SqliteBackendOptions): Promise<Backend> {
  const runners = createFileRunnerDirectory(stateDir, clock);
  const mayCreate = !(await isTakenAway(file, runners, clock));
  const { database, client, close } = await openSqlite({ file, clock, logger, mayCreate });
  const leases = createFileLeases({ stateDir, clock, logger });
  const signal = createFileSignal({ folder: stateDir, alsoWatched: [file, `${file}-wal`], clock, logger });
  const calendar = signallingCalendar(
    createCalendarStore({
      guarded,
      isUniqueViolation,
      clock,
      query: (statement) => database.query(statement),
      execute: (statement) => database.execute(statement),
      instant: (epochMs) => sql`${toSqliteInstant(epochMs)}`,
    }),
    signal,
  );
  const schedules = createSqliteScheduleStore({ database, client, clock, newId });
  return {
    schedules: withBlackoutWindows(signallingSchedules(schedules, signal), calendar),
    calendar,
    executions: createSqliteExecutionStore(database, clock),
    runRequests: signallingRunRequests(createSqliteRunRequestStore(database, clock), signal),
    cancelRequests: signallingCancelRequests(createSqliteCancelRequestStore(database), signal),
    stats: createSqliteStatsStore(database, clock),
    figures: createSqliteFiguresStore(database, clock),
    tokens: createSqliteTokenStore(database),
    ...withOutputSignals(createFileOutputStore(stateDir, clock), { stateDir, clock, logger }, 'all hosts'),
    changeRecords: createChangeRecordStore({ database, dialect: sqliteFiguresDialect, clock, guarded }),
    signal,
    changes: createFileChangeFeed({ stateDir, database: file, clock, logger }),
    runners,
    journals: createFileJournalShelf({ stateDir, clock, logger }),
    clock,
    createLease: (runnerId, kind) => leases.createLease(runnerId, kind),
    peekTenure: (kind) => leases.peekTenure(kind),
    close,
  };
}
