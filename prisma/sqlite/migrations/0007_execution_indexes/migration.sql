-- Lists, counts and deletions find their rows in one index whatever they filter by: of a job or a schedule, by outcome and
-- time; and by the instants that were due. A job without an outcome is the merge of its outcomes.

CREATE INDEX IF NOT EXISTS "zenpulse_job_execution_log_job_status" ON "zenpulse_job_execution_log" ("job_key", "status", "run_time");

CREATE INDEX IF NOT EXISTS "zenpulse_job_execution_log_schedule_status" ON "zenpulse_job_execution_log" ("schedule_id", "status", "run_time");

CREATE INDEX IF NOT EXISTS "zenpulse_job_execution_log_due" ON "zenpulse_job_execution_log" ("occurrence_at");

DROP INDEX IF EXISTS "zenpulse_job_execution_log_job";
