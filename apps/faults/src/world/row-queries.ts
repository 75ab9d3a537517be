/**
 * The two queries of a verdict, in SQL with double quotes. `epochMs` is the expression for a column's epoch
 * milliseconds.
 */
export function rowQueries(epochMs: (column: string) => string) {
  return {
    schedules: `SELECT "id", "job_key" AS "jobKey", "interval_value" * 1000 AS "intervalMs",
      ${epochMs('anchor_at')} AS "anchorAt", ${epochMs('effective_from')} AS "effectiveFrom",
      "max_retries" AS "maxRetries" FROM "zenpulse_schedule_config"`,
    executions: `SELECT "id", "schedule_id" AS "scheduleId", "job_key" AS "jobKey", "status", "reason",
      ${epochMs('scheduled_at')} AS "scheduledAt", ${epochMs('run_time')} AS "runTime", "attempt", "origin",
      "coalesced_count" AS "coalescedCount", "pid" FROM "zenpulse_job_execution_log"`,
  };
}
