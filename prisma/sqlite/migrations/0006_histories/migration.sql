-- Which history a database has. "history_id" is made here and travels in copies and dumps: another system's database has
-- another. "token" is new at each raise of the revision, and the log keeps the newest 1,000 pairs: a runner that knows a
-- revision and its token finds them there, or this is not what it read before (a restored backup, another file).
-- Ids of deleted schedules are kept as long, so that nobody reads all ids to find one.

ALTER TABLE "zenpulse_revision" ADD COLUMN "history_id" TEXT NOT NULL DEFAULT '';
ALTER TABLE "zenpulse_revision" ADD COLUMN "token" TEXT NOT NULL DEFAULT '';
UPDATE "zenpulse_revision" SET "history_id" = lower(hex(randomblob(16))), "token" = lower(hex(randomblob(16)));

CREATE TABLE "zenpulse_revision_log" (
    "revision" INTEGER NOT NULL PRIMARY KEY,
    "token" TEXT NOT NULL
);
INSERT INTO "zenpulse_revision_log" ("revision", "token")
SELECT "revision", "token" FROM "zenpulse_revision" WHERE "id" = 1;

CREATE TABLE "zenpulse_schedule_deletion" (
    "revision" INTEGER NOT NULL,
    "schedule_id" TEXT NOT NULL,
    PRIMARY KEY ("revision", "schedule_id")
);

CREATE TRIGGER "zenpulse_revision_raised" AFTER UPDATE OF "revision" ON "zenpulse_revision" BEGIN
    UPDATE "zenpulse_revision" SET "token" = lower(hex(randomblob(16))) WHERE "id" = NEW."id";
    DELETE FROM "zenpulse_revision_log" WHERE "revision" >= NEW."revision" OR "revision" <= NEW."revision" - 1000;
    INSERT INTO "zenpulse_revision_log" ("revision", "token")
    SELECT "revision", "token" FROM "zenpulse_revision" WHERE "id" = NEW."id";
    DELETE FROM "zenpulse_schedule_deletion" WHERE "revision" <= NEW."revision" - 1000;
END;

DROP TRIGGER "zenpulse_schedule_deleted";

CREATE TRIGGER "zenpulse_schedule_deleted" AFTER DELETE ON "zenpulse_schedule_config" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
    INSERT OR IGNORE INTO "zenpulse_schedule_deletion" ("revision", "schedule_id")
    SELECT "revision", OLD."id" FROM "zenpulse_revision";
END;

-- INSERT OR REPLACE and UPDATE OR REPLACE delete the row that is in their way, and fire no trigger for it. The number is the one that
-- the statement is about to raise. Where the row is not deleted after all, readers see that it is there.

CREATE TRIGGER "zenpulse_schedule_replaced_by_insert" BEFORE INSERT ON "zenpulse_schedule_config" BEGIN
    INSERT OR IGNORE INTO "zenpulse_schedule_deletion" ("revision", "schedule_id")
    SELECT (SELECT "revision" FROM "zenpulse_revision") + 1, "id" FROM "zenpulse_schedule_config"
     WHERE "job_key" = NEW."job_key" AND "variant" = NEW."variant" AND "id" IS NOT NEW."id";
END;

CREATE TRIGGER "zenpulse_schedule_replaced_by_update" BEFORE UPDATE OF "job_key", "variant"
ON "zenpulse_schedule_config" BEGIN
    INSERT OR IGNORE INTO "zenpulse_schedule_deletion" ("revision", "schedule_id")
    SELECT (SELECT "revision" FROM "zenpulse_revision") + 1, "id" FROM "zenpulse_schedule_config"
     WHERE "job_key" = NEW."job_key" AND "variant" = NEW."variant" AND "id" IS NOT OLD."id";
END;
