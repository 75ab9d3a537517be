-- Runs whose output somebody watches, and the newest of it, which their runner writes while the watch lasts. Raises no revision.

CREATE TABLE "zenpulse_run_output" (
    "run_id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "watched_until" TIMESTAMPTZ(3) NOT NULL,
    "output" TEXT,
    "written_at" TIMESTAMPTZ(3)
);

-- On a channel of its own: only runners listen to it, and they need not look at the schedules.
CREATE FUNCTION "zenpulse_watched"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_notify('zenpulse_watched', '');
    RETURN NULL;
END $$;

CREATE TRIGGER "zenpulse_output_watched" AFTER INSERT OR UPDATE OF "watched_until" ON "zenpulse_run_output"
    FOR EACH ROW EXECUTE FUNCTION "zenpulse_watched"();

CREATE TRIGGER "zenpulse_output_written" AFTER UPDATE OF "output" ON "zenpulse_run_output"
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_written"('output');
