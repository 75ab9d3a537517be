-- Lists, counts and deletions find their rows in one index whatever they filter by: of a job or a schedule, by outcome and
-- time; and by the instants that were due. A job without an outcome is the merge of its outcomes.
-- One pass over the table, which is written to meanwhile.

ALTER TABLE "zenpulse_job_execution_log"
    ADD INDEX "zenpulse_job_execution_log_job_status" ("job_key", "status", "run_time", "id"),
    ADD INDEX "zenpulse_job_execution_log_schedule_status" ("schedule_id", "status", "run_time", "id"),
    ADD INDEX "zenpulse_job_execution_log_due" ("occurrence_at", "id"),
    DROP INDEX "zenpulse_job_execution_log_job",
    ALGORITHM = INPLACE, LOCK = NONE;
