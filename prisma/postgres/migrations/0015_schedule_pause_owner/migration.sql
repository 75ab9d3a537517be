-- A pause with an end and a reason, an owner, a link to the runbook, and the names of blackout windows. A change of any of
-- them is a change of the schedule, so the triggers name them.
--
-- "paused_from" is when the pause began; the store and the trigger set it. What fell into a pause is not caught up: when
-- "paused_until" changes, the start moves to just before the end of what was paused until then. Other blackout windows are another
-- start, as another trigger is.

ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "paused_from" TIMESTAMPTZ(3);
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "paused_until" TIMESTAMPTZ(3);
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "pause_reason" TEXT;
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "owner" TEXT;
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "runbook_url" TEXT;
ALTER TABLE "zenpulse_schedule_config" ADD COLUMN "blackouts" TEXT;

CREATE OR REPLACE FUNCTION "zenpulse_schedule_marked"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW."row_revision" := -2;
    ELSIF OLD."row_revision" = -2 OR (NEW."enabled" AND NOT OLD."enabled")
        OR (NEW."trigger_type", NEW."interval_value", NEW."interval_unit", NEW."timezone", NEW."cron_minute",
            NEW."cron_hour", NEW."cron_day", NEW."cron_month", NEW."cron_day_of_week", NEW."blackouts")
        IS DISTINCT FROM
           (OLD."trigger_type", OLD."interval_value", OLD."interval_unit", OLD."timezone", OLD."cron_minute",
            OLD."cron_hour", OLD."cron_day", OLD."cron_month", OLD."cron_day_of_week", OLD."blackouts")
        -- A pause that ends before its time ends at the commit.
        OR (OLD."paused_until" > statement_timestamp() AND NEW."paused_until" IS DISTINCT FROM OLD."paused_until") THEN
        NEW."row_revision" := -2;
    ELSE
        NEW."row_revision" := -1;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION "zenpulse_schedule_edited_by_hand"() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    moment CONSTANT timestamptz := date_trunc('milliseconds', statement_timestamp());
    is_reanchored CONSTANT boolean :=
        (NEW."trigger_type", NEW."interval_value", NEW."interval_unit")
        IS DISTINCT FROM (OLD."trigger_type", OLD."interval_value", OLD."interval_unit");
    is_restarted CONSTANT boolean := is_reanchored
        OR (NEW."enabled" AND NOT OLD."enabled")
        OR (NEW."cron_minute", NEW."cron_hour", NEW."cron_day", NEW."cron_month", NEW."cron_day_of_week", NEW."timezone",
            NEW."blackouts")
        IS DISTINCT FROM
           (OLD."cron_minute", OLD."cron_hour", OLD."cron_day", OLD."cron_month", OLD."cron_day_of_week", OLD."timezone",
            OLD."blackouts");
    is_paused_otherwise CONSTANT boolean := NEW."paused_until" IS DISTINCT FROM OLD."paused_until";
BEGIN
    NEW."version" := OLD."version" + 1;
    NEW."updated_at" := moment;
    IF is_reanchored AND NEW."anchor_at" = OLD."anchor_at" THEN
        NEW."anchor_at" := date_trunc('second', moment);
    END IF;
    IF NEW."effective_from" = OLD."effective_from" THEN
        IF is_restarted THEN
            NEW."effective_from" := moment;
        ELSIF is_paused_otherwise AND OLD."paused_until" IS NOT NULL THEN
            NEW."effective_from" := greatest(NEW."effective_from", least(OLD."paused_until" - interval '1 millisecond', moment));
        END IF;
    END IF;
    IF NEW."paused_until" IS NULL THEN
        NEW."paused_from" := NULL;
    ELSIF is_paused_otherwise AND NEW."paused_from" IS NOT DISTINCT FROM OLD."paused_from"
        AND (OLD."paused_until" IS NULL OR OLD."paused_until" <= moment) THEN
        NEW."paused_from" := moment;
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER "zenpulse_schedule_updated_row" ON "zenpulse_schedule_config";

CREATE TRIGGER "zenpulse_schedule_updated_row" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
    "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
    "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
    "on_ambiguous", "note", "paused_from", "paused_until", "pause_reason", "owner", "runbook_url", "blackouts",
    "version", "effective_from"
ON "zenpulse_schedule_config" FOR EACH ROW
WHEN (current_setting('zenpulse.is_stamping', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION "zenpulse_schedule_marked"();

DROP TRIGGER "zenpulse_schedule_edited_by_hand" ON "zenpulse_schedule_config";

CREATE TRIGGER "zenpulse_schedule_edited_by_hand" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "cron_minute",
    "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances", "coalesce",
    "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params", "on_ambiguous", "note",
    "paused_until", "pause_reason", "owner", "runbook_url", "blackouts"
ON "zenpulse_schedule_config" FOR EACH ROW WHEN (NEW."version" = OLD."version")
EXECUTE FUNCTION "zenpulse_schedule_edited_by_hand"();
