-- Exceptions of single occurrences: skipped, moved, added, and past pauses, as a JSON list. They are part of the row, so
-- that a change of them is a change of the schedule: one version, one revision, one record of the change. The triggers name
-- the column for SQL by hand.

ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "exceptions" TEXT;

DROP TRIGGER "zenpulse_schedule_updated";

CREATE TRIGGER "zenpulse_schedule_updated" AFTER UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
    "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
    "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
    "on_ambiguous", "note", "paused_from", "paused_until", "pause_reason", "owner", "runbook_url", "blackouts", "exceptions",
    "version", "effective_from"
ON "zenpulse_schedule_config" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
    UPDATE "zenpulse_schedule_config" SET "row_revision" = (SELECT "revision" FROM "zenpulse_revision")
     WHERE "id" = NEW."id";
END;

DROP TRIGGER "zenpulse_schedule_edited_by_hand";

CREATE TRIGGER "zenpulse_schedule_edited_by_hand" AFTER UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "cron_minute",
    "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances", "coalesce",
    "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params", "on_ambiguous", "note",
    "paused_until", "pause_reason", "owner", "runbook_url", "blackouts", "exceptions"
ON "zenpulse_schedule_config" WHEN NEW."version" IS OLD."version" BEGIN
    UPDATE "zenpulse_schedule_config" SET
        "version" = NEW."version" + 1,
        "updated_at" = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'),
        "anchor_at" = CASE
            WHEN NEW."anchor_at" IS OLD."anchor_at" AND (
                NEW."trigger_type" IS NOT OLD."trigger_type"
                OR NEW."interval_value" IS NOT OLD."interval_value"
                OR NEW."interval_unit" IS NOT OLD."interval_unit")
            THEN strftime('%Y-%m-%dT%H:%M:%S.000+00:00', 'now') ELSE NEW."anchor_at" END,
        "effective_from" = CASE
            WHEN NEW."effective_from" IS OLD."effective_from" AND (
                NEW."trigger_type" IS NOT OLD."trigger_type"
                OR NEW."interval_value" IS NOT OLD."interval_value"
                OR NEW."interval_unit" IS NOT OLD."interval_unit"
                OR NEW."cron_minute" IS NOT OLD."cron_minute"
                OR NEW."cron_hour" IS NOT OLD."cron_hour"
                OR NEW."cron_day" IS NOT OLD."cron_day"
                OR NEW."cron_month" IS NOT OLD."cron_month"
                OR NEW."cron_day_of_week" IS NOT OLD."cron_day_of_week"
                OR NEW."timezone" IS NOT OLD."timezone"
                OR NEW."blackouts" IS NOT OLD."blackouts"
                OR (NEW."enabled" AND NOT OLD."enabled"))
            THEN strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')
            WHEN NEW."effective_from" IS OLD."effective_from" AND NEW."paused_until" IS NOT OLD."paused_until"
            THEN coalesce(max(
                strftime('%Y-%m-%dT%H:%M:%f+00:00', NEW."effective_from"),
                min(strftime('%Y-%m-%dT%H:%M:%f+00:00', OLD."paused_until", '-0.001 seconds'), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
            ), NEW."effective_from")
            ELSE NEW."effective_from" END,
        "paused_from" = CASE
            WHEN NEW."paused_until" IS NULL THEN NULL
            WHEN NEW."paused_until" IS NOT OLD."paused_until" AND NEW."paused_from" IS OLD."paused_from"
                AND (OLD."paused_until" IS NULL OR julianday(OLD."paused_until") <= julianday('now'))
            THEN strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') ELSE NEW."paused_from" END
     WHERE "id" = NEW."id";
END;
