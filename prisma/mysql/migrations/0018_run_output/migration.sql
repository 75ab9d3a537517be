-- Runs whose output somebody watches, and the newest of it, which their runner writes while the watch lasts. Raises no revision.

CREATE TABLE "zenpulse_run_output" (
    "run_id" VARCHAR(191) NOT NULL,
    "watched_until" DATETIME(3) NOT NULL,
    "output" LONGTEXT,
    "written_at" DATETIME(3),
    PRIMARY KEY ("run_id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
