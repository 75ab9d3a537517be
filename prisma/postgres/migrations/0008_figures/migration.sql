-- Batches of counters are numbered by their writer and applied once: one whose answer was lost is sent again under its
-- number. And when each schedule last succeeded; rows of earlier releases do not say until the next success.

CREATE TABLE "zenpulse_stats_batch" (
    "writer" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL
);

ALTER TABLE "zenpulse_schedule_stats" ADD COLUMN "last_success_at" TIMESTAMPTZ(3);
