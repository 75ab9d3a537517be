-- The record of changes: who changed what of a schedule, when and why, and what was asked for besides.
--
-- The store writes the record of its own changes and marks it open before it writes the schedule, and closes it before it
-- commits. The triggers record what no open record names: SQL by hand, and what a process of an older release writes.
-- "before" and "after" are JSON: of a change its fields, of a new or deleted schedule the whole row; instants are epoch
-- milliseconds.

CREATE TABLE "zenpulse_change" (
    "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT COLLATE "C",
    "origin" TEXT NOT NULL,
    "schedule_id" TEXT COLLATE "C",
    "job_key" TEXT COLLATE "C",
    "variant" TEXT COLLATE "C",
    "action" TEXT COLLATE "C" NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "reason" TEXT,
    "bulk_id" TEXT COLLATE "C",
    "revert_of" TEXT COLLATE "C",
    "is_open" BOOLEAN NOT NULL DEFAULT false
);

CREATE INDEX "zenpulse_change_time" ON "zenpulse_change" ("at", "id");
CREATE INDEX "zenpulse_change_schedule" ON "zenpulse_change" ("schedule_id", "at", "id");
CREATE INDEX "zenpulse_change_actor" ON "zenpulse_change" ("actor", "at", "id");
CREATE INDEX "zenpulse_change_action" ON "zenpulse_change" ("action", "at", "id");
CREATE INDEX "zenpulse_change_bulk" ON "zenpulse_change" ("bulk_id", "id") WHERE "bulk_id" IS NOT NULL;
CREATE INDEX "zenpulse_change_open" ON "zenpulse_change" ("schedule_id") WHERE "is_open";

CREATE FUNCTION "zenpulse_schedule_insert_recorded"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
    SELECT replace((gen_random_uuid())::text, '-', ''), clock_timestamp(), 'sql', written."id", written."job_key", written."variant", 'create', NULL, '{' || concat_ws(',',
        '"id":' || COALESCE(to_json(written."id")::text, 'null'),
        '"jobKey":' || COALESCE(to_json(written."job_key")::text, 'null'),
        '"variant":' || COALESCE(to_json(written."variant")::text, 'null'),
        '"enabled":' || COALESCE(to_json(written."enabled")::text, 'null'),
        '"triggerType":' || COALESCE(to_json(written."trigger_type")::text, 'null'),
        '"intervalValue":' || COALESCE(to_json(written."interval_value")::text, 'null'),
        '"intervalUnit":' || COALESCE(to_json(written."interval_unit")::text, 'null'),
        '"anchorAt":' || COALESCE(CASE WHEN isfinite(written."anchor_at") THEN round(extract(epoch FROM written."anchor_at") * 1000)::bigint END::text, 'null'),
        '"cronMinute":' || COALESCE(to_json(written."cron_minute")::text, 'null'),
        '"cronHour":' || COALESCE(to_json(written."cron_hour")::text, 'null'),
        '"cronDay":' || COALESCE(to_json(written."cron_day")::text, 'null'),
        '"cronMonth":' || COALESCE(to_json(written."cron_month")::text, 'null'),
        '"cronDayOfWeek":' || COALESCE(to_json(written."cron_day_of_week")::text, 'null'),
        '"timezone":' || COALESCE(to_json(written."timezone")::text, 'null'),
        '"maxInstances":' || COALESCE(to_json(written."max_instances")::text, 'null'),
        '"coalesce":' || COALESCE(to_json(written."coalesce")::text, 'null'),
        '"misfireGraceTime":' || COALESCE(to_json(written."misfire_grace_time")::text, 'null'),
        '"logPolicy":' || COALESCE(to_json(written."log_policy")::text, 'null'),
        '"timeoutSeconds":' || COALESCE(to_json(written."timeout_seconds")::text, 'null'),
        '"maxRetries":' || COALESCE(to_json(written."max_retries")::text, 'null'),
        '"params":' || written."params"::text,
        '"onAmbiguous":' || COALESCE(to_json(written."on_ambiguous")::text, 'null'),
        '"note":' || COALESCE(to_json(written."note")::text, 'null'),
        '"pausedFrom":' || COALESCE(CASE WHEN isfinite(written."paused_from") THEN round(extract(epoch FROM written."paused_from") * 1000)::bigint END::text, 'null'),
        '"pausedUntil":' || COALESCE(CASE WHEN isfinite(written."paused_until") THEN round(extract(epoch FROM written."paused_until") * 1000)::bigint END::text, 'null'),
        '"pauseReason":' || COALESCE(to_json(written."pause_reason")::text, 'null'),
        '"owner":' || COALESCE(to_json(written."owner")::text, 'null'),
        '"runbookUrl":' || COALESCE(to_json(written."runbook_url")::text, 'null'),
        '"blackouts":' || COALESCE(to_json(written."blackouts")::text, 'null'),
        '"exceptions":' || COALESCE(to_json(written."exceptions")::text, 'null'),
        '"version":' || COALESCE(to_json(written."version")::text, 'null'),
        '"effectiveFrom":' || COALESCE(CASE WHEN isfinite(written."effective_from") THEN round(extract(epoch FROM written."effective_from") * 1000)::bigint END::text, 'null'),
        '"createdAt":' || COALESCE(CASE WHEN isfinite(written."created_at") THEN round(extract(epoch FROM written."created_at") * 1000)::bigint END::text, 'null'),
        '"updatedAt":' || COALESCE(CASE WHEN isfinite(written."updated_at") THEN round(extract(epoch FROM written."updated_at") * 1000)::bigint END::text, 'null')) || '}'
      FROM "written" WHERE NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" AND "schedule_id" = written."id");
    RETURN NULL;
