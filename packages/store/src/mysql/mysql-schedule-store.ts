import type { ChangeRecordStore, Clock, ScheduleStore } from '@zenpulse/core/ports';
import { createChangeRecordStore } from '../changes/change-record-store.ts';
import { newId } from '../new-id.ts';
import { executionDatabase } from '../server/execution-database.ts';
import type { DatabaseClient } from '../server/raw-client.ts';
import { serverEdits } from '../server/schedule-edits.ts';
import { createServerScheduleStore } from '../server/schedule-store.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded, isDeadlock, isUniqueViolation } from './mysql-errors.ts';
import { mysqlFiguresDialect } from './mysql-figures.ts';
import {
  mysqlEditStatements,
  mysqlScheduleStatements,
  type MysqlScheduleDeps,
} from './mysql-schedule-statements.ts';

export function createMysqlScheduleStore(
  deps: MysqlScheduleDeps & { readonly client: DatabaseClient },
): ScheduleStore {
  const { client, now } = deps;
  return createServerScheduleStore({
    statements: mysqlScheduleStatements(deps),
    edits: serverEdits({ client, dialect: mysqlDialect, now, isDeadlock, statements: mysqlEditStatements }),
    dialect: mysqlFiguresDialect,
    newId,
    guarded,
    isUniqueViolation,
  });
}

export function createMysqlChangeRecords(client: DatabaseClient, clock: Clock): ChangeRecordStore {
  const database = executionDatabase(client);
  return createChangeRecordStore({ database, dialect: mysqlFiguresDialect, clock, guarded });
}
