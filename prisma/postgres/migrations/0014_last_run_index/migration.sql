-- Lists by the last run.

CREATE INDEX "zenpulse_schedule_stats_last_run" ON "zenpulse_schedule_stats" ("last_run_time", "schedule_id");
