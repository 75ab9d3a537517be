-- Which history a database has. "history_id" is made here and travels in dumps: another system's database has another.
-- "token" is new at each raise of the revision, and the log keeps the newest 1,000 pairs: a runner that knows a revision
-- and its token finds them there, or this is not what it read before (a restored backup, a promoted replica that lost
-- commits, tables made anew). Ids of deleted schedules are kept as long, so that nobody reads all ids to find one.

ALTER TABLE "zenpulse_revision" ADD COLUMN "history_id" VARCHAR(64) NOT NULL DEFAULT '';

ALTER TABLE "zenpulse_revision" ADD COLUMN "token" VARCHAR(64) NOT NULL DEFAULT '';

CREATE TABLE "zenpulse_revision_log" (
    "revision" BIGINT NOT NULL,
    "token" VARCHAR(64) NOT NULL,
    PRIMARY KEY ("revision")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TABLE "zenpulse_schedule_deletion" (
    "revision" BIGINT NOT NULL,
    "schedule_id" VARCHAR(191) NOT NULL,
    PRIMARY KEY ("revision", "schedule_id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

-- The random part of the lease's fence: an epoch of the same number may come again in another history.
ALTER TABLE "zenpulse_lease" ADD COLUMN "fence" VARCHAR(64);

UPDATE "zenpulse_revision" SET
    "history_id" = LEFT(SHA2(CONCAT(UUID(), RAND()), 256), 32), "token" = LEFT(SHA2(CONCAT(UUID(), RAND()), 256), 32)
 WHERE "history_id" = '';

INSERT INTO "zenpulse_revision_log" ("revision", "token")
SELECT "revision", "token" FROM "zenpulse_revision" WHERE "id" = 1
ON DUPLICATE KEY UPDATE "token" = VALUES("token");

-- The other triggers raise the revision with INSERT … ON DUPLICATE KEY UPDATE, which fires these. What is too old is
-- deleted by its number: a search from the oldest on would pass all that this transaction has deleted before.

CREATE TRIGGER "zenpulse_revision_made" BEFORE INSERT ON "zenpulse_revision" FOR EACH ROW
BEGIN
    IF NEW."history_id" = '' THEN
        SET NEW."history_id" = LEFT(SHA2(CONCAT(UUID(), RAND()), 256), 32);
    END IF;
    IF NEW."token" = '' THEN
        SET NEW."token" = LEFT(SHA2(CONCAT(UUID(), RAND()), 256), 32);
    END IF;
END;

CREATE TRIGGER "zenpulse_revision_made_log" AFTER INSERT ON "zenpulse_revision" FOR EACH ROW
BEGIN
    DELETE FROM "zenpulse_revision_log" WHERE "revision" >= NEW."revision";
    INSERT INTO "zenpulse_revision_log" ("revision", "token") VALUES (NEW."revision", NEW."token");
END;

CREATE TRIGGER "zenpulse_revision_raised" BEFORE UPDATE ON "zenpulse_revision" FOR EACH ROW
BEGIN
    IF NEW."revision" <> OLD."revision" THEN
        SET NEW."token" = LEFT(SHA2(CONCAT(UUID(), RAND()), 256), 32);
    END IF;
END;

CREATE TRIGGER "zenpulse_revision_raised_log" AFTER UPDATE ON "zenpulse_revision" FOR EACH ROW
BEGIN
    IF NEW."revision" <> OLD."revision" THEN
        DELETE FROM "zenpulse_revision_log" WHERE "revision" >= NEW."revision";
        DELETE FROM "zenpulse_revision_log" WHERE "revision" = NEW."revision" - 1000;
        INSERT INTO "zenpulse_revision_log" ("revision", "token") VALUES (NEW."revision", NEW."token");
        DELETE FROM "zenpulse_schedule_deletion" WHERE "revision" = NEW."revision" - 1000;
    END IF;
END;

CREATE TRIGGER "zenpulse_schedule_deleted_log" AFTER DELETE ON "zenpulse_schedule_config" FOR EACH ROW
BEGIN
    INSERT IGNORE INTO "zenpulse_schedule_deletion" ("revision", "schedule_id")
    SELECT "revision", OLD."id" FROM "zenpulse_revision" WHERE "id" = 1;
END;
