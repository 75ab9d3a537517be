-- What holds for many schedules: blackout windows by their names, and the switch that stops all firing. A change of it raises
-- the revision, so runners hear of it.

CREATE TABLE "zenpulse_calendar" (
    "kind" VARCHAR(32) NOT NULL,
    "name" VARCHAR(191) NOT NULL,
    "definition" MEDIUMTEXT NOT NULL,
    "updated_at" VARCHAR(32) NOT NULL,
    PRIMARY KEY ("kind", "name")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TRIGGER "zenpulse_calendar_inserted" AFTER INSERT ON "zenpulse_calendar" FOR EACH ROW
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
END;

CREATE TRIGGER "zenpulse_calendar_updated" AFTER UPDATE ON "zenpulse_calendar" FOR EACH ROW
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
END;

CREATE TRIGGER "zenpulse_calendar_deleted" AFTER DELETE ON "zenpulse_calendar" FOR EACH ROW
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
END;
