-- The first tables, for PostgreSQL 13 or newer. Instants are timestamptz in whole milliseconds. Keys collate as "C":
-- ordered by code point, whatever the database's locale. JSON that ZenPulse only keeps is `json`, which checks the
-- syntax and gives back every text that was written; `jsonb` would refuse an escaped NUL.

CREATE TABLE "zenpulse_schedule_config" (
    "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY DEFAULT (gen_random_uuid())::text,
    "job_key" TEXT COLLATE "C" NOT NULL,
    "variant" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "trigger_type" TEXT NOT NULL,
    "interval_value" INTEGER,
    "interval_unit" TEXT,
    "anchor_at" TIMESTAMPTZ(3) NOT NULL DEFAULT date_trunc('second', statement_timestamp()) CHECK (isfinite("anchor_at")),
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
    "params" JSON NOT NULL DEFAULT '{}',
    "on_ambiguous" TEXT NOT NULL DEFAULT 'skip',
    "version" INTEGER NOT NULL DEFAULT 1,
    "row_revision" BIGINT NOT NULL DEFAULT 0,
    "effective_from" TIMESTAMPTZ(3) NOT NULL DEFAULT date_trunc('milliseconds', statement_timestamp()) CHECK (isfinite("effective_from")),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT date_trunc('milliseconds', statement_timestamp()) CHECK (isfinite("created_at")),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT date_trunc('milliseconds', statement_timestamp()) CHECK (isfinite("updated_at"))
);
CREATE UNIQUE INDEX "zenpulse_schedule_config_job" ON "zenpulse_schedule_config" ("job_key", "variant");
CREATE INDEX "zenpulse_schedule_config_revision" ON "zenpulse_schedule_config" ("row_revision");
CREATE INDEX "zenpulse_schedule_config_updated" ON "zenpulse_schedule_config" ("updated_at", "id");

CREATE TABLE "zenpulse_job_execution_log" (
    "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "schedule_id" TEXT COLLATE "C" NOT NULL,
    "job_key" TEXT COLLATE "C" NOT NULL,
    "variant" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "status" TEXT COLLATE "C" NOT NULL,
    "scheduled_at" TIMESTAMPTZ(3) NOT NULL,
    "occurrence_at" TIMESTAMPTZ(3),
    "run_time" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" DOUBLE PRECISION,
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
    "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "schedule_id" TEXT COLLATE "C" NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "claimed_by" TEXT
);
CREATE INDEX "zenpulse_run_request_waiting" ON "zenpulse_run_request" ("claimed_at", "requested_at");

CREATE TABLE "zenpulse_schedule_stats" (
    "schedule_id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "last_run_id" TEXT NOT NULL,
    "last_status" TEXT NOT NULL,
    "last_scheduled_at" TIMESTAMPTZ(3) NOT NULL,
    "last_run_time" TIMESTAMPTZ(3) NOT NULL,
    "last_duration_ms" DOUBLE PRECISION
);

CREATE TABLE "zenpulse_code_schedule" (
    "job_key" TEXT COLLATE "C" NOT NULL,
    "variant" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    PRIMARY KEY ("job_key", "variant")
);

CREATE TABLE "zenpulse_runner" (
    "runner_id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "snapshot" JSON NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL
);

-- One row, written by every change: room on its page keeps the old versions of it short-lived.
CREATE TABLE "zenpulse_revision" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "revision" BIGINT NOT NULL
) WITH (fillfactor = 10);
INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1);

-- The revision: every change of a schedule raises it, SQL by hand included. A row knows the revision that it
-- changed at, so a runner reads what is new and nothing else.
--
-- A revision becomes visible only after all lower ones: whoever writes locks the revision's row before it touches a
-- schedule, and keeps it until it commits. The lock comes first so that two writers cannot wait for each other.
-- A statement raises it once, however many rows it writes, and not at all when it writes none.
--
-- The functions keep the schema that they were made in, so a writer's own search_path does not matter.

CREATE FUNCTION "zenpulse_lock_revision"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM 1 FROM "zenpulse_revision" WHERE "id" = 1 FOR NO KEY UPDATE;
    RETURN NULL;
END $$;

