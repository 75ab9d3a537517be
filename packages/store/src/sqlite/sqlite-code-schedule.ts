import type { Schedule } from '@zenpulse/core/domain';
import { scheduleNames } from '../schedules/schedule-columns.ts';
import { join, raw, sql, type Sql } from '../sql/sql.ts';
import { toSqliteInstant } from './sqlite-instant.ts';
import { scheduleRow } from './sqlite-schedule-row.ts';

/**
 * Creates the schedule unless it was created from code before or exists. One statement, since two runners may try at
 * once.
 */
export function insertUnlessMarked(schedule: Schedule): Sql {
  const { jobKey, variant } = schedule;
  return sql`
    INSERT INTO "zenpulse_schedule_config" (${raw(scheduleNames)})
    SELECT ${join(scheduleRow(schedule))}
    WHERE NOT EXISTS (
      SELECT 1 FROM "zenpulse_code_schedule" WHERE "job_key" = ${jobKey} AND "variant" = ${variant})
    ON CONFLICT ("job_key", "variant") DO NOTHING`;
}

/** Records that the code's schedule was created, so that it is not created again after a deletion. */
export function markCodeSchedule({ jobKey, variant, createdAt }: Schedule): Sql {
  return sql`
    INSERT INTO "zenpulse_code_schedule" ("job_key", "variant", "created_at")
    VALUES (${jobKey}, ${variant}, ${toSqliteInstant(createdAt)})
    ON CONFLICT DO NOTHING`;
}