END $$;

CREATE FUNCTION "zenpulse_schedule_update_recorded"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
    SELECT replace((gen_random_uuid())::text, '-', ''), clock_timestamp(), 'sql', new_row."id", new_row."job_key", new_row."variant", 'change', '{' || concat_ws(',',
        CASE WHEN old_row."job_key" IS DISTINCT FROM new_row."job_key" THEN '"jobKey":' || COALESCE(to_json(old_row."job_key")::text, 'null') END,
        CASE WHEN old_row."variant" IS DISTINCT FROM new_row."variant" THEN '"variant":' || COALESCE(to_json(old_row."variant")::text, 'null') END,
        CASE WHEN old_row."enabled" IS DISTINCT FROM new_row."enabled" THEN '"enabled":' || COALESCE(to_json(old_row."enabled")::text, 'null') END,
        CASE WHEN old_row."trigger_type" IS DISTINCT FROM new_row."trigger_type" THEN '"triggerType":' || COALESCE(to_json(old_row."trigger_type")::text, 'null') END,
        CASE WHEN old_row."interval_value" IS DISTINCT FROM new_row."interval_value" THEN '"intervalValue":' || COALESCE(to_json(old_row."interval_value")::text, 'null') END,
        CASE WHEN old_row."interval_unit" IS DISTINCT FROM new_row."interval_unit" THEN '"intervalUnit":' || COALESCE(to_json(old_row."interval_unit")::text, 'null') END,
        CASE WHEN old_row."cron_minute" IS DISTINCT FROM new_row."cron_minute" THEN '"cronMinute":' || COALESCE(to_json(old_row."cron_minute")::text, 'null') END,
        CASE WHEN old_row."cron_hour" IS DISTINCT FROM new_row."cron_hour" THEN '"cronHour":' || COALESCE(to_json(old_row."cron_hour")::text, 'null') END,
        CASE WHEN old_row."cron_day" IS DISTINCT FROM new_row."cron_day" THEN '"cronDay":' || COALESCE(to_json(old_row."cron_day")::text, 'null') END,
        CASE WHEN old_row."cron_month" IS DISTINCT FROM new_row."cron_month" THEN '"cronMonth":' || COALESCE(to_json(old_row."cron_month")::text, 'null') END,
        CASE WHEN old_row."cron_day_of_week" IS DISTINCT FROM new_row."cron_day_of_week" THEN '"cronDayOfWeek":' || COALESCE(to_json(old_row."cron_day_of_week")::text, 'null') END,
        CASE WHEN old_row."timezone" IS DISTINCT FROM new_row."timezone" THEN '"timezone":' || COALESCE(to_json(old_row."timezone")::text, 'null') END,
        CASE WHEN old_row."max_instances" IS DISTINCT FROM new_row."max_instances" THEN '"maxInstances":' || COALESCE(to_json(old_row."max_instances")::text, 'null') END,
        CASE WHEN old_row."coalesce" IS DISTINCT FROM new_row."coalesce" THEN '"coalesce":' || COALESCE(to_json(old_row."coalesce")::text, 'null') END,
        CASE WHEN old_row."misfire_grace_time" IS DISTINCT FROM new_row."misfire_grace_time" THEN '"misfireGraceTime":' || COALESCE(to_json(old_row."misfire_grace_time")::text, 'null') END,
        CASE WHEN old_row."log_policy" IS DISTINCT FROM new_row."log_policy" THEN '"logPolicy":' || COALESCE(to_json(old_row."log_policy")::text, 'null') END,
        CASE WHEN old_row."timeout_seconds" IS DISTINCT FROM new_row."timeout_seconds" THEN '"timeoutSeconds":' || COALESCE(to_json(old_row."timeout_seconds")::text, 'null') END,
        CASE WHEN old_row."max_retries" IS DISTINCT FROM new_row."max_retries" THEN '"maxRetries":' || COALESCE(to_json(old_row."max_retries")::text, 'null') END,
        CASE WHEN old_row."params"::text IS DISTINCT FROM new_row."params"::text THEN '"params":' || old_row."params"::text END,
        CASE WHEN old_row."on_ambiguous" IS DISTINCT FROM new_row."on_ambiguous" THEN '"onAmbiguous":' || COALESCE(to_json(old_row."on_ambiguous")::text, 'null') END,
        CASE WHEN old_row."note" IS DISTINCT FROM new_row."note" THEN '"note":' || COALESCE(to_json(old_row."note")::text, 'null') END,
        CASE WHEN old_row."paused_until" IS DISTINCT FROM new_row."paused_until" THEN '"pausedUntil":' || COALESCE(CASE WHEN isfinite(old_row."paused_until") THEN round(extract(epoch FROM old_row."paused_until") * 1000)::bigint END::text, 'null') END,
        CASE WHEN old_row."pause_reason" IS DISTINCT FROM new_row."pause_reason" THEN '"pauseReason":' || COALESCE(to_json(old_row."pause_reason")::text, 'null') END,
        CASE WHEN old_row."owner" IS DISTINCT FROM new_row."owner" THEN '"owner":' || COALESCE(to_json(old_row."owner")::text, 'null') END,
        CASE WHEN old_row."runbook_url" IS DISTINCT FROM new_row."runbook_url" THEN '"runbookUrl":' || COALESCE(to_json(old_row."runbook_url")::text, 'null') END,
        CASE WHEN old_row."blackouts" IS DISTINCT FROM new_row."blackouts" THEN '"blackouts":' || COALESCE(to_json(old_row."blackouts")::text, 'null') END,
        CASE WHEN old_row."anchor_at" IS DISTINCT FROM new_row."anchor_at" THEN '"anchorAt":' || COALESCE(CASE WHEN isfinite(old_row."anchor_at") THEN round(extract(epoch FROM old_row."anchor_at") * 1000)::bigint END::text, 'null') END,
        CASE WHEN old_row."effective_from" IS DISTINCT FROM new_row."effective_from" THEN '"effectiveFrom":' || COALESCE(CASE WHEN isfinite(old_row."effective_from") THEN round(extract(epoch FROM old_row."effective_from") * 1000)::bigint END::text, 'null') END,
        CASE WHEN old_row."paused_from" IS DISTINCT FROM new_row."paused_from" THEN '"pausedFrom":' || COALESCE(CASE WHEN isfinite(old_row."paused_from") THEN round(extract(epoch FROM old_row."paused_from") * 1000)::bigint END::text, 'null') END,
        CASE WHEN old_row."exceptions" IS DISTINCT FROM new_row."exceptions" THEN '"exceptions":' || COALESCE(to_json(old_row."exceptions")::text, 'null') END) || '}', '{' || concat_ws(',',
        CASE WHEN new_row."job_key" IS DISTINCT FROM old_row."job_key" THEN '"jobKey":' || COALESCE(to_json(new_row."job_key")::text, 'null') END,
        CASE WHEN new_row."variant" IS DISTINCT FROM old_row."variant" THEN '"variant":' || COALESCE(to_json(new_row."variant")::text, 'null') END,
        CASE WHEN new_row."enabled" IS DISTINCT FROM old_row."enabled" THEN '"enabled":' || COALESCE(to_json(new_row."enabled")::text, 'null') END,
        CASE WHEN new_row."trigger_type" IS DISTINCT FROM old_row."trigger_type" THEN '"triggerType":' || COALESCE(to_json(new_row."trigger_type")::text, 'null') END,
        CASE WHEN new_row."interval_value" IS DISTINCT FROM old_row."interval_value" THEN '"intervalValue":' || COALESCE(to_json(new_row."interval_value")::text, 'null') END,
        CASE WHEN new_row."interval_unit" IS DISTINCT FROM old_row."interval_unit" THEN '"intervalUnit":' || COALESCE(to_json(new_row."interval_unit")::text, 'null') END,
        CASE WHEN new_row."cron_minute" IS DISTINCT FROM old_row."cron_minute" THEN '"cronMinute":' || COALESCE(to_json(new_row."cron_minute")::text, 'null') END,
        CASE WHEN new_row."cron_hour" IS DISTINCT FROM old_row."cron_hour" THEN '"cronHour":' || COALESCE(to_json(new_row."cron_hour")::text, 'null') END,
        CASE WHEN new_row."cron_day" IS DISTINCT FROM old_row."cron_day" THEN '"cronDay":' || COALESCE(to_json(new_row."cron_day")::text, 'null') END,
        CASE WHEN new_row."cron_month" IS DISTINCT FROM old_row."cron_month" THEN '"cronMonth":' || COALESCE(to_json(new_row."cron_month")::text, 'null') END,
        CASE WHEN new_row."cron_day_of_week" IS DISTINCT FROM old_row."cron_day_of_week" THEN '"cronDayOfWeek":' || COALESCE(to_json(new_row."cron_day_of_week")::text, 'null') END,
        CASE WHEN new_row."timezone" IS DISTINCT FROM old_row."timezone" THEN '"timezone":' || COALESCE(to_json(new_row."timezone")::text, 'null') END,
        CASE WHEN new_row."max_instances" IS DISTINCT FROM old_row."max_instances" THEN '"maxInstances":' || COALESCE(to_json(new_row."max_instances")::text, 'null') END,
        CASE WHEN new_row."coalesce" IS DISTINCT FROM old_row."coalesce" THEN '"coalesce":' || COALESCE(to_json(new_row."coalesce")::text, 'null') END,
        CASE WHEN new_row."misfire_grace_time" IS DISTINCT FROM old_row."misfire_grace_time" THEN '"misfireGraceTime":' || COALESCE(to_json(new_row."misfire_grace_time")::text, 'null') END,
        CASE WHEN new_row."log_policy" IS DISTINCT FROM old_row."log_policy" THEN '"logPolicy":' || COALESCE(to_json(new_row."log_policy")::text, 'null') END,
        CASE WHEN new_row."timeout_seconds" IS DISTINCT FROM old_row."timeout_seconds" THEN '"timeoutSeconds":' || COALESCE(to_json(new_row."timeout_seconds")::text, 'null') END,
        CASE WHEN new_row."max_retries" IS DISTINCT FROM old_row."max_retries" THEN '"maxRetries":' || COALESCE(to_json(new_row."max_retries")::text, 'null') END,
        CASE WHEN new_row."params"::text IS DISTINCT FROM old_row."params"::text THEN '"params":' || new_row."params"::text END,
        CASE WHEN new_row."on_ambiguous" IS DISTINCT FROM old_row."on_ambiguous" THEN '"onAmbiguous":' || COALESCE(to_json(new_row."on_ambiguous")::text, 'null') END,
        CASE WHEN new_row."note" IS DISTINCT FROM old_row."note" THEN '"note":' || COALESCE(to_json(new_row."note")::text, 'null') END,
        CASE WHEN new_row."paused_until" IS DISTINCT FROM old_row."paused_until" THEN '"pausedUntil":' || COALESCE(CASE WHEN isfinite(new_row."paused_until") THEN round(extract(epoch FROM new_row."paused_until") * 1000)::bigint END::text, 'null') END,
        CASE WHEN new_row."pause_reason" IS DISTINCT FROM old_row."pause_reason" THEN '"pauseReason":' || COALESCE(to_json(new_row."pause_reason")::text, 'null') END,
        CASE WHEN new_row."owner" IS DISTINCT FROM old_row."owner" THEN '"owner":' || COALESCE(to_json(new_row."owner")::text, 'null') END,
        CASE WHEN new_row."runbook_url" IS DISTINCT FROM old_row."runbook_url" THEN '"runbookUrl":' || COALESCE(to_json(new_row."runbook_url")::text, 'null') END,
        CASE WHEN new_row."blackouts" IS DISTINCT FROM old_row."blackouts" THEN '"blackouts":' || COALESCE(to_json(new_row."blackouts")::text, 'null') END,
        CASE WHEN new_row."anchor_at" IS DISTINCT FROM old_row."anchor_at" THEN '"anchorAt":' || COALESCE(CASE WHEN isfinite(new_row."anchor_at") THEN round(extract(epoch FROM new_row."anchor_at") * 1000)::bigint END::text, 'null') END,
        CASE WHEN new_row."effective_from" IS DISTINCT FROM old_row."effective_from" THEN '"effectiveFrom":' || COALESCE(CASE WHEN isfinite(new_row."effective_from") THEN round(extract(epoch FROM new_row."effective_from") * 1000)::bigint END::text, 'null') END,
        CASE WHEN new_row."paused_from" IS DISTINCT FROM old_row."paused_from" THEN '"pausedFrom":' || COALESCE(CASE WHEN isfinite(new_row."paused_from") THEN round(extract(epoch FROM new_row."paused_from") * 1000)::bigint END::text, 'null') END,
        CASE WHEN new_row."exceptions" IS DISTINCT FROM old_row."exceptions" THEN '"exceptions":' || COALESCE(to_json(new_row."exceptions")::text, 'null') END) || '}'
      FROM "was" AS old_row JOIN "written" AS new_row ON new_row."id" = old_row."id"
     WHERE (old_row."job_key" IS DISTINCT FROM new_row."job_key"
        OR old_row."variant" IS DISTINCT FROM new_row."variant"
        OR old_row."enabled" IS DISTINCT FROM new_row."enabled"
        OR old_row."trigger_type" IS DISTINCT FROM new_row."trigger_type"
        OR old_row."interval_value" IS DISTINCT FROM new_row."interval_value"
        OR old_row."interval_unit" IS DISTINCT FROM new_row."interval_unit"
        OR old_row."cron_minute" IS DISTINCT FROM new_row."cron_minute"
        OR old_row."cron_hour" IS DISTINCT FROM new_row."cron_hour"
        OR old_row."cron_day" IS DISTINCT FROM new_row."cron_day"
        OR old_row."cron_month" IS DISTINCT FROM new_row."cron_month"
        OR old_row."cron_day_of_week" IS DISTINCT FROM new_row."cron_day_of_week"
        OR old_row."timezone" IS DISTINCT FROM new_row."timezone"
        OR old_row."max_instances" IS DISTINCT FROM new_row."max_instances"
        OR old_row."coalesce" IS DISTINCT FROM new_row."coalesce"
        OR old_row."misfire_grace_time" IS DISTINCT FROM new_row."misfire_grace_time"
        OR old_row."log_policy" IS DISTINCT FROM new_row."log_policy"
        OR old_row."timeout_seconds" IS DISTINCT FROM new_row."timeout_seconds"
        OR old_row."max_retries" IS DISTINCT FROM new_row."max_retries"
        OR old_row."params"::text IS DISTINCT FROM new_row."params"::text
        OR old_row."on_ambiguous" IS DISTINCT FROM new_row."on_ambiguous"
        OR old_row."note" IS DISTINCT FROM new_row."note"
        OR old_row."paused_until" IS DISTINCT FROM new_row."paused_until"
        OR old_row."pause_reason" IS DISTINCT FROM new_row."pause_reason"
        OR old_row."owner" IS DISTINCT FROM new_row."owner"
        OR old_row."runbook_url" IS DISTINCT FROM new_row."runbook_url"
        OR old_row."blackouts" IS DISTINCT FROM new_row."blackouts"
        OR old_row."anchor_at" IS DISTINCT FROM new_row."anchor_at"
        OR old_row."effective_from" IS DISTINCT FROM new_row."effective_from"
        OR old_row."paused_from" IS DISTINCT FROM new_row."paused_from"
        OR old_row."exceptions" IS DISTINCT FROM new_row."exceptions")
       AND NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" AND "schedule_id" = new_row."id");
    RETURN NULL;
