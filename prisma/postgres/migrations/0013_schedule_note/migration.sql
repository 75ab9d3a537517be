-- A note for people. A change of it is a change of the schedule, so the triggers name it; it moves no occurrence.

ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "note" TEXT;

DROP TRIGGER "zenpulse_schedule_updated_row" ON "zenpulse_schedule_config";

CREATE TRIGGER "zenpulse_schedule_updated_row" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
    "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
    "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
    "on_ambiguous", "note", "version", "effective_from"
ON "zenpulse_schedule_config" FOR EACH ROW
WHEN (current_setting('zenpulse.is_stamping', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION "zenpulse_schedule_marked"();

DROP TRIGGER "zenpulse_schedule_edited_by_hand" ON "zenpulse_schedule_config";

CREATE TRIGGER "zenpulse_schedule_edited_by_hand" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "cron_minute",
    "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances", "coalesce",
    "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params", "on_ambiguous", "note"
ON "zenpulse_schedule_config" FOR EACH ROW WHEN (NEW."version" = OLD."version")
EXECUTE FUNCTION "zenpulse_schedule_edited_by_hand"();
