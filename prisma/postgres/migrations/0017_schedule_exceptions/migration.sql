-- Exceptions of single occurrences: skipped, moved, added, and past pauses, as a JSON list. They are part of the row, so
-- that a change of them is a change of the schedule: one version, one revision, one record of the change. The triggers name
-- the column for SQL by hand.

ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "exceptions" TEXT;

DROP TRIGGER "zenpulse_schedule_updated_row" ON "zenpulse_schedule_config";

CREATE TRIGGER "zenpulse_schedule_updated_row" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
    "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
    "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
    "on_ambiguous", "note", "paused_from", "paused_until", "pause_reason", "owner", "runbook_url", "blackouts", "exceptions",
    "version", "effective_from"
ON "zenpulse_schedule_config" FOR EACH ROW
WHEN (current_setting('zenpulse.is_stamping', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION "zenpulse_schedule_marked"();

DROP TRIGGER "zenpulse_schedule_edited_by_hand" ON "zenpulse_schedule_config";

CREATE TRIGGER "zenpulse_schedule_edited_by_hand" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "cron_minute",
    "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances", "coalesce",
    "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params", "on_ambiguous", "note",
    "paused_until", "pause_reason", "owner", "runbook_url", "blackouts", "exceptions"
ON "zenpulse_schedule_config" FOR EACH ROW WHEN (NEW."version" = OLD."version")
EXECUTE FUNCTION "zenpulse_schedule_edited_by_hand"();
