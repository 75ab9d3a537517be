-- Figures that are kept under every log policy: the newest occurrences of each schedule, counts by outcome and duration for
-- hours and days, and groups of equal errors. They are written with the counters, in one transaction a minute.

CREATE TABLE "zenpulse_schedule_recent" (
    "schedule_id" TEXT NOT NULL PRIMARY KEY,
    "recent" TEXT NOT NULL,
    "guess_at" DATETIME
);

CREATE INDEX "zenpulse_schedule_recent_guess" ON "zenpulse_schedule_recent" ("guess_at");

CREATE TABLE "zenpulse_figure" (
    "kind" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "schedule_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "bin" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    PRIMARY KEY ("kind", "at", "schedule_id", "outcome", "bin")
) WITHOUT ROWID;

CREATE TABLE "zenpulse_error_group" (
    "fingerprint" TEXT NOT NULL PRIMARY KEY,
    "job_key" TEXT NOT NULL,
    "exception_type" TEXT,
    "message" TEXT,
    "count" INTEGER NOT NULL,
    "first_at" DATETIME NOT NULL,
    "last_at" DATETIME NOT NULL,
    "last_execution_id" TEXT,
    "last_schedule_id" TEXT NOT NULL
);

CREATE INDEX "zenpulse_error_group_last" ON "zenpulse_error_group" ("last_at", "fingerprint");
CREATE INDEX "zenpulse_error_group_job" ON "zenpulse_error_group" ("job_key", "last_at", "fingerprint");
CREATE INDEX "zenpulse_error_group_schedule" ON "zenpulse_error_group" ("last_schedule_id", "last_at", "fingerprint");
