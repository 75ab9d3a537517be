-- The first tables. Instants are ISO 8601 text in UTC with milliseconds, as Prisma writes them.

CREATE TABLE "zenpulse_schedule_config" (
    "id" TEXT NOT NULL PRIMARY KEY DEFAULT (lower(hex(randomblob(16)))),
    "job_key" TEXT NOT NULL,
    "variant" TEXT NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "trigger_type" TEXT NOT NULL,
    "interval_value" INTEGER,
    "interval_unit" TEXT,
    "anchor_at" DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S.000+00:00', 'now')),
    "cron_minute" TEXT NOT NULL DEFAULT '*',
    "cron_hour" TEXT NOT NULL DEFAULT '*',
    "cron_day" TEXT NOT NULL DEFAULT '*',
    "cron_month" TEXT NOT NULL DEFAULT '*',
    "cron_day_of_week" TEXT NOT NULL DEFAULT '*',
    "timezone" TEXT NOT NULL DEFAULT 'UTC',
    "max_instances" INTEGER NOT NULL DEFAULT 1,
    "coalesce" BOOLEAN NOT NULL DEFAULT true,
    "misfire_grace_time" INTEGER DEFAULT 60,
    "log_policy" TEXT NOT NULL DEFAULT 'failures',
    "timeout_seconds" INTEGER,
    "max_retries" INTEGER NOT NULL DEFAULT 0,
    "params" TEXT NOT NULL DEFAULT '{}',
    "on_ambiguous" TEXT NOT NULL DEFAULT 'skip',
    "version" INTEGER NOT NULL DEFAULT 1,
    "row_revision" INTEGER NOT NULL DEFAULT 0,
    "effective_from" DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "created_at" DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "updated_at" DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))
);
CREATE UNIQUE INDEX "zenpulse_schedule_config_job" ON "zenpulse_schedule_config" ("job_key", "variant");
CREATE INDEX "zenpulse_schedule_config_revision" ON "zenpulse_schedule_config" ("row_revision");
CREATE INDEX "zenpulse_schedule_config_updated" ON "zenpulse_schedule_config" ("updated_at", "id");

CREATE TABLE "zenpulse_job_execution_log" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "schedule_id" TEXT NOT NULL,
    "job_key" TEXT NOT NULL,
    "variant" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL,
    "scheduled_at" DATETIME NOT NULL,
    "occurrence_at" DATETIME,
    "run_time" DATETIME NOT NULL,
    "duration_ms" REAL,
    "exception_type" TEXT,
    "exception_message" TEXT,
    "traceback" TEXT,
    "hostname" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "origin" TEXT NOT NULL DEFAULT 'schedule',
    "reason" TEXT,
    "coalesced_count" INTEGER NOT NULL DEFAULT 1,
    "output" TEXT
);
CREATE UNIQUE INDEX "zenpulse_job_execution_log_occurrence" ON "zenpulse_job_execution_log" ("schedule_id", "occurrence_at", "attempt");
CREATE INDEX "zenpulse_job_execution_log_time" ON "zenpulse_job_execution_log" ("run_time", "id");
CREATE INDEX "zenpulse_job_execution_log_job" ON "zenpulse_job_execution_log" ("job_key", "run_time", "id");
CREATE INDEX "zenpulse_job_execution_log_status" ON "zenpulse_job_execution_log" ("status", "run_time", "id");

CREATE TABLE "zenpulse_run_request" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "schedule_id" TEXT NOT NULL,
    "requested_at" DATETIME NOT NULL,
    "claimed_at" DATETIME,
    "claimed_by" TEXT
);
CREATE INDEX "zenpulse_run_request_waiting" ON "zenpulse_run_request" ("claimed_at", "requested_at");

CREATE TABLE "zenpulse_schedule_stats" (
    "schedule_id" TEXT NOT NULL PRIMARY KEY,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "last_run_id" TEXT NOT NULL,
    "last_status" TEXT NOT NULL,
    "last_scheduled_at" DATETIME NOT NULL,
    "last_run_time" DATETIME NOT NULL,
    "last_duration_ms" REAL
);

CREATE TABLE "zenpulse_code_schedule" (
    "job_key" TEXT NOT NULL,
    "variant" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME NOT NULL,
    PRIMARY KEY ("job_key", "variant")
);

CREATE TABLE "zenpulse_revision" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "revision" INTEGER NOT NULL
);
INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1);

-- The revision: every change of a schedule raises it, SQL by hand included. A row knows the revision that it
-- changed at, so a runner reads what is new and nothing else.

CREATE TRIGGER "zenpulse_schedule_inserted" AFTER INSERT ON "zenpulse_schedule_config" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
    UPDATE "zenpulse_schedule_config" SET "row_revision" = (SELECT "revision" FROM "zenpulse_revision")
     WHERE "id" = NEW."id";
END;

CREATE TRIGGER "zenpulse_schedule_updated" AFTER UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
    "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
    "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
    "on_ambiguous", "version", "effective_from"
ON "zenpulse_schedule_config" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
    UPDATE "zenpulse_schedule_config" SET "row_revision" = (SELECT "revision" FROM "zenpulse_revision")
     WHERE "id" = NEW."id";
END;

CREATE TRIGGER "zenpulse_schedule_deleted" AFTER DELETE ON "zenpulse_schedule_config" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
END;

CREATE TRIGGER "zenpulse_run_requested" AFTER INSERT ON "zenpulse_run_request" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
END;

-- A change by hand leaves "version" as it was; ZenPulse's own never does. The row then gets what the admin
-- would have given it: a new version, and a new start for a trigger that changed.

CREATE TRIGGER "zenpulse_schedule_edited_by_hand" AFTER UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "cron_minute",
    "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances", "coalesce",
    "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params", "on_ambiguous"
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
                OR (NEW."enabled" AND NOT OLD."enabled"))
            THEN strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now') ELSE NEW."effective_from" END
     WHERE "id" = NEW."id";
END;