CREATE FUNCTION "zenpulse_raise_revision"() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON CONFLICT ("id") DO UPDATE SET "revision" = "zenpulse_revision"."revision" + 1;
    PERFORM pg_notify('zenpulse_changed', '');
END $$;

CREATE FUNCTION "zenpulse_schedule_marked"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    NEW."row_revision" := COALESCE((SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1), 0) + 1;
    RETURN NEW;
END $$;

CREATE FUNCTION "zenpulse_schedules_written"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM "written"
         WHERE "row_revision" > COALESCE((SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1), 0))
    THEN PERFORM "zenpulse_raise_revision"(); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "zenpulse_rows_touched"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM "touched") THEN PERFORM "zenpulse_raise_revision"(); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "zenpulse_schedules_truncated"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM "zenpulse_raise_revision"();
    RETURN NULL;
END $$;

CREATE TRIGGER "zenpulse_schedule_locks" BEFORE INSERT OR UPDATE OR DELETE ON "zenpulse_schedule_config"
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_lock_revision"();

CREATE TRIGGER "zenpulse_schedule_inserted_row" BEFORE INSERT ON "zenpulse_schedule_config"
    FOR EACH ROW EXECUTE FUNCTION "zenpulse_schedule_marked"();

CREATE TRIGGER "zenpulse_schedule_updated_row" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
    "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
    "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
    "on_ambiguous", "version", "effective_from"
ON "zenpulse_schedule_config" FOR EACH ROW EXECUTE FUNCTION "zenpulse_schedule_marked"();

CREATE TRIGGER "zenpulse_schedule_inserted" AFTER INSERT ON "zenpulse_schedule_config"
    REFERENCING NEW TABLE AS "written" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedules_written"();

CREATE TRIGGER "zenpulse_schedule_updated" AFTER UPDATE ON "zenpulse_schedule_config"
    REFERENCING NEW TABLE AS "written" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedules_written"();

CREATE TRIGGER "zenpulse_schedule_deleted" AFTER DELETE ON "zenpulse_schedule_config"
    REFERENCING OLD TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_rows_touched"();

CREATE TRIGGER "zenpulse_schedule_truncated" AFTER TRUNCATE ON "zenpulse_schedule_config"
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedules_truncated"();

CREATE TRIGGER "zenpulse_run_requested" AFTER INSERT ON "zenpulse_run_request"
    REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_rows_touched"();

-- A change by hand leaves "version" as it was; ZenPulse's own never does. The row then gets what the admin
-- would have given it: a new version, and a new start for a trigger that changed.

CREATE FUNCTION "zenpulse_schedule_edited_by_hand"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    moment CONSTANT timestamptz := date_trunc('milliseconds', statement_timestamp());
    is_reanchored CONSTANT boolean :=
        (NEW."trigger_type", NEW."interval_value", NEW."interval_unit")
        IS DISTINCT FROM (OLD."trigger_type", OLD."interval_value", OLD."interval_unit");
    is_restarted CONSTANT boolean := is_reanchored
        OR (NEW."enabled" AND NOT OLD."enabled")
        OR (NEW."cron_minute", NEW."cron_hour", NEW."cron_day", NEW."cron_month", NEW."cron_day_of_week", NEW."timezone")
        IS DISTINCT FROM
           (OLD."cron_minute", OLD."cron_hour", OLD."cron_day", OLD."cron_month", OLD."cron_day_of_week", OLD."timezone");
BEGIN
    NEW."version" := OLD."version" + 1;
    NEW."updated_at" := moment;
    IF is_reanchored AND NEW."anchor_at" = OLD."anchor_at" THEN
        NEW."anchor_at" := date_trunc('second', moment);
    END IF;
    IF is_restarted AND NEW."effective_from" = OLD."effective_from" THEN
        NEW."effective_from" := moment;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER "zenpulse_schedule_edited_by_hand" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "cron_minute",
    "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances", "coalesce",
    "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params", "on_ambiguous"
ON "zenpulse_schedule_config" FOR EACH ROW WHEN (NEW."version" = OLD."version")
EXECUTE FUNCTION "zenpulse_schedule_edited_by_hand"();
