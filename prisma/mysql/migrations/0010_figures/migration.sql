-- Figures that are kept under every log policy: the newest occurrences of each schedule, counts by outcome and duration for
-- hours and days, and groups of equal errors. They are written with the counters, in one transaction a minute.

CREATE TABLE "zenpulse_schedule_recent" (
    "schedule_id" VARCHAR(191) NOT NULL,
    "recent" VARCHAR(1440) NOT NULL,
    "guess_at" DATETIME(3),
    PRIMARY KEY ("schedule_id"),
    KEY "zenpulse_schedule_recent_guess" ("guess_at")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_figure" (
    "kind" VARCHAR(16) NOT NULL,
    "at" DATETIME(3) NOT NULL,
    "schedule_id" VARCHAR(191) NOT NULL,
    "outcome" VARCHAR(32) NOT NULL,
    "bin" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    PRIMARY KEY ("kind", "at", "schedule_id", "outcome", "bin")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_error_group" (
    "fingerprint" VARCHAR(64) NOT NULL,
    "job_key" VARCHAR(255) NOT NULL,
    "exception_type" MEDIUMTEXT,
    "message" MEDIUMTEXT,
    "count" INTEGER NOT NULL,
    "first_at" DATETIME(3) NOT NULL,
    "last_at" DATETIME(3) NOT NULL,
    "last_execution_id" VARCHAR(191),
    "last_schedule_id" VARCHAR(191) NOT NULL,
    PRIMARY KEY ("fingerprint"),
    KEY "zenpulse_error_group_last" ("last_at", "fingerprint"),
    KEY "zenpulse_error_group_job" ("job_key", "last_at", "fingerprint"),
    KEY "zenpulse_error_group_schedule" ("last_schedule_id", "last_at", "fingerprint")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
