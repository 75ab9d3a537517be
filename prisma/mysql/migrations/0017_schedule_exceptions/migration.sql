-- Exceptions of single occurrences: skipped, moved, added, and past pauses, as a JSON list. They are part of the row, so
-- that a change of them is a change of the schedule: one version, one revision, one record of the change. The triggers name
-- the column for SQL by hand.

ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "exceptions" MEDIUMTEXT;

-- The new trigger is made before the old one is dropped, so that no edit goes unnoticed in between. For an edit that both
-- see, the second finds the version raised and only raises the revision again.

CREATE TRIGGER "zenpulse_schedule_updated_with_exceptions" BEFORE UPDATE ON "zenpulse_schedule_config" FOR EACH ROW
BEGIN
    DECLARE "is_reanchored" BOOLEAN DEFAULT NOT (
        NEW."trigger_type" <=> OLD."trigger_type" AND NEW."interval_value" <=> OLD."interval_value"
        AND NEW."interval_unit" <=> OLD."interval_unit");
    DECLARE "is_restarted" BOOLEAN DEFAULT "is_reanchored" OR (NEW."enabled" AND NOT OLD."enabled") OR NOT (
        NEW."cron_minute" <=> OLD."cron_minute" AND NEW."cron_hour" <=> OLD."cron_hour"
        AND NEW."cron_day" <=> OLD."cron_day" AND NEW."cron_month" <=> OLD."cron_month"
        AND NEW."cron_day_of_week" <=> OLD."cron_day_of_week" AND NEW."timezone" <=> OLD."timezone"
        AND NEW."blackouts" <=> OLD."blackouts");
    DECLARE "is_paused_otherwise" BOOLEAN DEFAULT NOT (NEW."paused_until" <=> OLD."paused_until");
    DECLARE "is_changed" BOOLEAN DEFAULT "is_restarted" OR "is_paused_otherwise" OR NOT (
        NEW."job_key" <=> OLD."job_key" AND NEW."variant" <=> OLD."variant" AND NEW."enabled" <=> OLD."enabled"
        AND NEW."max_instances" <=> OLD."max_instances" AND NEW."coalesce" <=> OLD."coalesce"
        AND NEW."misfire_grace_time" <=> OLD."misfire_grace_time" AND NEW."log_policy" <=> OLD."log_policy"
        AND NEW."timeout_seconds" <=> OLD."timeout_seconds" AND NEW."max_retries" <=> OLD."max_retries"
        AND NEW."params" <=> OLD."params" AND NEW."on_ambiguous" <=> OLD."on_ambiguous"
        AND NEW."note" <=> OLD."note" AND NEW."pause_reason" <=> OLD."pause_reason" AND NEW."owner" <=> OLD."owner"
        AND NEW."runbook_url" <=> OLD."runbook_url" AND NEW."exceptions" <=> OLD."exceptions");
    IF "is_changed" AND NEW."version" = OLD."version" THEN
        SET NEW."version" = OLD."version" + 1, NEW."updated_at" = utc_timestamp(3);
        IF "is_reanchored" AND NEW."anchor_at" = OLD."anchor_at" THEN
            SET NEW."anchor_at" = cast(utc_timestamp() as datetime(3));
        END IF;
        IF "is_restarted" AND NEW."effective_from" = OLD."effective_from" THEN
            SET NEW."effective_from" = utc_timestamp(3);
        ELSEIF "is_paused_otherwise" AND OLD."paused_until" IS NOT NULL AND NEW."effective_from" = OLD."effective_from" THEN
            SET NEW."effective_from" = greatest(
                NEW."effective_from", least(OLD."paused_until" - INTERVAL 1000 MICROSECOND, utc_timestamp(3)));
        END IF;
        IF NEW."paused_until" IS NULL THEN
            SET NEW."paused_from" = NULL;
        ELSEIF "is_paused_otherwise" AND NEW."paused_from" <=> OLD."paused_from"
            AND (OLD."paused_until" IS NULL OR OLD."paused_until" <= utc_timestamp(3)) THEN
            SET NEW."paused_from" = utc_timestamp(3);
        END IF;
    END IF;
    IF "is_changed" OR NOT (NEW."version" <=> OLD."version" AND NEW."anchor_at" <=> OLD."anchor_at"
        AND NEW."effective_from" <=> OLD."effective_from" AND NEW."paused_from" <=> OLD."paused_from") THEN
        INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
        ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
        SET NEW."row_revision" = (SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1);
    END IF;
END;

DROP TRIGGER IF EXISTS "zenpulse_schedule_updated_with_pause";
