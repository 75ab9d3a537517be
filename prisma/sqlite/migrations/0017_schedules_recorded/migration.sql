-- The record of changes: who changed what of a schedule, when and why, and what was asked for besides.
--
-- The store writes the record of its own changes and marks it open before it writes the schedule, and closes it before it
-- commits. The triggers record what no open record names: SQL by hand, and what a process of an older release writes.
-- "before" and "after" are JSON: of a change its fields, of a new or deleted schedule the whole row; instants are epoch
-- milliseconds.

CREATE TABLE "zenpulse_change" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "actor" TEXT,
    "origin" TEXT NOT NULL,
    "schedule_id" TEXT,
    "job_key" TEXT,
    "variant" TEXT,
    "action" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "reason" TEXT,
    "bulk_id" TEXT,
    "revert_of" TEXT,
    "is_open" BOOLEAN NOT NULL DEFAULT false
);

CREATE INDEX "zenpulse_change_time" ON "zenpulse_change" ("at", "id");
CREATE INDEX "zenpulse_change_schedule" ON "zenpulse_change" ("schedule_id", "at", "id");
CREATE INDEX "zenpulse_change_actor" ON "zenpulse_change" ("actor", "at", "id");
CREATE INDEX "zenpulse_change_action" ON "zenpulse_change" ("action", "at", "id");
CREATE INDEX "zenpulse_change_bulk" ON "zenpulse_change" ("bulk_id", "id") WHERE "bulk_id" IS NOT NULL;
CREATE INDEX "zenpulse_change_open" ON "zenpulse_change" ("schedule_id") WHERE "is_open" = 1;

DROP TRIGGER "zenpulse_schedule_edited_by_hand";

