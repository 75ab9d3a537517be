-- Lists of schedules by their job, and by whether they are enabled. The unique index has no order by id.

ALTER TABLE "zenpulse_schedule_config"
    ADD INDEX "zenpulse_schedule_config_job_id" ("job_key", "id"),
    ADD INDEX "zenpulse_schedule_config_enabled" ("enabled", "id"),
    ALGORITHM = INPLACE, LOCK = NONE;
