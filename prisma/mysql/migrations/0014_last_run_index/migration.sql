-- Lists by the last run.

ALTER TABLE "zenpulse_schedule_stats"
    ADD INDEX "zenpulse_schedule_stats_last_run" ("last_run_time", "schedule_id"),
    ALGORITHM = INPLACE, LOCK = NONE;
