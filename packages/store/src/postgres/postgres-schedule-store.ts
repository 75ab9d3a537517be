import type { ChangeRecordStore, Clock, ScheduleStore } from '@zenpulse/core/ports';
import { createChangeRecordStore } from '../changes/change-record-store.ts';
import { newId } from '../new-id.ts';
import { executionDatabase } from '../server/execution-database.ts';
import type { DatabaseClient } from '../server/raw-client.ts';
import { serverEdits } from '../server/schedule-edits.ts';
import { createServerScheduleStore } from '../server/schedule-store.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded, isDeadlock, isUniqueViolation } from './postgres-errors.ts';
import { postgresFiguresDialect } from './postgres-figures.ts';
import {
  postgresEditStatements,
  postgresScheduleStatements,
  type PostgresScheduleDeps,
} from './postgres-schedule-statements.ts';

export function createPostgresScheduleStore(
  deps: PostgresScheduleDeps & { readonly client: DatabaseClient },
): ScheduleStore {
  const { client, now } = deps;
  return createServerScheduleStore({
    statements: postgresScheduleStatements(deps),
    edits: serverEdits({
      client,
      dialect: postgresDialect,
      now,
      isDeadlock,
      statements: postgresEditStatements,
    }),
    dialect: postgresFiguresDialect,
    newId,
    guarded,
    isUniqueViolation,
  });
}

export function createPostgresChangeRecords(client: DatabaseClient, clock: Clock): ChangeRecordStore {
  const database = executionDatabase(client);
  return createChangeRecordStore({ database, dialect: postgresFiguresDialect, clock, guarded });
}
