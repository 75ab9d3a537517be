-- What holds for many schedules: blackout windows by their names, and the switch that stops all firing. A change of it raises
-- the revision, so runners hear of it.

CREATE TABLE "zenpulse_calendar" (
    "kind" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "definition" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    PRIMARY KEY ("kind", "name")
);

CREATE FUNCTION "zenpulse_calendar_changed"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM "zenpulse_note_change"();
    RETURN NULL;
END $$;

CREATE TRIGGER "zenpulse_calendar_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "zenpulse_calendar"
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_calendar_changed"();
