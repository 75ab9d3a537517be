-- The first tables, for MySQL 8.0.19 and MariaDB 10.6 or newer. Instants are DATETIME(3) in UTC. Text is compared and
-- ordered by code point, case and blanks at the end included: the collation for that has another name on each server, and
-- each reads its own comment. JSON that ZenPulse only keeps is text, which gives back every letter that was written.
--
-- A statement ends with a semicolon before an empty line. DDL commits by itself here, so a migration that was
-- interrupted goes on where it was: each statement either makes something that has a name, or may be repeated.

CREATE TABLE "zenpulse_schedule_config" (
    "id" VARCHAR(191) NOT NULL DEFAULT (uuid()),
    "job_key" VARCHAR(255) NOT NULL,
    "variant" VARCHAR(64) NOT NULL DEFAULT '',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "trigger_type" VARCHAR(32) NOT NULL,
    "interval_value" INTEGER,
    "interval_unit" VARCHAR(32),
    "anchor_at" DATETIME(3) NOT NULL DEFAULT (cast(utc_timestamp() as datetime(3))),
    "cron_minute" VARCHAR(255) NOT NULL DEFAULT '*',
    "cron_hour" VARCHAR(255) NOT NULL DEFAULT '*',
    "cron_day" VARCHAR(255) NOT NULL DEFAULT '*',
    "cron_month" VARCHAR(255) NOT NULL DEFAULT '*',
    "cron_day_of_week" VARCHAR(255) NOT NULL DEFAULT '*',
    "timezone" VARCHAR(255) NOT NULL DEFAULT 'UTC',
    "max_instances" INTEGER NOT NULL DEFAULT 1,
    "coalesce" BOOLEAN NOT NULL DEFAULT true,
    "misfire_grace_time" INTEGER DEFAULT 60,
    "log_policy" VARCHAR(32) NOT NULL DEFAULT 'failures',
    "timeout_seconds" INTEGER,
    "max_retries" INTEGER NOT NULL DEFAULT 0,
    "params" LONGTEXT NOT NULL DEFAULT ('{}'),
    "on_ambiguous" VARCHAR(32) NOT NULL DEFAULT 'skip',
    "version" INTEGER NOT NULL DEFAULT 1,
    "row_revision" BIGINT NOT NULL DEFAULT 0,
    "effective_from" DATETIME(3) NOT NULL DEFAULT (utc_timestamp(3)),
    "created_at" DATETIME(3) NOT NULL DEFAULT (utc_timestamp(3)),
    "updated_at" DATETIME(3) NOT NULL DEFAULT (utc_timestamp(3)),
    PRIMARY KEY ("id"),
    UNIQUE KEY "zenpulse_schedule_config_job" ("job_key", "variant"),
    KEY "zenpulse_schedule_config_revision" ("row_revision"),
    KEY "zenpulse_schedule_config_updated" ("updated_at", "id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_job_execution_log" (
    "id" VARCHAR(191) NOT NULL,
    "schedule_id" VARCHAR(191) NOT NULL,
    "job_key" VARCHAR(255) NOT NULL,
    "variant" VARCHAR(64) NOT NULL DEFAULT '',
    "status" VARCHAR(32) NOT NULL,
    "scheduled_at" DATETIME(3) NOT NULL,
    "occurrence_at" DATETIME(3),
    "run_time" DATETIME(3) NOT NULL,
    "duration_ms" DOUBLE,
    "exception_type" MEDIUMTEXT,
    "exception_message" MEDIUMTEXT,
    "traceback" MEDIUMTEXT,
    "hostname" VARCHAR(255) NOT NULL,
    "pid" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "origin" VARCHAR(32) NOT NULL DEFAULT 'schedule',
    "reason" VARCHAR(64),
    "coalesced_count" INTEGER NOT NULL DEFAULT 1,
    "output" MEDIUMTEXT,
    PRIMARY KEY ("id"),
    UNIQUE KEY "zenpulse_job_execution_log_occurrence" ("schedule_id", "occurrence_at", "attempt"),
    KEY "zenpulse_job_execution_log_time" ("run_time", "id"),
    KEY "zenpulse_job_execution_log_job" ("job_key", "run_time", "id"),
    KEY "zenpulse_job_execution_log_status" ("status", "run_time", "id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_run_request" (
    "id" VARCHAR(191) NOT NULL,
    "schedule_id" VARCHAR(191) NOT NULL,
    "requested_at" DATETIME(3) NOT NULL,
    "claimed_at" DATETIME(3),
    "claimed_by" VARCHAR(191),
    PRIMARY KEY ("id"),
    KEY "zenpulse_run_request_waiting" ("claimed_at", "requested_at")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_schedule_stats" (
    "schedule_id" VARCHAR(191) NOT NULL,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "last_run_id" VARCHAR(191) NOT NULL,
    "last_status" VARCHAR(32) NOT NULL,
    "last_scheduled_at" DATETIME(3) NOT NULL,
    "last_run_time" DATETIME(3) NOT NULL,
    "last_duration_ms" DOUBLE,
    PRIMARY KEY ("schedule_id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_code_schedule" (
    "job_key" VARCHAR(255) NOT NULL,
    "variant" VARCHAR(64) NOT NULL DEFAULT '',
    "created_at" DATETIME(3) NOT NULL,
    PRIMARY KEY ("job_key", "variant")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_runner" (
    "runner_id" VARCHAR(191) NOT NULL,
    "snapshot" LONGTEXT NOT NULL,
    "heartbeat_at" DATETIME(3) NOT NULL,
    PRIMARY KEY ("runner_id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_revision" (
    "id" INTEGER NOT NULL,
    "revision" BIGINT NOT NULL,
    PRIMARY KEY ("id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1) ON DUPLICATE KEY UPDATE "revision" = "revision";

-- The revision: every change of a schedule raises it, SQL by hand included (TRUNCATE is not: no trigger hears of it).
-- A row knows the revision that it changed at, so a runner reads what is new and nothing else.
--
-- A revision becomes visible only after all lower ones: whoever raises it locks its row until the commit. Each row
-- raises it, since there are no triggers for a statement as a whole. Writers that lock rows in another order than
-- the revision may wait for each other; the server then ends one of them, and ZenPulse's own statements are repeated.

CREATE TRIGGER "zenpulse_schedule_inserted" BEFORE INSERT ON "zenpulse_schedule_config" FOR EACH ROW
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
    SET NEW."row_revision" = (SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1);
END;

-- A change by hand leaves "version" as it was; ZenPulse's own never does. The row then gets what the admin
-- would have given it: a new version, and a new start for a trigger that changed.

CREATE TRIGGER "zenpulse_schedule_updated" BEFORE UPDATE ON "zenpulse_schedule_config" FOR EACH ROW
BEGIN
    DECLARE "is_reanchored" BOOLEAN DEFAULT NOT (
        NEW."trigger_type" <=> OLD."trigger_type" AND NEW."interval_value" <=> OLD."interval_value"
        AND NEW."interval_unit" <=> OLD."interval_unit");
    DECLARE "is_restarted" BOOLEAN DEFAULT "is_reanchored" OR (NEW."enabled" AND NOT OLD."enabled") OR NOT (
        NEW."cron_minute" <=> OLD."cron_minute" AND NEW."cron_hour" <=> OLD."cron_hour"
        AND NEW."cron_day" <=> OLD."cron_day" AND NEW."cron_month" <=> OLD."cron_month"
        AND NEW."cron_day_of_week" <=> OLD."cron_day_of_week" AND NEW."timezone" <=> OLD."timezone");
    DECLARE "is_changed" BOOLEAN DEFAULT "is_restarted" OR NOT (
        NEW."job_key" <=> OLD."job_key" AND NEW."variant" <=> OLD."variant" AND NEW."enabled" <=> OLD."enabled"
        AND NEW."max_instances" <=> OLD."max_instances" AND NEW."coalesce" <=> OLD."coalesce"
        AND NEW."misfire_grace_time" <=> OLD."misfire_grace_time" AND NEW."log_policy" <=> OLD."log_policy"
        AND NEW."timeout_seconds" <=> OLD."timeout_seconds" AND NEW."max_retries" <=> OLD."max_retries"
        AND NEW."params" <=> OLD."params" AND NEW."on_ambiguous" <=> OLD."on_ambiguous");
    IF "is_changed" AND NEW."version" = OLD."version" THEN
        SET NEW."version" = OLD."version" + 1, NEW."updated_at" = utc_timestamp(3);
        IF "is_reanchored" AND NEW."anchor_at" = OLD."anchor_at" THEN
            SET NEW."anchor_at" = cast(utc_timestamp() as datetime(3));
        END IF;
        IF "is_restarted" AND NEW."effective_from" = OLD."effective_from" THEN
            SET NEW."effective_from" = utc_timestamp(3);
        END IF;
    END IF;
    IF "is_changed" OR NOT (NEW."version" <=> OLD."version" AND NEW."anchor_at" <=> OLD."anchor_at"
        AND NEW."effective_from" <=> OLD."effective_from") THEN
        INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
        ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
        SET NEW."row_revision" = (SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1);
    END IF;
END;

CREATE TRIGGER "zenpulse_schedule_deleted" BEFORE DELETE ON "zenpulse_schedule_config" FOR EACH ROW
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
END;

CREATE TRIGGER "zenpulse_run_requested" AFTER INSERT ON "zenpulse_run_request" FOR EACH ROW
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
END;
