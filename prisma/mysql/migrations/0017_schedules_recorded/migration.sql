-- The record of changes: who changed what of a schedule, when and why, and what was asked for besides.
--
-- The store writes the record of its own changes and marks it open before it writes the schedule, and closes it before it
-- commits. The triggers record what no open record names: SQL by hand, and what a process of an older release writes.
-- "before" and "after" are JSON: of a change its fields, of a new or deleted schedule the whole row; instants are epoch
-- milliseconds.

CREATE TABLE "zenpulse_change" (
    "id" VARCHAR(191) NOT NULL,
    "at" DATETIME(3) NOT NULL,
    "actor" VARCHAR(255),
    "origin" VARCHAR(32) NOT NULL,
    "schedule_id" VARCHAR(191),
    "job_key" VARCHAR(255),
    "variant" VARCHAR(64),
    "action" VARCHAR(32) NOT NULL,
    "before" MEDIUMTEXT,
    "after" MEDIUMTEXT,
    "reason" VARCHAR(500),
    "bulk_id" VARCHAR(191),
    "revert_of" VARCHAR(191),
    "is_open" BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY ("id"),
    INDEX "zenpulse_change_time" ("at", "id"),
    INDEX "zenpulse_change_schedule" ("schedule_id", "at", "id"),
    INDEX "zenpulse_change_actor" ("actor", "at", "id"),
    INDEX "zenpulse_change_action" ("action", "at", "id"),
    INDEX "zenpulse_change_bulk" ("bulk_id", "id"),
    INDEX "zenpulse_change_open" ("is_open", "schedule_id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TRIGGER "zenpulse_schedule_insert_recorded" AFTER INSERT ON "zenpulse_schedule_config" FOR EACH ROW
BEGIN
    IF NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = true AND "schedule_id" = NEW."id") THEN
        INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
        VALUES (REPLACE(UUID(), '-', ''), utc_timestamp(3), 'sql', NEW."id", NEW."job_key", NEW."variant",
            'create', NULL, CONCAT('{', CONCAT_WS(',',
            CONCAT('"id":', COALESCE(JSON_QUOTE(NEW."id"), 'null')),
            CONCAT('"jobKey":', COALESCE(JSON_QUOTE(NEW."job_key"), 'null')),
            CONCAT('"variant":', COALESCE(JSON_QUOTE(NEW."variant"), 'null')),
            CONCAT('"enabled":', COALESCE(NEW."enabled", 'null')),
            CONCAT('"triggerType":', COALESCE(JSON_QUOTE(NEW."trigger_type"), 'null')),
            CONCAT('"intervalValue":', COALESCE(NEW."interval_value", 'null')),
            CONCAT('"intervalUnit":', COALESCE(JSON_QUOTE(NEW."interval_unit"), 'null')),
            CONCAT('"anchorAt":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."anchor_at") DIV 1000, 'null')),
            CONCAT('"cronMinute":', COALESCE(JSON_QUOTE(NEW."cron_minute"), 'null')),
            CONCAT('"cronHour":', COALESCE(JSON_QUOTE(NEW."cron_hour"), 'null')),
            CONCAT('"cronDay":', COALESCE(JSON_QUOTE(NEW."cron_day"), 'null')),
            CONCAT('"cronMonth":', COALESCE(JSON_QUOTE(NEW."cron_month"), 'null')),
            CONCAT('"cronDayOfWeek":', COALESCE(JSON_QUOTE(NEW."cron_day_of_week"), 'null')),
            CONCAT('"timezone":', COALESCE(JSON_QUOTE(NEW."timezone"), 'null')),
            CONCAT('"maxInstances":', COALESCE(NEW."max_instances", 'null')),
            CONCAT('"coalesce":', COALESCE(NEW."coalesce", 'null')),
            CONCAT('"misfireGraceTime":', COALESCE(NEW."misfire_grace_time", 'null')),
            CONCAT('"logPolicy":', COALESCE(JSON_QUOTE(NEW."log_policy"), 'null')),
            CONCAT('"timeoutSeconds":', COALESCE(NEW."timeout_seconds", 'null')),
            CONCAT('"maxRetries":', COALESCE(NEW."max_retries", 'null')),
            CONCAT('"params":', COALESCE(JSON_QUOTE(NEW."params"), 'null')),
            CONCAT('"onAmbiguous":', COALESCE(JSON_QUOTE(NEW."on_ambiguous"), 'null')),
            CONCAT('"note":', COALESCE(JSON_QUOTE(NEW."note"), 'null')),
            CONCAT('"pausedFrom":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."paused_from") DIV 1000, 'null')),
            CONCAT('"pausedUntil":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."paused_until") DIV 1000, 'null')),
            CONCAT('"pauseReason":', COALESCE(JSON_QUOTE(NEW."pause_reason"), 'null')),
            CONCAT('"owner":', COALESCE(JSON_QUOTE(NEW."owner"), 'null')),
            CONCAT('"runbookUrl":', COALESCE(JSON_QUOTE(NEW."runbook_url"), 'null')),
            CONCAT('"blackouts":', COALESCE(JSON_QUOTE(NEW."blackouts"), 'null')),
            CONCAT('"exceptions":', COALESCE(JSON_QUOTE(NEW."exceptions"), 'null')),
            CONCAT('"version":', COALESCE(NEW."version", 'null')),
            CONCAT('"effectiveFrom":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."effective_from") DIV 1000, 'null')),
            CONCAT('"createdAt":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."created_at") DIV 1000, 'null')),
            CONCAT('"updatedAt":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."updated_at") DIV 1000, 'null'))), '}'));
    END IF;
END;

CREATE TRIGGER "zenpulse_schedule_update_recorded" AFTER UPDATE ON "zenpulse_schedule_config" FOR EACH ROW
BEGIN
    IF (NOT (NEW."job_key" <=> OLD."job_key")
        OR NOT (NEW."variant" <=> OLD."variant")
        OR NOT (NEW."enabled" <=> OLD."enabled")
        OR NOT (NEW."trigger_type" <=> OLD."trigger_type")
        OR NOT (NEW."interval_value" <=> OLD."interval_value")
        OR NOT (NEW."interval_unit" <=> OLD."interval_unit")
        OR NOT (NEW."cron_minute" <=> OLD."cron_minute")
        OR NOT (NEW."cron_hour" <=> OLD."cron_hour")
        OR NOT (NEW."cron_day" <=> OLD."cron_day")
        OR NOT (NEW."cron_month" <=> OLD."cron_month")
        OR NOT (NEW."cron_day_of_week" <=> OLD."cron_day_of_week")
        OR NOT (NEW."timezone" <=> OLD."timezone")
        OR NOT (NEW."max_instances" <=> OLD."max_instances")
        OR NOT (NEW."coalesce" <=> OLD."coalesce")
        OR NOT (NEW."misfire_grace_time" <=> OLD."misfire_grace_time")
        OR NOT (NEW."log_policy" <=> OLD."log_policy")
        OR NOT (NEW."timeout_seconds" <=> OLD."timeout_seconds")
        OR NOT (NEW."max_retries" <=> OLD."max_retries")
        OR NOT (NEW."params" <=> OLD."params")
        OR NOT (NEW."on_ambiguous" <=> OLD."on_ambiguous")
        OR NOT (NEW."note" <=> OLD."note")
        OR NOT (NEW."paused_until" <=> OLD."paused_until")
        OR NOT (NEW."pause_reason" <=> OLD."pause_reason")
        OR NOT (NEW."owner" <=> OLD."owner")
        OR NOT (NEW."runbook_url" <=> OLD."runbook_url")
        OR NOT (NEW."blackouts" <=> OLD."blackouts")
        OR NOT (NEW."anchor_at" <=> OLD."anchor_at")
        OR NOT (NEW."effective_from" <=> OLD."effective_from")
        OR NOT (NEW."paused_from" <=> OLD."paused_from")
        OR NOT (NEW."exceptions" <=> OLD."exceptions"))
        AND NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = true AND "schedule_id" = NEW."id") THEN
        INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
        VALUES (REPLACE(UUID(), '-', ''), utc_timestamp(3), 'sql', NEW."id", NEW."job_key", NEW."variant",
            'change', CONCAT('{', SUBSTRING(CONCAT(
            IF(NOT (OLD."job_key" <=> NEW."job_key"), CONCAT(',"jobKey":', COALESCE(JSON_QUOTE(OLD."job_key"), 'null')), ''),
            IF(NOT (OLD."variant" <=> NEW."variant"), CONCAT(',"variant":', COALESCE(JSON_QUOTE(OLD."variant"), 'null')), ''),
            IF(NOT (OLD."enabled" <=> NEW."enabled"), CONCAT(',"enabled":', COALESCE(OLD."enabled", 'null')), ''),
            IF(NOT (OLD."trigger_type" <=> NEW."trigger_type"), CONCAT(',"triggerType":', COALESCE(JSON_QUOTE(OLD."trigger_type"), 'null')), ''),
            IF(NOT (OLD."interval_value" <=> NEW."interval_value"), CONCAT(',"intervalValue":', COALESCE(OLD."interval_value", 'null')), ''),
            IF(NOT (OLD."interval_unit" <=> NEW."interval_unit"), CONCAT(',"intervalUnit":', COALESCE(JSON_QUOTE(OLD."interval_unit"), 'null')), ''),
            IF(NOT (OLD."cron_minute" <=> NEW."cron_minute"), CONCAT(',"cronMinute":', COALESCE(JSON_QUOTE(OLD."cron_minute"), 'null')), ''),
            IF(NOT (OLD."cron_hour" <=> NEW."cron_hour"), CONCAT(',"cronHour":', COALESCE(JSON_QUOTE(OLD."cron_hour"), 'null')), ''),
            IF(NOT (OLD."cron_day" <=> NEW."cron_day"), CONCAT(',"cronDay":', COALESCE(JSON_QUOTE(OLD."cron_day"), 'null')), ''),
            IF(NOT (OLD."cron_month" <=> NEW."cron_month"), CONCAT(',"cronMonth":', COALESCE(JSON_QUOTE(OLD."cron_month"), 'null')), ''),
            IF(NOT (OLD."cron_day_of_week" <=> NEW."cron_day_of_week"), CONCAT(',"cronDayOfWeek":', COALESCE(JSON_QUOTE(OLD."cron_day_of_week"), 'null')), ''),
            IF(NOT (OLD."timezone" <=> NEW."timezone"), CONCAT(',"timezone":', COALESCE(JSON_QUOTE(OLD."timezone"), 'null')), ''),
            IF(NOT (OLD."max_instances" <=> NEW."max_instances"), CONCAT(',"maxInstances":', COALESCE(OLD."max_instances", 'null')), ''),
            IF(NOT (OLD."coalesce" <=> NEW."coalesce"), CONCAT(',"coalesce":', COALESCE(OLD."coalesce", 'null')), ''),
            IF(NOT (OLD."misfire_grace_time" <=> NEW."misfire_grace_time"), CONCAT(',"misfireGraceTime":', COALESCE(OLD."misfire_grace_time", 'null')), ''),
            IF(NOT (OLD."log_policy" <=> NEW."log_policy"), CONCAT(',"logPolicy":', COALESCE(JSON_QUOTE(OLD."log_policy"), 'null')), ''),
            IF(NOT (OLD."timeout_seconds" <=> NEW."timeout_seconds"), CONCAT(',"timeoutSeconds":', COALESCE(OLD."timeout_seconds", 'null')), ''),
            IF(NOT (OLD."max_retries" <=> NEW."max_retries"), CONCAT(',"maxRetries":', COALESCE(OLD."max_retries", 'null')), ''),
            IF(NOT (OLD."params" <=> NEW."params"), CONCAT(',"params":', COALESCE(JSON_QUOTE(OLD."params"), 'null')), ''),
            IF(NOT (OLD."on_ambiguous" <=> NEW."on_ambiguous"), CONCAT(',"onAmbiguous":', COALESCE(JSON_QUOTE(OLD."on_ambiguous"), 'null')), ''),
            IF(NOT (OLD."note" <=> NEW."note"), CONCAT(',"note":', COALESCE(JSON_QUOTE(OLD."note"), 'null')), ''),
            IF(NOT (OLD."paused_until" <=> NEW."paused_until"), CONCAT(',"pausedUntil":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."paused_until") DIV 1000, 'null')), ''),
            IF(NOT (OLD."pause_reason" <=> NEW."pause_reason"), CONCAT(',"pauseReason":', COALESCE(JSON_QUOTE(OLD."pause_reason"), 'null')), ''),
            IF(NOT (OLD."owner" <=> NEW."owner"), CONCAT(',"owner":', COALESCE(JSON_QUOTE(OLD."owner"), 'null')), ''),
            IF(NOT (OLD."runbook_url" <=> NEW."runbook_url"), CONCAT(',"runbookUrl":', COALESCE(JSON_QUOTE(OLD."runbook_url"), 'null')), ''),
            IF(NOT (OLD."blackouts" <=> NEW."blackouts"), CONCAT(',"blackouts":', COALESCE(JSON_QUOTE(OLD."blackouts"), 'null')), ''),
            IF(NOT (OLD."anchor_at" <=> NEW."anchor_at"), CONCAT(',"anchorAt":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."anchor_at") DIV 1000, 'null')), ''),
            IF(NOT (OLD."effective_from" <=> NEW."effective_from"), CONCAT(',"effectiveFrom":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."effective_from") DIV 1000, 'null')), ''),
            IF(NOT (OLD."paused_from" <=> NEW."paused_from"), CONCAT(',"pausedFrom":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."paused_from") DIV 1000, 'null')), ''),
            IF(NOT (OLD."exceptions" <=> NEW."exceptions"), CONCAT(',"exceptions":', COALESCE(JSON_QUOTE(OLD."exceptions"), 'null')), '')), 2), '}'), CONCAT('{', SUBSTRING(CONCAT(
            IF(NOT (NEW."job_key" <=> OLD."job_key"), CONCAT(',"jobKey":', COALESCE(JSON_QUOTE(NEW."job_key"), 'null')), ''),
            IF(NOT (NEW."variant" <=> OLD."variant"), CONCAT(',"variant":', COALESCE(JSON_QUOTE(NEW."variant"), 'null')), ''),
            IF(NOT (NEW."enabled" <=> OLD."enabled"), CONCAT(',"enabled":', COALESCE(NEW."enabled", 'null')), ''),
            IF(NOT (NEW."trigger_type" <=> OLD."trigger_type"), CONCAT(',"triggerType":', COALESCE(JSON_QUOTE(NEW."trigger_type"), 'null')), ''),
            IF(NOT (NEW."interval_value" <=> OLD."interval_value"), CONCAT(',"intervalValue":', COALESCE(NEW."interval_value", 'null')), ''),
            IF(NOT (NEW."interval_unit" <=> OLD."interval_unit"), CONCAT(',"intervalUnit":', COALESCE(JSON_QUOTE(NEW."interval_unit"), 'null')), ''),
            IF(NOT (NEW."cron_minute" <=> OLD."cron_minute"), CONCAT(',"cronMinute":', COALESCE(JSON_QUOTE(NEW."cron_minute"), 'null')), ''),
            IF(NOT (NEW."cron_hour" <=> OLD."cron_hour"), CONCAT(',"cronHour":', COALESCE(JSON_QUOTE(NEW."cron_hour"), 'null')), ''),
            IF(NOT (NEW."cron_day" <=> OLD."cron_day"), CONCAT(',"cronDay":', COALESCE(JSON_QUOTE(NEW."cron_day"), 'null')), ''),
            IF(NOT (NEW."cron_month" <=> OLD."cron_month"), CONCAT(',"cronMonth":', COALESCE(JSON_QUOTE(NEW."cron_month"), 'null')), ''),
            IF(NOT (NEW."cron_day_of_week" <=> OLD."cron_day_of_week"), CONCAT(',"cronDayOfWeek":', COALESCE(JSON_QUOTE(NEW."cron_day_of_week"), 'null')), ''),
            IF(NOT (NEW."timezone" <=> OLD."timezone"), CONCAT(',"timezone":', COALESCE(JSON_QUOTE(NEW."timezone"), 'null')), ''),
            IF(NOT (NEW."max_instances" <=> OLD."max_instances"), CONCAT(',"maxInstances":', COALESCE(NEW."max_instances", 'null')), ''),
            IF(NOT (NEW."coalesce" <=> OLD."coalesce"), CONCAT(',"coalesce":', COALESCE(NEW."coalesce", 'null')), ''),
            IF(NOT (NEW."misfire_grace_time" <=> OLD."misfire_grace_time"), CONCAT(',"misfireGraceTime":', COALESCE(NEW."misfire_grace_time", 'null')), ''),
            IF(NOT (NEW."log_policy" <=> OLD."log_policy"), CONCAT(',"logPolicy":', COALESCE(JSON_QUOTE(NEW."log_policy"), 'null')), ''),
            IF(NOT (NEW."timeout_seconds" <=> OLD."timeout_seconds"), CONCAT(',"timeoutSeconds":', COALESCE(NEW."timeout_seconds", 'null')), ''),
            IF(NOT (NEW."max_retries" <=> OLD."max_retries"), CONCAT(',"maxRetries":', COALESCE(NEW."max_retries", 'null')), ''),
            IF(NOT (NEW."params" <=> OLD."params"), CONCAT(',"params":', COALESCE(JSON_QUOTE(NEW."params"), 'null')), ''),
            IF(NOT (NEW."on_ambiguous" <=> OLD."on_ambiguous"), CONCAT(',"onAmbiguous":', COALESCE(JSON_QUOTE(NEW."on_ambiguous"), 'null')), ''),
            IF(NOT (NEW."note" <=> OLD."note"), CONCAT(',"note":', COALESCE(JSON_QUOTE(NEW."note"), 'null')), ''),
            IF(NOT (NEW."paused_until" <=> OLD."paused_until"), CONCAT(',"pausedUntil":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."paused_until") DIV 1000, 'null')), ''),
            IF(NOT (NEW."pause_reason" <=> OLD."pause_reason"), CONCAT(',"pauseReason":', COALESCE(JSON_QUOTE(NEW."pause_reason"), 'null')), ''),
            IF(NOT (NEW."owner" <=> OLD."owner"), CONCAT(',"owner":', COALESCE(JSON_QUOTE(NEW."owner"), 'null')), ''),
            IF(NOT (NEW."runbook_url" <=> OLD."runbook_url"), CONCAT(',"runbookUrl":', COALESCE(JSON_QUOTE(NEW."runbook_url"), 'null')), ''),
            IF(NOT (NEW."blackouts" <=> OLD."blackouts"), CONCAT(',"blackouts":', COALESCE(JSON_QUOTE(NEW."blackouts"), 'null')), ''),
            IF(NOT (NEW."anchor_at" <=> OLD."anchor_at"), CONCAT(',"anchorAt":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."anchor_at") DIV 1000, 'null')), ''),
            IF(NOT (NEW."effective_from" <=> OLD."effective_from"), CONCAT(',"effectiveFrom":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."effective_from") DIV 1000, 'null')), ''),
            IF(NOT (NEW."paused_from" <=> OLD."paused_from"), CONCAT(',"pausedFrom":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', NEW."paused_from") DIV 1000, 'null')), ''),
            IF(NOT (NEW."exceptions" <=> OLD."exceptions"), CONCAT(',"exceptions":', COALESCE(JSON_QUOTE(NEW."exceptions"), 'null')), '')), 2), '}'));
    END IF;
END;

CREATE TRIGGER "zenpulse_schedule_delete_recorded" AFTER DELETE ON "zenpulse_schedule_config" FOR EACH ROW
BEGIN
    IF NOT EXISTS (SELECT 1 FROM "zenpulse_change" WHERE "is_open" = true AND "schedule_id" = OLD."id") THEN
        INSERT INTO "zenpulse_change" ("id", "at", "origin", "schedule_id", "job_key", "variant", "action", "before", "after")
        VALUES (REPLACE(UUID(), '-', ''), utc_timestamp(3), 'sql', OLD."id", OLD."job_key", OLD."variant",
            'delete', CONCAT('{', CONCAT_WS(',',
            CONCAT('"id":', COALESCE(JSON_QUOTE(OLD."id"), 'null')),
            CONCAT('"jobKey":', COALESCE(JSON_QUOTE(OLD."job_key"), 'null')),
            CONCAT('"variant":', COALESCE(JSON_QUOTE(OLD."variant"), 'null')),
            CONCAT('"enabled":', COALESCE(OLD."enabled", 'null')),
            CONCAT('"triggerType":', COALESCE(JSON_QUOTE(OLD."trigger_type"), 'null')),
            CONCAT('"intervalValue":', COALESCE(OLD."interval_value", 'null')),
            CONCAT('"intervalUnit":', COALESCE(JSON_QUOTE(OLD."interval_unit"), 'null')),
            CONCAT('"anchorAt":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."anchor_at") DIV 1000, 'null')),
            CONCAT('"cronMinute":', COALESCE(JSON_QUOTE(OLD."cron_minute"), 'null')),
            CONCAT('"cronHour":', COALESCE(JSON_QUOTE(OLD."cron_hour"), 'null')),
            CONCAT('"cronDay":', COALESCE(JSON_QUOTE(OLD."cron_day"), 'null')),
            CONCAT('"cronMonth":', COALESCE(JSON_QUOTE(OLD."cron_month"), 'null')),
            CONCAT('"cronDayOfWeek":', COALESCE(JSON_QUOTE(OLD."cron_day_of_week"), 'null')),
            CONCAT('"timezone":', COALESCE(JSON_QUOTE(OLD."timezone"), 'null')),
            CONCAT('"maxInstances":', COALESCE(OLD."max_instances", 'null')),
            CONCAT('"coalesce":', COALESCE(OLD."coalesce", 'null')),
            CONCAT('"misfireGraceTime":', COALESCE(OLD."misfire_grace_time", 'null')),
            CONCAT('"logPolicy":', COALESCE(JSON_QUOTE(OLD."log_policy"), 'null')),
            CONCAT('"timeoutSeconds":', COALESCE(OLD."timeout_seconds", 'null')),
            CONCAT('"maxRetries":', COALESCE(OLD."max_retries", 'null')),
            CONCAT('"params":', COALESCE(JSON_QUOTE(OLD."params"), 'null')),
            CONCAT('"onAmbiguous":', COALESCE(JSON_QUOTE(OLD."on_ambiguous"), 'null')),
            CONCAT('"note":', COALESCE(JSON_QUOTE(OLD."note"), 'null')),
            CONCAT('"pausedFrom":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."paused_from") DIV 1000, 'null')),
            CONCAT('"pausedUntil":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."paused_until") DIV 1000, 'null')),
            CONCAT('"pauseReason":', COALESCE(JSON_QUOTE(OLD."pause_reason"), 'null')),
            CONCAT('"owner":', COALESCE(JSON_QUOTE(OLD."owner"), 'null')),
            CONCAT('"runbookUrl":', COALESCE(JSON_QUOTE(OLD."runbook_url"), 'null')),
            CONCAT('"blackouts":', COALESCE(JSON_QUOTE(OLD."blackouts"), 'null')),
            CONCAT('"exceptions":', COALESCE(JSON_QUOTE(OLD."exceptions"), 'null')),
            CONCAT('"version":', COALESCE(OLD."version", 'null')),
            CONCAT('"effectiveFrom":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."effective_from") DIV 1000, 'null')),
            CONCAT('"createdAt":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."created_at") DIV 1000, 'null')),
            CONCAT('"updatedAt":', COALESCE(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', OLD."updated_at") DIV 1000, 'null'))), '}'), NULL);
    END IF;
END;