END $$;

CREATE FUNCTION "zenpulse_schedule_delete_recorded"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
    SELECT replace((gen_random_uuid())::text, '-', ''), clock_timestamp(), 'sql', gone."id", gone."job_key", gone."variant", 'delete', '{' || concat_ws(',',
        '"id":' || COALESCE(to_json(gone."id")::text, 'null'),
        '"jobKey":' || COALESCE(to_json(gone."job_key")::text, 'null'),
        '"variant":' || COALESCE(to_json(gone."variant")::text, 'null'),
        '"enabled":' || COALESCE(to_json(gone."enabled")::text, 'null'),
        '"triggerType":' || COALESCE(to_json(gone."trigger_type")::text, 'null'),
        '"intervalValue":' || COALESCE(to_json(gone."interval_value")::text, 'null'),
        '"intervalUnit":' || COALESCE(to_json(gone."interval_unit")::text, 'null'),
        '"anchorAt":' || COALESCE(CASE WHEN isfinite(gone."anchor_at") THEN round(extract(epoch FROM gone."anchor_at") * 1000)::bigint END::text, 'null'),
        '"cronMinute":' || COALESCE(to_json(gone."cron_minute")::text, 'null'),
        '"cronHour":' || COALESCE(to_json(gone."cron_hour")::text, 'null'),
        '"cronDay":' || COALESCE(to_json(gone."cron_day")::text, 'null'),
        '"cronMonth":' || COALESCE(to_json(gone."cron_month")::text, 'null'),
        '"cronDayOfWeek":' || COALESCE(to_json(gone."cron_day_of_week")::text, 'null'),
        '"timezone":' || COALESCE(to_json(gone."timezone")::text, 'null'),
        '"maxInstances":' || COALESCE(to_json(gone."max_instances")::text, 'null'),
        '"coalesce":' || COALESCE(to_json(gone."coalesce")::text, 'null'),
        '"misfireGraceTime":' || COALESCE(to_json(gone."misfire_grace_time")::text, 'null'),
        '"logPolicy":' || COALESCE(to_json(gone."log_policy")::text, 'null'),
        '"timeoutSeconds":' || COALESCE(to_json(gone."timeout_seconds")::text, 'null'),
        '"maxRetries":' || COALESCE(to_json(gone."max_retries")::text, 'null'),
        '"params":' || gone."params"::text,
        '"onAmbiguous":' || COALESCE(to_json(gone."on_ambiguous")::text, 'null'),
        '"note":' || COALESCE(to_json(gone."note")::text, 'null'),
        '"pausedFrom":' || COALESCE(CASE WHEN isfinite(gone."paused_from") THEN round(extract(epoch FROM gone."paused_from") * 1000)::bigint END::text, 'null'),
        '"pausedUntil":' || COALESCE(CASE WHEN isfinite(gone."paused_until") THEN round(extract(epoch FROM gone."paused_until") * 1000)::bigint END::text, 'null'),
        '"pauseReason":' || COALESCE(to_json(gone."pause_reason")::text, 'null'),
        '"owner":' || COALESCE(to_json(gone."owner")::text, 'null'),
        '"runbookUrl":' || COALESCE(to_json(gone."runbook_url")::text, 'null'),
        '"blackouts":' || COALESCE(to_json(gone."blackouts")::text, 'null'),
        '"exceptions":' || COALESCE(to_json(gone."exceptions")::text, 'null'),
        '"version":' || COALESCE(to_json(gone."version")::text, 'null'),
        '"effectiveFrom":' || COALESCE(CASE WHEN isfinite(gone."effective_from") THEN round(extract(epoch FROM gone."effective_from") * 1000)::bigint END::text, 'null'),
        '"createdAt":' || COALESCE(CASE WHEN isfinite(gone."created_at") THEN round(extract(epoch FROM gone."created_at") * 1000)::bigint END::text, 'null'),
        '"updatedAt":' || COALESCE(CASE WHEN isfinite(gone."updated_at") THEN round(extract(epoch FROM gone."updated_at") * 1000)::bigint END::text, 'null')) || '}', NULL
      FROM "gone" WHERE NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" AND "schedule_id" = gone."id");
    RETURN NULL;
