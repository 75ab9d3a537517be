-- What sorts executions no longer carries their ids: runs of the same millisecond are sorted when they are read, and
-- each row that is written changes fewer pages.

DROP INDEX "zenpulse_job_execution_log_time";
DROP INDEX "zenpulse_job_execution_log_job";
DROP INDEX "zenpulse_job_execution_log_status";
CREATE INDEX "zenpulse_job_execution_log_time" ON "zenpulse_job_execution_log" ("run_time");
CREATE INDEX "zenpulse_job_execution_log_job" ON "zenpulse_job_execution_log" ("job_key", "run_time");
CREATE INDEX "zenpulse_job_execution_log_status" ON "zenpulse_job_execution_log" ("status", "run_time");
