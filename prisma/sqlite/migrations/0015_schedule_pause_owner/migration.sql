-- A pause with an end and a reason, an owner, a link to the runbook, and the names of blackout windows. A change of any of
-- them is a change of the schedule, so the triggers name them.
--
-- "paused_from" is when the pause began; the store and the trigger set it. What fell into a pause is not caught up: when
-- "paused_until" changes, the start moves to just before the end of what was paused until then. Other blackout windows are another
-- start, as another trigger is.

ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "paused_from" DATETIME;
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "paused_until" DATETIME;
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "pause_reason" TEXT;
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "owner" TEXT;
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "runbook_url" TEXT;
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "blackouts" TEXT;

DROP TRIGGER "zenpulse_schedule_updated";

CREATE TRIGGER "zenpulse_schedule_updated" AFTER UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
    "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
    "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
    "on_ambiguous", "note", "paused_from", "paused_until", "pause_reason", "owner", "runbook_url", "blackouts",
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
    "paused_until", "pause_reason", "owner", "runbook_url", "blackouts"
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
