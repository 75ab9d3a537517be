import type { Schedule } from '@zenpulse/core/domain';
import { sql, type Sql } from '../sql/sql.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

/**
 * Creates the schedule unless it was created from code before or exists. One statement, since two runners may try at
 * once.
 */
export function insertUnlessMarked(schedule: Schedule): Sql {
  const s = schedule;
  const at = toSqliteInstant;
  return sql`
    INSERT INTO "zenpulse_schedule_config" (
      "id", "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
      "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
      "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
      "on_ambiguous", "version", "effective_from", "created_at", "updated_at")
    SELECT
      ${s.id}, ${s.jobKey}, ${s.variant}, ${s.enabled ? 1 : 0}, ${s.triggerType}, ${s.intervalValue}, ${s.intervalUnit}, ${at(s.anchorAt)},
      ${s.cronMinute}, ${s.cronHour}, ${s.cronDay}, ${s.cronMonth}, ${s.cronDayOfWeek}, ${s.timezone}, ${s.maxInstances},
      ${s.coalesce ? 1 : 0}, ${s.misfireGraceTime}, ${s.logPolicy}, ${s.timeoutSeconds}, ${s.maxRetries}, ${JSON.stringify(s.params)},
      ${s.onAmbiguous}, ${s.version}, ${at(s.effectiveFrom)}, ${at(s.createdAt)}, ${at(s.updatedAt)}
    WHERE NOT EXISTS (
      SELECT 1 FROM "zenpulse_code_schedule" WHERE "job_key" = ${s.jobKey} AND "variant" = ${s.variant})
    ON CONFLICT ("job_key", "variant") DO NOTHING`;
}

/** Records that the code's schedule was created, so that it is not created again after a deletion. */
export function markCodeSchedule({ jobKey, variant, createdAt }: Schedule): Sql {
  return sql`
    INSERT INTO "zenpulse_code_schedule" ("job_key", "variant", "created_at")
    VALUES (${jobKey}, ${variant}, ${toSqliteInstant(createdAt)})
    ON CONFLICT DO NOTHING`;
}
