-- What holds for many schedules: blackout windows by their names, and the switch that stops all firing. A change of it raises
-- the revision, so runners hear of it.

CREATE TABLE "zenpulse_calendar" (
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    PRIMARY KEY ("kind", "name")
);

CREATE TRIGGER "zenpulse_calendar_inserted" AFTER INSERT ON "zenpulse_calendar" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
END;

CREATE TRIGGER "zenpulse_calendar_updated" AFTER UPDATE ON "zenpulse_calendar" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
END;

CREATE TRIGGER "zenpulse_calendar_deleted" AFTER DELETE ON "zenpulse_calendar" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
END;