END $$;

CREATE FUNCTION "zenpulse_schedule_truncate_recorded"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
    SELECT replace((gen_random_uuid())::text, '-', ''), clock_timestamp(), 'sql', gone."id", gone."job_key", gone."variant", 'delete', '{' || concat_ws(',',
        '"id":' || COALESCE(to_json(gone."id")::text, 'null'),
        '"jobKey":' || COALESCE(to_json(gone."job_key")::text, 'null'),
        '"variant":' || COALESCE(to_json(gone."variant")::text, 'null'),
        '"enabled":' || COALESCE(to_json(gone."enabled")::text, 'null'),
        '"triggerType":' || COALESCE(to_json(gone."trigger_type")::text, 'null'),
        '"intervalValue":' || COALESCE(to_json(gone."interval_value")::text, 'null'),
        '"intervalUnit":' || COALESCE(to_json(gone."interval_unit")::text, 'null'),
        '"anchorAt":' || COALESCE(CASE WHEN isfinite(gone."anchor_at") THEN round(extract(epoch FROM gone."anchor_at") * 1000)::bigint END::text, 'null'),
        '"cronMinute":' || COALESCE(to_json(gone."cron_minute")::text, 'null'),
        '"cronHour":' || COALESCE(to_json(gone."cron_hour")::text, 'null'),
        '"cronDay":' || COALESCE(to_json(gone."cron_day")::text, 'null'),
        '"cronMonth":' || COALESCE(to_json(gone."cron_month")::text, 'null'),
        '"cronDayOfWeek":' || COALESCE(to_json(gone."cron_day_of_week")::text, 'null'),
        '"timezone":' || COALESCE(to_json(gone."timezone")::text, 'null'),
        '"maxInstances":' || COALESCE(to_json(gone."max_instances")::text, 'null'),
        '"coalesce":' || COALESCE(to_json(gone."coalesce")::text, 'null'),
        '"misfireGraceTime":' || COALESCE(to_json(gone."misfire_grace_time")::text, 'null'),
        '"logPolicy":' || COALESCE(to_json(gone."log_policy")::text, 'null'),
        '"timeoutSeconds":' || COALESCE(to_json(gone."timeout_seconds")::text, 'null'),
        '"maxRetries":' || COALESCE(to_json(gone."max_retries")::text, 'null'),
        '"params":' || gone."params"::text,
        '"onAmbiguous":' || COALESCE(to_json(gone."on_ambiguous")::text, 'null'),
        '"note":' || COALESCE(to_json(gone."note")::text, 'null'),
        '"pausedFrom":' || COALESCE(CASE WHEN isfinite(gone."paused_from") THEN round(extract(epoch FROM gone."paused_from") * 1000)::bigint END::text, 'null'),
        '"pausedUntil":' || COALESCE(CASE WHEN isfinite(gone."paused_until") THEN round(extract(epoch FROM gone."paused_until") * 1000)::bigint END::text, 'null'),
        '"pauseReason":' || COALESCE(to_json(gone."pause_reason")::text, 'null'),
        '"owner":' || COALESCE(to_json(gone."owner")::text, 'null'),
        '"runbookUrl":' || COALESCE(to_json(gone."runbook_url")::text, 'null'),
        '"blackouts":' || COALESCE(to_json(gone."blackouts")::text, 'null'),
        '"exceptions":' || COALESCE(to_json(gone."exceptions")::text, 'null'),
        '"version":' || COALESCE(to_json(gone."version")::text, 'null'),
        '"effectiveFrom":' || COALESCE(CASE WHEN isfinite(gone."effective_from") THEN round(extract(epoch FROM gone."effective_from") * 1000)::bigint END::text, 'null'),
        '"createdAt":' || COALESCE(CASE WHEN isfinite(gone."created_at") THEN round(extract(epoch FROM gone."created_at") * 1000)::bigint END::text, 'null'),
        '"updatedAt":' || COALESCE(CASE WHEN isfinite(gone."updated_at") THEN round(extract(epoch FROM gone."updated_at") * 1000)::bigint END::text, 'null')) || '}', NULL
      FROM "zenpulse_schedule_config" AS gone WHERE NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" AND "schedule_id" = gone."id");
    RETURN NULL;
END $$;

CREATE TRIGGER "zenpulse_schedule_insert_recorded" AFTER INSERT ON "zenpulse_schedule_config"
    REFERENCING NEW TABLE AS "written" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedule_insert_recorded"();

CREATE TRIGGER "zenpulse_schedule_update_recorded" AFTER UPDATE ON "zenpulse_schedule_config"
    REFERENCING OLD TABLE AS "was" NEW TABLE AS "written" FOR EACH STATEMENT
    WHEN (current_setting('zenpulse.is_stamping', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION "zenpulse_schedule_update_recorded"();

CREATE TRIGGER "zenpulse_schedule_delete_recorded" AFTER DELETE ON "zenpulse_schedule_config"
    REFERENCING OLD TABLE AS "gone" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedule_delete_recorded"();

CREATE TRIGGER "zenpulse_schedule_truncate_recorded" BEFORE TRUNCATE ON "zenpulse_schedule_config"
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedule_truncate_recorded"();
