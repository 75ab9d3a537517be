-- Lists of schedules by their job, and by whether they are enabled. The unique index has no order by id.

CREATE INDEX "zenpulse_schedule_config_job_id" ON "zenpulse_schedule_config" ("job_key", "id");
CREATE INDEX "zenpulse_schedule_config_enabled" ON "zenpulse_schedule_config" ("enabled", "id");
