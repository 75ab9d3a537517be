-- Batches of counters are numbered by their writer and applied once: one whose answer was lost is sent again under its
-- number. And when each schedule last succeeded; rows of earlier releases do not say until the next success.

CREATE TABLE "zenpulse_stats_batch" (
    "writer" VARCHAR(191) NOT NULL,
    "number" INTEGER NOT NULL,
    "applied_at" DATETIME(3) NOT NULL,
    PRIMARY KEY ("writer")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

ALTER TABLE "zenpulse_schedule_stats" ADD COLUMN "last_success_at" DATETIME(3);