CREATE TRIGGER "zenpulse_schedule_insert_recorded" AFTER INSERT ON "zenpulse_schedule_config"
WHEN NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = 1 AND "schedule_id" = NEW."id") BEGIN
    INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
    SELECT lower(hex(randomblob(16))), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), 'sql', NEW."id", NEW."job_key", NEW."variant", 'create', NULL, '{' ||
        '"id":' || iif(typeof(NEW."id") = 'blob', '"a BLOB"', json_quote(NEW."id")) || ',' ||
        '"jobKey":' || iif(typeof(NEW."job_key") = 'blob', '"a BLOB"', json_quote(NEW."job_key")) || ',' ||
        '"variant":' || iif(typeof(NEW."variant") = 'blob', '"a BLOB"', json_quote(NEW."variant")) || ',' ||
        '"enabled":' || iif(typeof(NEW."enabled") = 'blob', '"a BLOB"', json_quote(NEW."enabled")) || ',' ||
        '"triggerType":' || iif(typeof(NEW."trigger_type") = 'blob', '"a BLOB"', json_quote(NEW."trigger_type")) || ',' ||
        '"intervalValue":' || iif(typeof(NEW."interval_value") = 'blob', '"a BLOB"', json_quote(NEW."interval_value")) || ',' ||
        '"intervalUnit":' || iif(typeof(NEW."interval_unit") = 'blob', '"a BLOB"', json_quote(NEW."interval_unit")) || ',' ||
        '"anchorAt":' || json_quote(iif(typeof(NEW."anchor_at") = 'text', CAST(round((julianday(NEW."anchor_at") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"cronMinute":' || iif(typeof(NEW."cron_minute") = 'blob', '"a BLOB"', json_quote(NEW."cron_minute")) || ',' ||
        '"cronHour":' || iif(typeof(NEW."cron_hour") = 'blob', '"a BLOB"', json_quote(NEW."cron_hour")) || ',' ||
        '"cronDay":' || iif(typeof(NEW."cron_day") = 'blob', '"a BLOB"', json_quote(NEW."cron_day")) || ',' ||
        '"cronMonth":' || iif(typeof(NEW."cron_month") = 'blob', '"a BLOB"', json_quote(NEW."cron_month")) || ',' ||
        '"cronDayOfWeek":' || iif(typeof(NEW."cron_day_of_week") = 'blob', '"a BLOB"', json_quote(NEW."cron_day_of_week")) || ',' ||
        '"timezone":' || iif(typeof(NEW."timezone") = 'blob', '"a BLOB"', json_quote(NEW."timezone")) || ',' ||
        '"maxInstances":' || iif(typeof(NEW."max_instances") = 'blob', '"a BLOB"', json_quote(NEW."max_instances")) || ',' ||
        '"coalesce":' || iif(typeof(NEW."coalesce") = 'blob', '"a BLOB"', json_quote(NEW."coalesce")) || ',' ||
        '"misfireGraceTime":' || iif(typeof(NEW."misfire_grace_time") = 'blob', '"a BLOB"', json_quote(NEW."misfire_grace_time")) || ',' ||
        '"logPolicy":' || iif(typeof(NEW."log_policy") = 'blob', '"a BLOB"', json_quote(NEW."log_policy")) || ',' ||
        '"timeoutSeconds":' || iif(typeof(NEW."timeout_seconds") = 'blob', '"a BLOB"', json_quote(NEW."timeout_seconds")) || ',' ||
        '"maxRetries":' || iif(typeof(NEW."max_retries") = 'blob', '"a BLOB"', json_quote(NEW."max_retries")) || ',' ||
        '"params":' || iif(typeof(NEW."params") = 'blob', '"a BLOB"', json_quote(NEW."params")) || ',' ||
        '"onAmbiguous":' || iif(typeof(NEW."on_ambiguous") = 'blob', '"a BLOB"', json_quote(NEW."on_ambiguous")) || ',' ||
        '"note":' || iif(typeof(NEW."note") = 'blob', '"a BLOB"', json_quote(NEW."note")) || ',' ||
        '"pausedFrom":' || json_quote(iif(typeof(NEW."paused_from") = 'text', CAST(round((julianday(NEW."paused_from") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"pausedUntil":' || json_quote(iif(typeof(NEW."paused_until") = 'text', CAST(round((julianday(NEW."paused_until") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"pauseReason":' || iif(typeof(NEW."pause_reason") = 'blob', '"a BLOB"', json_quote(NEW."pause_reason")) || ',' ||
        '"owner":' || iif(typeof(NEW."owner") = 'blob', '"a BLOB"', json_quote(NEW."owner")) || ',' ||
        '"runbookUrl":' || iif(typeof(NEW."runbook_url") = 'blob', '"a BLOB"', json_quote(NEW."runbook_url")) || ',' ||
        '"blackouts":' || iif(typeof(NEW."blackouts") = 'blob', '"a BLOB"', json_quote(NEW."blackouts")) || ',' ||
        '"exceptions":' || iif(typeof(NEW."exceptions") = 'blob', '"a BLOB"', json_quote(NEW."exceptions")) || ',' ||
        '"version":' || iif(typeof(NEW."version") = 'blob', '"a BLOB"', json_quote(NEW."version")) || ',' ||
        '"effectiveFrom":' || json_quote(iif(typeof(NEW."effective_from") = 'text', CAST(round((julianday(NEW."effective_from") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"createdAt":' || json_quote(iif(typeof(NEW."created_at") = 'text', CAST(round((julianday(NEW."created_at") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"updatedAt":' || json_quote(iif(typeof(NEW."updated_at") = 'text', CAST(round((julianday(NEW."updated_at") - 2440587.5) * 86400000) AS INTEGER), NULL)) || '}';
END;

CREATE TRIGGER "zenpulse_schedule_delete_recorded" AFTER DELETE ON "zenpulse_schedule_config"
WHEN NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = 1 AND "schedule_id" = OLD."id") BEGIN
    INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
    SELECT lower(hex(randomblob(16))), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), 'sql', OLD."id", OLD."job_key", OLD."variant", 'delete', '{' ||
        '"id":' || iif(typeof(OLD."id") = 'blob', '"a BLOB"', json_quote(OLD."id")) || ',' ||
        '"jobKey":' || iif(typeof(OLD."job_key") = 'blob', '"a BLOB"', json_quote(OLD."job_key")) || ',' ||
        '"variant":' || iif(typeof(OLD."variant") = 'blob', '"a BLOB"', json_quote(OLD."variant")) || ',' ||
        '"enabled":' || iif(typeof(OLD."enabled") = 'blob', '"a BLOB"', json_quote(OLD."enabled")) || ',' ||
        '"triggerType":' || iif(typeof(OLD."trigger_type") = 'blob', '"a BLOB"', json_quote(OLD."trigger_type")) || ',' ||
        '"intervalValue":' || iif(typeof(OLD."interval_value") = 'blob', '"a BLOB"', json_quote(OLD."interval_value")) || ',' ||
        '"intervalUnit":' || iif(typeof(OLD."interval_unit") = 'blob', '"a BLOB"', json_quote(OLD."interval_unit")) || ',' ||
        '"anchorAt":' || json_quote(iif(typeof(OLD."anchor_at") = 'text', CAST(round((julianday(OLD."anchor_at") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"cronMinute":' || iif(typeof(OLD."cron_minute") = 'blob', '"a BLOB"', json_quote(OLD."cron_minute")) || ',' ||
        '"cronHour":' || iif(typeof(OLD."cron_hour") = 'blob', '"a BLOB"', json_quote(OLD."cron_hour")) || ',' ||
        '"cronDay":' || iif(typeof(OLD."cron_day") = 'blob', '"a BLOB"', json_quote(OLD."cron_day")) || ',' ||
        '"cronMonth":' || iif(typeof(OLD."cron_month") = 'blob', '"a BLOB"', json_quote(OLD."cron_month")) || ',' ||
        '"cronDayOfWeek":' || iif(typeof(OLD."cron_day_of_week") = 'blob', '"a BLOB"', json_quote(OLD."cron_day_of_week")) || ',' ||
        '"timezone":' || iif(typeof(OLD."timezone") = 'blob', '"a BLOB"', json_quote(OLD."timezone")) || ',' ||
        '"maxInstances":' || iif(typeof(OLD."max_instances") = 'blob', '"a BLOB"', json_quote(OLD."max_instances")) || ',' ||
        '"coalesce":' || iif(typeof(OLD."coalesce") = 'blob', '"a BLOB"', json_quote(OLD."coalesce")) || ',' ||
        '"misfireGraceTime":' || iif(typeof(OLD."misfire_grace_time") = 'blob', '"a BLOB"', json_quote(OLD."misfire_grace_time")) || ',' ||
        '"logPolicy":' || iif(typeof(OLD."log_policy") = 'blob', '"a BLOB"', json_quote(OLD."log_policy")) || ',' ||
        '"timeoutSeconds":' || iif(typeof(OLD."timeout_seconds") = 'blob', '"a BLOB"', json_quote(OLD."timeout_seconds")) || ',' ||
        '"maxRetries":' || iif(typeof(OLD."max_retries") = 'blob', '"a BLOB"', json_quote(OLD."max_retries")) || ',' ||
        '"params":' || iif(typeof(OLD."params") = 'blob', '"a BLOB"', json_quote(OLD."params")) || ',' ||
        '"onAmbiguous":' || iif(typeof(OLD."on_ambiguous") = 'blob', '"a BLOB"', json_quote(OLD."on_ambiguous")) || ',' ||
        '"note":' || iif(typeof(OLD."note") = 'blob', '"a BLOB"', json_quote(OLD."note")) || ',' ||
        '"pausedFrom":' || json_quote(iif(typeof(OLD."paused_from") = 'text', CAST(round((julianday(OLD."paused_from") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"pausedUntil":' || json_quote(iif(typeof(OLD."paused_until") = 'text', CAST(round((julianday(OLD."paused_until") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"pauseReason":' || iif(typeof(OLD."pause_reason") = 'blob', '"a BLOB"', json_quote(OLD."pause_reason")) || ',' ||
        '"owner":' || iif(typeof(OLD."owner") = 'blob', '"a BLOB"', json_quote(OLD."owner")) || ',' ||
        '"runbookUrl":' || iif(typeof(OLD."runbook_url") = 'blob', '"a BLOB"', json_quote(OLD."runbook_url")) || ',' ||
        '"blackouts":' || iif(typeof(OLD."blackouts") = 'blob', '"a BLOB"', json_quote(OLD."blackouts")) || ',' ||
        '"exceptions":' || iif(typeof(OLD."exceptions") = 'blob', '"a BLOB"', json_quote(OLD."exceptions")) || ',' ||
        '"version":' || iif(typeof(OLD."version") = 'blob', '"a BLOB"', json_quote(OLD."version")) || ',' ||
        '"effectiveFrom":' || json_quote(iif(typeof(OLD."effective_from") = 'text', CAST(round((julianday(OLD."effective_from") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"createdAt":' || json_quote(iif(typeof(OLD."created_at") = 'text', CAST(round((julianday(OLD."created_at") - 2440587.5) * 86400000) AS INTEGER), NULL)) || ',' ||
        '"updatedAt":' || json_quote(iif(typeof(OLD."updated_at") = 'text', CAST(round((julianday(OLD."updated_at") - 2440587.5) * 86400000) AS INTEGER), NULL)) || '}', NULL;
END;

-- What an older release writes, and what moves the start of a schedule and nothing else.
CREATE TRIGGER "zenpulse_schedule_update_recorded" AFTER UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances", "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params", "on_ambiguous", "note", "paused_until", "pause_reason", "owner", "runbook_url", "blackouts", "anchor_at", "effective_from", "paused_from", "exceptions", "version"
ON "zenpulse_schedule_config" WHEN NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = 1 AND "schedule_id" = NEW."id")
    AND (NEW."version" IS NOT OLD."version" OR NOT (NEW."job_key" IS NOT OLD."job_key"
        OR NEW."variant" IS NOT OLD."variant"
        OR NEW."enabled" IS NOT OLD."enabled"
        OR NEW."trigger_type" IS NOT OLD."trigger_type"
        OR NEW."interval_value" IS NOT OLD."interval_value"
        OR NEW."interval_unit" IS NOT OLD."interval_unit"
        OR NEW."cron_minute" IS NOT OLD."cron_minute"
        OR NEW."cron_hour" IS NOT OLD."cron_hour"
        OR NEW."cron_day" IS NOT OLD."cron_day"
        OR NEW."cron_month" IS NOT OLD."cron_month"
        OR NEW."cron_day_of_week" IS NOT OLD."cron_day_of_week"
        OR NEW."timezone" IS NOT OLD."timezone"
        OR NEW."max_instances" IS NOT OLD."max_instances"
        OR NEW."coalesce" IS NOT OLD."coalesce"
        OR NEW."misfire_grace_time" IS NOT OLD."misfire_grace_time"
        OR NEW."log_policy" IS NOT OLD."log_policy"
        OR NEW."timeout_seconds" IS NOT OLD."timeout_seconds"
        OR NEW."max_retries" IS NOT OLD."max_retries"
        OR NEW."params" IS NOT OLD."params"
        OR NEW."on_ambiguous" IS NOT OLD."on_ambiguous"
        OR NEW."note" IS NOT OLD."note"
        OR NEW."paused_until" IS NOT OLD."paused_until"
        OR NEW."pause_reason" IS NOT OLD."pause_reason"
        OR NEW."owner" IS NOT OLD."owner"
        OR NEW."runbook_url" IS NOT OLD."runbook_url"
        OR NEW."blackouts" IS NOT OLD."blackouts"
        OR NEW."exceptions" IS NOT OLD."exceptions"))
    AND (NEW."job_key" IS NOT OLD."job_key"
        OR NEW."variant" IS NOT OLD."variant"
        OR NEW."enabled" IS NOT OLD."enabled"
        OR NEW."trigger_type" IS NOT OLD."trigger_type"
        OR NEW."interval_value" IS NOT OLD."interval_value"
        OR NEW."interval_unit" IS NOT OLD."interval_unit"
        OR NEW."cron_minute" IS NOT OLD."cron_minute"
        OR NEW."cron_hour" IS NOT OLD."cron_hour"
        OR NEW."cron_day" IS NOT OLD."cron_day"
        OR NEW."cron_month" IS NOT OLD."cron_month"
        OR NEW."cron_day_of_week" IS NOT OLD."cron_day_of_week"
        OR NEW."timezone" IS NOT OLD."timezone"
        OR NEW."max_instances" IS NOT OLD."max_instances"
        OR NEW."coalesce" IS NOT OLD."coalesce"
        OR NEW."misfire_grace_time" IS NOT OLD."misfire_grace_time"
        OR NEW."log_policy" IS NOT OLD."log_policy"
        OR NEW."timeout_seconds" IS NOT OLD."timeout_seconds"
        OR NEW."max_retries" IS NOT OLD."max_retries"
        OR NEW."params" IS NOT OLD."params"
        OR NEW."on_ambiguous" IS NOT OLD."on_ambiguous"
        OR NEW."note" IS NOT OLD."note"
        OR NEW."paused_until" IS NOT OLD."paused_until"
        OR NEW."pause_reason" IS NOT OLD."pause_reason"
        OR NEW."owner" IS NOT OLD."owner"
        OR NEW."runbook_url" IS NOT OLD."runbook_url"
        OR NEW."blackouts" IS NOT OLD."blackouts"
        OR NEW."anchor_at" IS NOT OLD."anchor_at"
        OR NEW."effective_from" IS NOT OLD."effective_from"
        OR NEW."paused_from" IS NOT OLD."paused_from"
        OR NEW."exceptions" IS NOT OLD."exceptions") BEGIN
    INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
    SELECT lower(hex(randomblob(16))), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), 'sql', NEW."id", NEW."job_key", NEW."variant", 'change', '{' || substr(
        iif(OLD."job_key" IS NOT NEW."job_key", ',"jobKey":' || iif(typeof(OLD."job_key") = 'blob', '"a BLOB"', json_quote(OLD."job_key")), '') ||
        iif(OLD."variant" IS NOT NEW."variant", ',"variant":' || iif(typeof(OLD."variant") = 'blob', '"a BLOB"', json_quote(OLD."variant")), '') ||
        iif(OLD."enabled" IS NOT NEW."enabled", ',"enabled":' || iif(typeof(OLD."enabled") = 'blob', '"a BLOB"', json_quote(OLD."enabled")), '') ||
        iif(OLD."trigger_type" IS NOT NEW."trigger_type", ',"triggerType":' || iif(typeof(OLD."trigger_type") = 'blob', '"a BLOB"', json_quote(OLD."trigger_type")), '') ||
        iif(OLD."interval_value" IS NOT NEW."interval_value", ',"intervalValue":' || iif(typeof(OLD."interval_value") = 'blob', '"a BLOB"', json_quote(OLD."interval_value")), '') ||
        iif(OLD."interval_unit" IS NOT NEW."interval_unit", ',"intervalUnit":' || iif(typeof(OLD."interval_unit") = 'blob', '"a BLOB"', json_quote(OLD."interval_unit")), '') ||
        iif(OLD."cron_minute" IS NOT NEW."cron_minute", ',"cronMinute":' || iif(typeof(OLD."cron_minute") = 'blob', '"a BLOB"', json_quote(OLD."cron_minute")), '') ||
        iif(OLD."cron_hour" IS NOT NEW."cron_hour", ',"cronHour":' || iif(typeof(OLD."cron_hour") = 'blob', '"a BLOB"', json_quote(OLD."cron_hour")), '') ||
        iif(OLD."cron_day" IS NOT NEW."cron_day", ',"cronDay":' || iif(typeof(OLD."cron_day") = 'blob', '"a BLOB"', json_quote(OLD."cron_day")), '') ||
        iif(OLD."cron_month" IS NOT NEW."cron_month", ',"cronMonth":' || iif(typeof(OLD."cron_month") = 'blob', '"a BLOB"', json_quote(OLD."cron_month")), '') ||
        iif(OLD."cron_day_of_week" IS NOT NEW."cron_day_of_week", ',"cronDayOfWeek":' || iif(typeof(OLD."cron_day_of_week") = 'blob', '"a BLOB"', json_quote(OLD."cron_day_of_week")), '') ||
        iif(OLD."timezone" IS NOT NEW."timezone", ',"timezone":' || iif(typeof(OLD."timezone") = 'blob', '"a BLOB"', json_quote(OLD."timezone")), '') ||
        iif(OLD."max_instances" IS NOT NEW."max_instances", ',"maxInstances":' || iif(typeof(OLD."max_instances") = 'blob', '"a BLOB"', json_quote(OLD."max_instances")), '') ||
        iif(OLD."coalesce" IS NOT NEW."coalesce", ',"coalesce":' || iif(typeof(OLD."coalesce") = 'blob', '"a BLOB"', json_quote(OLD."coalesce")), '') ||
        iif(OLD."misfire_grace_time" IS NOT NEW."misfire_grace_time", ',"misfireGraceTime":' || iif(typeof(OLD."misfire_grace_time") = 'blob', '"a BLOB"', json_quote(OLD."misfire_grace_time")), '') ||
        iif(OLD."log_policy" IS NOT NEW."log_policy", ',"logPolicy":' || iif(typeof(OLD."log_policy") = 'blob', '"a BLOB"', json_quote(OLD."log_policy")), '') ||
        iif(OLD."timeout_seconds" IS NOT NEW."timeout_seconds", ',"timeoutSeconds":' || iif(typeof(OLD."timeout_seconds") = 'blob', '"a BLOB"', json_quote(OLD."timeout_seconds")), '') ||
        iif(OLD."max_retries" IS NOT NEW."max_retries", ',"maxRetries":' || iif(typeof(OLD."max_retries") = 'blob', '"a BLOB"', json_quote(OLD."max_retries")), '') ||
        iif(OLD."params" IS NOT NEW."params", ',"params":' || iif(typeof(OLD."params") = 'blob', '"a BLOB"', json_quote(OLD."params")), '') ||
        iif(OLD."on_ambiguous" IS NOT NEW."on_ambiguous", ',"onAmbiguous":' || iif(typeof(OLD."on_ambiguous") = 'blob', '"a BLOB"', json_quote(OLD."on_ambiguous")), '') ||
        iif(OLD."note" IS NOT NEW."note", ',"note":' || iif(typeof(OLD."note") = 'blob', '"a BLOB"', json_quote(OLD."note")), '') ||
        iif(OLD."paused_until" IS NOT NEW."paused_until", ',"pausedUntil":' || json_quote(iif(typeof(OLD."paused_until") = 'text', CAST(round((julianday(OLD."paused_until") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(OLD."pause_reason" IS NOT NEW."pause_reason", ',"pauseReason":' || iif(typeof(OLD."pause_reason") = 'blob', '"a BLOB"', json_quote(OLD."pause_reason")), '') ||
        iif(OLD."owner" IS NOT NEW."owner", ',"owner":' || iif(typeof(OLD."owner") = 'blob', '"a BLOB"', json_quote(OLD."owner")), '') ||
        iif(OLD."runbook_url" IS NOT NEW."runbook_url", ',"runbookUrl":' || iif(typeof(OLD."runbook_url") = 'blob', '"a BLOB"', json_quote(OLD."runbook_url")), '') ||
        iif(OLD."blackouts" IS NOT NEW."blackouts", ',"blackouts":' || iif(typeof(OLD."blackouts") = 'blob', '"a BLOB"', json_quote(OLD."blackouts")), '') ||
        iif(OLD."anchor_at" IS NOT NEW."anchor_at", ',"anchorAt":' || json_quote(iif(typeof(OLD."anchor_at") = 'text', CAST(round((julianday(OLD."anchor_at") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(OLD."effective_from" IS NOT NEW."effective_from", ',"effectiveFrom":' || json_quote(iif(typeof(OLD."effective_from") = 'text', CAST(round((julianday(OLD."effective_from") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(OLD."paused_from" IS NOT NEW."paused_from", ',"pausedFrom":' || json_quote(iif(typeof(OLD."paused_from") = 'text', CAST(round((julianday(OLD."paused_from") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(OLD."exceptions" IS NOT NEW."exceptions", ',"exceptions":' || iif(typeof(OLD."exceptions") = 'blob', '"a BLOB"', json_quote(OLD."exceptions")), ''), 2) || '}', '{' || substr(
        iif(NEW."job_key" IS NOT OLD."job_key", ',"jobKey":' || iif(typeof(NEW."job_key") = 'blob', '"a BLOB"', json_quote(NEW."job_key")), '') ||
        iif(NEW."variant" IS NOT OLD."variant", ',"variant":' || iif(typeof(NEW."variant") = 'blob', '"a BLOB"', json_quote(NEW."variant")), '') ||
        iif(NEW."enabled" IS NOT OLD."enabled", ',"enabled":' || iif(typeof(NEW."enabled") = 'blob', '"a BLOB"', json_quote(NEW."enabled")), '') ||
        iif(NEW."trigger_type" IS NOT OLD."trigger_type", ',"triggerType":' || iif(typeof(NEW."trigger_type") = 'blob', '"a BLOB"', json_quote(NEW."trigger_type")), '') ||
        iif(NEW."interval_value" IS NOT OLD."interval_value", ',"intervalValue":' || iif(typeof(NEW."interval_value") = 'blob', '"a BLOB"', json_quote(NEW."interval_value")), '') ||
        iif(NEW."interval_unit" IS NOT OLD."interval_unit", ',"intervalUnit":' || iif(typeof(NEW."interval_unit") = 'blob', '"a BLOB"', json_quote(NEW."interval_unit")), '') ||
        iif(NEW."cron_minute" IS NOT OLD."cron_minute", ',"cronMinute":' || iif(typeof(NEW."cron_minute") = 'blob', '"a BLOB"', json_quote(NEW."cron_minute")), '') ||
        iif(NEW."cron_hour" IS NOT OLD."cron_hour", ',"cronHour":' || iif(typeof(NEW."cron_hour") = 'blob', '"a BLOB"', json_quote(NEW."cron_hour")), '') ||
        iif(NEW."cron_day" IS NOT OLD."cron_day", ',"cronDay":' || iif(typeof(NEW."cron_day") = 'blob', '"a BLOB"', json_quote(NEW."cron_day")), '') ||
        iif(NEW."cron_month" IS NOT OLD."cron_month", ',"cronMonth":' || iif(typeof(NEW."cron_month") = 'blob', '"a BLOB"', json_quote(NEW."cron_month")), '') ||
        iif(NEW."cron_day_of_week" IS NOT OLD."cron_day_of_week", ',"cronDayOfWeek":' || iif(typeof(NEW."cron_day_of_week") = 'blob', '"a BLOB"', json_quote(NEW."cron_day_of_week")), '') ||
        iif(NEW."timezone" IS NOT OLD."timezone", ',"timezone":' || iif(typeof(NEW."timezone") = 'blob', '"a BLOB"', json_quote(NEW."timezone")), '') ||
        iif(NEW."max_instances" IS NOT OLD."max_instances", ',"maxInstances":' || iif(typeof(NEW."max_instances") = 'blob', '"a BLOB"', json_quote(NEW."max_instances")), '') ||
        iif(NEW."coalesce" IS NOT OLD."coalesce", ',"coalesce":' || iif(typeof(NEW."coalesce") = 'blob', '"a BLOB"', json_quote(NEW."coalesce")), '') ||
        iif(NEW."misfire_grace_time" IS NOT OLD."misfire_grace_time", ',"misfireGraceTime":' || iif(typeof(NEW."misfire_grace_time") = 'blob', '"a BLOB"', json_quote(NEW."misfire_grace_time")), '') ||
        iif(NEW."log_policy" IS NOT OLD."log_policy", ',"logPolicy":' || iif(typeof(NEW."log_policy") = 'blob', '"a BLOB"', json_quote(NEW."log_policy")), '') ||
        iif(NEW."timeout_seconds" IS NOT OLD."timeout_seconds", ',"timeoutSeconds":' || iif(typeof(NEW."timeout_seconds") = 'blob', '"a BLOB"', json_quote(NEW."timeout_seconds")), '') ||
        iif(NEW."max_retries" IS NOT OLD."max_retries", ',"maxRetries":' || iif(typeof(NEW."max_retries") = 'blob', '"a BLOB"', json_quote(NEW."max_retries")), '') ||
        iif(NEW."params" IS NOT OLD."params", ',"params":' || iif(typeof(NEW."params") = 'blob', '"a BLOB"', json_quote(NEW."params")), '') ||
        iif(NEW."on_ambiguous" IS NOT OLD."on_ambiguous", ',"onAmbiguous":' || iif(typeof(NEW."on_ambiguous") = 'blob', '"a BLOB"', json_quote(NEW."on_ambiguous")), '') ||
        iif(NEW."note" IS NOT OLD."note", ',"note":' || iif(typeof(NEW."note") = 'blob', '"a BLOB"', json_quote(NEW."note")), '') ||
        iif(NEW."paused_until" IS NOT OLD."paused_until", ',"pausedUntil":' || json_quote(iif(typeof(NEW."paused_until") = 'text', CAST(round((julianday(NEW."paused_until") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(NEW."pause_reason" IS NOT OLD."pause_reason", ',"pauseReason":' || iif(typeof(NEW."pause_reason") = 'blob', '"a BLOB"', json_quote(NEW."pause_reason")), '') ||
        iif(NEW."owner" IS NOT OLD."owner", ',"owner":' || iif(typeof(NEW."owner") = 'blob', '"a BLOB"', json_quote(NEW."owner")), '') ||
        iif(NEW."runbook_url" IS NOT OLD."runbook_url", ',"runbookUrl":' || iif(typeof(NEW."runbook_url") = 'blob', '"a BLOB"', json_quote(NEW."runbook_url")), '') ||
        iif(NEW."blackouts" IS NOT OLD."blackouts", ',"blackouts":' || iif(typeof(NEW."blackouts") = 'blob', '"a BLOB"', json_quote(NEW."blackouts")), '') ||
        iif(NEW."anchor_at" IS NOT OLD."anchor_at", ',"anchorAt":' || json_quote(iif(typeof(NEW."anchor_at") = 'text', CAST(round((julianday(NEW."anchor_at") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(NEW."effective_from" IS NOT OLD."effective_from", ',"effectiveFrom":' || json_quote(iif(typeof(NEW."effective_from") = 'text', CAST(round((julianday(NEW."effective_from") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(NEW."paused_from" IS NOT OLD."paused_from", ',"pausedFrom":' || json_quote(iif(typeof(NEW."paused_from") = 'text', CAST(round((julianday(NEW."paused_from") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(NEW."exceptions" IS NOT OLD."exceptions", ',"exceptions":' || iif(typeof(NEW."exceptions") = 'blob', '"a BLOB"', json_quote(NEW."exceptions")), ''), 2) || '}';
END;

CREATE TRIGGER "zenpulse_schedule_edited_by_hand" AFTER UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "cron_minute",
    "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances", "coalesce",
    "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params", "on_ambiguous", "note",
    "paused_until", "pause_reason", "owner", "runbook_url", "blackouts", "exceptions"
ON "zenpulse_schedule_config" WHEN NEW."version" IS OLD."version" BEGIN
    INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after", "is_open")
    SELECT lower(hex(randomblob(16))), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), 'sql', NEW."id", NEW."job_key", NEW."variant", 'change', NULL, NULL, 1
     WHERE NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = 1 AND "schedule_id" = NEW."id") AND (NEW."job_key" IS NOT OLD."job_key"
        OR NEW."variant" IS NOT OLD."variant"
        OR NEW."enabled" IS NOT OLD."enabled"
        OR NEW."trigger_type" IS NOT OLD."trigger_type"
        OR NEW."interval_value" IS NOT OLD."interval_value"
        OR NEW."interval_unit" IS NOT OLD."interval_unit"
        OR NEW."cron_minute" IS NOT OLD."cron_minute"
        OR NEW."cron_hour" IS NOT OLD."cron_hour"
        OR NEW."cron_day" IS NOT OLD."cron_day"
        OR NEW."cron_month" IS NOT OLD."cron_month"
        OR NEW."cron_day_of_week" IS NOT OLD."cron_day_of_week"
        OR NEW."timezone" IS NOT OLD."timezone"
        OR NEW."max_instances" IS NOT OLD."max_instances"
        OR NEW."coalesce" IS NOT OLD."coalesce"
        OR NEW."misfire_grace_time" IS NOT OLD."misfire_grace_time"
        OR NEW."log_policy" IS NOT OLD."log_policy"
        OR NEW."timeout_seconds" IS NOT OLD."timeout_seconds"
        OR NEW."max_retries" IS NOT OLD."max_retries"
        OR NEW."params" IS NOT OLD."params"
        OR NEW."on_ambiguous" IS NOT OLD."on_ambiguous"
        OR NEW."note" IS NOT OLD."note"
        OR NEW."paused_until" IS NOT OLD."paused_until"
        OR NEW."pause_reason" IS NOT OLD."pause_reason"
        OR NEW."owner" IS NOT OLD."owner"
        OR NEW."runbook_url" IS NOT OLD."runbook_url"
        OR NEW."blackouts" IS NOT OLD."blackouts"
        OR NEW."exceptions" IS NOT OLD."exceptions");
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
    UPDATE "zenpulse_change" SET "is_open" = 0, ("before", "after") = (
    SELECT '{' || substr(
        iif(OLD."job_key" IS NOT written."job_key", ',"jobKey":' || iif(typeof(OLD."job_key") = 'blob', '"a BLOB"', json_quote(OLD."job_key")), '') ||
        iif(OLD."variant" IS NOT written."variant", ',"variant":' || iif(typeof(OLD."variant") = 'blob', '"a BLOB"', json_quote(OLD."variant")), '') ||
        iif(OLD."enabled" IS NOT written."enabled", ',"enabled":' || iif(typeof(OLD."enabled") = 'blob', '"a BLOB"', json_quote(OLD."enabled")), '') ||
        iif(OLD."trigger_type" IS NOT written."trigger_type", ',"triggerType":' || iif(typeof(OLD."trigger_type") = 'blob', '"a BLOB"', json_quote(OLD."trigger_type")), '') ||
        iif(OLD."interval_value" IS NOT written."interval_value", ',"intervalValue":' || iif(typeof(OLD."interval_value") = 'blob', '"a BLOB"', json_quote(OLD."interval_value")), '') ||
        iif(OLD."interval_unit" IS NOT written."interval_unit", ',"intervalUnit":' || iif(typeof(OLD."interval_unit") = 'blob', '"a BLOB"', json_quote(OLD."interval_unit")), '') ||
        iif(OLD."cron_minute" IS NOT written."cron_minute", ',"cronMinute":' || iif(typeof(OLD."cron_minute") = 'blob', '"a BLOB"', json_quote(OLD."cron_minute")), '') ||
        iif(OLD."cron_hour" IS NOT written."cron_hour", ',"cronHour":' || iif(typeof(OLD."cron_hour") = 'blob', '"a BLOB"', json_quote(OLD."cron_hour")), '') ||
        iif(OLD."cron_day" IS NOT written."cron_day", ',"cronDay":' || iif(typeof(OLD."cron_day") = 'blob', '"a BLOB"', json_quote(OLD."cron_day")), '') ||
        iif(OLD."cron_month" IS NOT written."cron_month", ',"cronMonth":' || iif(typeof(OLD."cron_month") = 'blob', '"a BLOB"', json_quote(OLD."cron_month")), '') ||
        iif(OLD."cron_day_of_week" IS NOT written."cron_day_of_week", ',"cronDayOfWeek":' || iif(typeof(OLD."cron_day_of_week") = 'blob', '"a BLOB"', json_quote(OLD."cron_day_of_week")), '') ||
        iif(OLD."timezone" IS NOT written."timezone", ',"timezone":' || iif(typeof(OLD."timezone") = 'blob', '"a BLOB"', json_quote(OLD."timezone")), '') ||
        iif(OLD."max_instances" IS NOT written."max_instances", ',"maxInstances":' || iif(typeof(OLD."max_instances") = 'blob', '"a BLOB"', json_quote(OLD."max_instances")), '') ||
        iif(OLD."coalesce" IS NOT written."coalesce", ',"coalesce":' || iif(typeof(OLD."coalesce") = 'blob', '"a BLOB"', json_quote(OLD."coalesce")), '') ||
        iif(OLD."misfire_grace_time" IS NOT written."misfire_grace_time", ',"misfireGraceTime":' || iif(typeof(OLD."misfire_grace_time") = 'blob', '"a BLOB"', json_quote(OLD."misfire_grace_time")), '') ||
        iif(OLD."log_policy" IS NOT written."log_policy", ',"logPolicy":' || iif(typeof(OLD."log_policy") = 'blob', '"a BLOB"', json_quote(OLD."log_policy")), '') ||
        iif(OLD."timeout_seconds" IS NOT written."timeout_seconds", ',"timeoutSeconds":' || iif(typeof(OLD."timeout_seconds") = 'blob', '"a BLOB"', json_quote(OLD."timeout_seconds")), '') ||
        iif(OLD."max_retries" IS NOT written."max_retries", ',"maxRetries":' || iif(typeof(OLD."max_retries") = 'blob', '"a BLOB"', json_quote(OLD."max_retries")), '') ||
        iif(OLD."params" IS NOT written."params", ',"params":' || iif(typeof(OLD."params") = 'blob', '"a BLOB"', json_quote(OLD."params")), '') ||
        iif(OLD."on_ambiguous" IS NOT written."on_ambiguous", ',"onAmbiguous":' || iif(typeof(OLD."on_ambiguous") = 'blob', '"a BLOB"', json_quote(OLD."on_ambiguous")), '') ||
        iif(OLD."note" IS NOT written."note", ',"note":' || iif(typeof(OLD."note") = 'blob', '"a BLOB"', json_quote(OLD."note")), '') ||
        iif(OLD."paused_until" IS NOT written."paused_until", ',"pausedUntil":' || json_quote(iif(typeof(OLD."paused_until") = 'text', CAST(round((julianday(OLD."paused_until") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(OLD."pause_reason" IS NOT written."pause_reason", ',"pauseReason":' || iif(typeof(OLD."pause_reason") = 'blob', '"a BLOB"', json_quote(OLD."pause_reason")), '') ||
        iif(OLD."owner" IS NOT written."owner", ',"owner":' || iif(typeof(OLD."owner") = 'blob', '"a BLOB"', json_quote(OLD."owner")), '') ||
        iif(OLD."runbook_url" IS NOT written."runbook_url", ',"runbookUrl":' || iif(typeof(OLD."runbook_url") = 'blob', '"a BLOB"', json_quote(OLD."runbook_url")), '') ||
        iif(OLD."blackouts" IS NOT written."blackouts", ',"blackouts":' || iif(typeof(OLD."blackouts") = 'blob', '"a BLOB"', json_quote(OLD."blackouts")), '') ||
        iif(OLD."anchor_at" IS NOT written."anchor_at", ',"anchorAt":' || json_quote(iif(typeof(OLD."anchor_at") = 'text', CAST(round((julianday(OLD."anchor_at") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(OLD."effective_from" IS NOT written."effective_from", ',"effectiveFrom":' || json_quote(iif(typeof(OLD."effective_from") = 'text', CAST(round((julianday(OLD."effective_from") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(OLD."paused_from" IS NOT written."paused_from", ',"pausedFrom":' || json_quote(iif(typeof(OLD."paused_from") = 'text', CAST(round((julianday(OLD."paused_from") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(OLD."exceptions" IS NOT written."exceptions", ',"exceptions":' || iif(typeof(OLD."exceptions") = 'blob', '"a BLOB"', json_quote(OLD."exceptions")), ''), 2) || '}', '{' || substr(
        iif(written."job_key" IS NOT OLD."job_key", ',"jobKey":' || iif(typeof(written."job_key") = 'blob', '"a BLOB"', json_quote(written."job_key")), '') ||
        iif(written."variant" IS NOT OLD."variant", ',"variant":' || iif(typeof(written."variant") = 'blob', '"a BLOB"', json_quote(written."variant")), '') ||
        iif(written."enabled" IS NOT OLD."enabled", ',"enabled":' || iif(typeof(written."enabled") = 'blob', '"a BLOB"', json_quote(written."enabled")), '') ||
        iif(written."trigger_type" IS NOT OLD."trigger_type", ',"triggerType":' || iif(typeof(written."trigger_type") = 'blob', '"a BLOB"', json_quote(written."trigger_type")), '') ||
        iif(written."interval_value" IS NOT OLD."interval_value", ',"intervalValue":' || iif(typeof(written."interval_value") = 'blob', '"a BLOB"', json_quote(written."interval_value")), '') ||
        iif(written."interval_unit" IS NOT OLD."interval_unit", ',"intervalUnit":' || iif(typeof(written."interval_unit") = 'blob', '"a BLOB"', json_quote(written."interval_unit")), '') ||
        iif(written."cron_minute" IS NOT OLD."cron_minute", ',"cronMinute":' || iif(typeof(written."cron_minute") = 'blob', '"a BLOB"', json_quote(written."cron_minute")), '') ||
        iif(written."cron_hour" IS NOT OLD."cron_hour", ',"cronHour":' || iif(typeof(written."cron_hour") = 'blob', '"a BLOB"', json_quote(written."cron_hour")), '') ||
        iif(written."cron_day" IS NOT OLD."cron_day", ',"cronDay":' || iif(typeof(written."cron_day") = 'blob', '"a BLOB"', json_quote(written."cron_day")), '') ||
        iif(written."cron_month" IS NOT OLD."cron_month", ',"cronMonth":' || iif(typeof(written."cron_month") = 'blob', '"a BLOB"', json_quote(written."cron_month")), '') ||
        iif(written."cron_day_of_week" IS NOT OLD."cron_day_of_week", ',"cronDayOfWeek":' || iif(typeof(written."cron_day_of_week") = 'blob', '"a BLOB"', json_quote(written."cron_day_of_week")), '') ||
        iif(written."timezone" IS NOT OLD."timezone", ',"timezone":' || iif(typeof(written."timezone") = 'blob', '"a BLOB"', json_quote(written."timezone")), '') ||
        iif(written."max_instances" IS NOT OLD."max_instances", ',"maxInstances":' || iif(typeof(written."max_instances") = 'blob', '"a BLOB"', json_quote(written."max_instances")), '') ||
        iif(written."coalesce" IS NOT OLD."coalesce", ',"coalesce":' || iif(typeof(written."coalesce") = 'blob', '"a BLOB"', json_quote(written."coalesce")), '') ||
        iif(written."misfire_grace_time" IS NOT OLD."misfire_grace_time", ',"misfireGraceTime":' || iif(typeof(written."misfire_grace_time") = 'blob', '"a BLOB"', json_quote(written."misfire_grace_time")), '') ||
        iif(written."log_policy" IS NOT OLD."log_policy", ',"logPolicy":' || iif(typeof(written."log_policy") = 'blob', '"a BLOB"', json_quote(written."log_policy")), '') ||
        iif(written."timeout_seconds" IS NOT OLD."timeout_seconds", ',"timeoutSeconds":' || iif(typeof(written."timeout_seconds") = 'blob', '"a BLOB"', json_quote(written."timeout_seconds")), '') ||
        iif(written."max_retries" IS NOT OLD."max_retries", ',"maxRetries":' || iif(typeof(written."max_retries") = 'blob', '"a BLOB"', json_quote(written."max_retries")), '') ||
        iif(written."params" IS NOT OLD."params", ',"params":' || iif(typeof(written."params") = 'blob', '"a BLOB"', json_quote(written."params")), '') ||
        iif(written."on_ambiguous" IS NOT OLD."on_ambiguous", ',"onAmbiguous":' || iif(typeof(written."on_ambiguous") = 'blob', '"a BLOB"', json_quote(written."on_ambiguous")), '') ||
        iif(written."note" IS NOT OLD."note", ',"note":' || iif(typeof(written."note") = 'blob', '"a BLOB"', json_quote(written."note")), '') ||
        iif(written."paused_until" IS NOT OLD."paused_until", ',"pausedUntil":' || json_quote(iif(typeof(written."paused_until") = 'text', CAST(round((julianday(written."paused_until") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(written."pause_reason" IS NOT OLD."pause_reason", ',"pauseReason":' || iif(typeof(written."pause_reason") = 'blob', '"a BLOB"', json_quote(written."pause_reason")), '') ||
        iif(written."owner" IS NOT OLD."owner", ',"owner":' || iif(typeof(written."owner") = 'blob', '"a BLOB"', json_quote(written."owner")), '') ||
        iif(written."runbook_url" IS NOT OLD."runbook_url", ',"runbookUrl":' || iif(typeof(written."runbook_url") = 'blob', '"a BLOB"', json_quote(written."runbook_url")), '') ||
        iif(written."blackouts" IS NOT OLD."blackouts", ',"blackouts":' || iif(typeof(written."blackouts") = 'blob', '"a BLOB"', json_quote(written."blackouts")), '') ||
        iif(written."anchor_at" IS NOT OLD."anchor_at", ',"anchorAt":' || json_quote(iif(typeof(written."anchor_at") = 'text', CAST(round((julianday(written."anchor_at") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(written."effective_from" IS NOT OLD."effective_from", ',"effectiveFrom":' || json_quote(iif(typeof(written."effective_from") = 'text', CAST(round((julianday(written."effective_from") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(written."paused_from" IS NOT OLD."paused_from", ',"pausedFrom":' || json_quote(iif(typeof(written."paused_from") = 'text', CAST(round((julianday(written."paused_from") - 2440587.5) * 86400000) AS INTEGER), NULL)), '') ||
        iif(written."exceptions" IS NOT OLD."exceptions", ',"exceptions":' || iif(typeof(written."exceptions") = 'blob', '"a BLOB"', json_quote(written."exceptions")), ''), 2) || '}'
      FROM "zenpulse_schedule_config" AS written WHERE written."id" = NEW."id")
     WHERE "is_open" = 1 AND "origin" = 'sql' AND "schedule_id" = NEW."id";
END;
