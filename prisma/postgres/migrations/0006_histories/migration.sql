-- Which history a database has. "history_id" is made here and travels in dumps: another system's database has another.
-- "token" is new at each raise of the revision, and the log keeps the newest 1,000 pairs: a runner that knows a revision
-- and its token finds them there, or this is not what it read before (a restored backup, a promoted replica that lost
-- commits, tables made anew). Ids of deleted schedules are kept as long, so that nobody reads all ids to find one.

ALTER TABLE "zenpulse_revision" ADD COLUMN "history_id" TEXT COLLATE "C" NOT NULL DEFAULT (gen_random_uuid())::text;
ALTER TABLE "zenpulse_revision" ADD COLUMN "token" TEXT COLLATE "C" NOT NULL DEFAULT (gen_random_uuid())::text;

CREATE TABLE "zenpulse_revision_log" (
    "revision" BIGINT NOT NULL PRIMARY KEY,
    "token" TEXT COLLATE "C" NOT NULL
);
INSERT INTO "zenpulse_revision_log" ("revision", "token")
SELECT "revision", "token" FROM "zenpulse_revision" WHERE "id" = 1;

-- "revision" is below zero until the transaction that deleted the schedule commits.
CREATE TABLE "zenpulse_schedule_deletion" (
    "revision" BIGINT NOT NULL,
    "schedule_id" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("revision", "schedule_id")
);

-- Transactions that wrote something and have not committed; empty to everybody else.
CREATE TABLE "zenpulse_pending_change" (
    "transaction_id" BIGINT NOT NULL PRIMARY KEY
);

-- The random part of the lease's fence: an epoch of the same number may come again in another history.
ALTER TABLE "zenpulse_lease" ADD COLUMN "fence" TEXT;

-- From here on writers do not wait for each other. Row triggers only mark what they wrote ("row_revision" is -1, or -2 for
-- a schedule that begins anew: new, switched on, or with another trigger or zone). A statement trigger notes that
-- there were such rows. A deferred constraint trigger on that note, which comes at the commit, locks the revision's one
-- row and raises it, gives the marked rows their number, writes the log and notifies. So the lock is held while a
-- transaction commits and not while it is open, it is the last one that a transaction takes, and numbers become
-- visible in their order.
--
-- A schedule that begins anew begins at the commit: until then nobody saw it. A start that was written by this
-- transaction, or a little before it, moves there; one that somebody set by hand into the past or the future stands.
--
-- The functions keep the schema that they were made in and run with the rights of their owner: whoever may write a
-- schedule needs no rights on the tables that keep count.

DROP TRIGGER "zenpulse_schedule_locks" ON "zenpulse_schedule_config";
DROP TRIGGER "zenpulse_schedule_inserted_row" ON "zenpulse_schedule_config";
DROP TRIGGER "zenpulse_schedule_updated_row" ON "zenpulse_schedule_config";
DROP TRIGGER "zenpulse_schedule_inserted" ON "zenpulse_schedule_config";
DROP TRIGGER "zenpulse_schedule_updated" ON "zenpulse_schedule_config";
DROP TRIGGER "zenpulse_schedule_deleted" ON "zenpulse_schedule_config";
DROP TRIGGER "zenpulse_schedule_truncated" ON "zenpulse_schedule_config";
DROP TRIGGER "zenpulse_run_requested" ON "zenpulse_run_request";
DROP TRIGGER "zenpulse_cancel_requested" ON "zenpulse_cancel_request";
DROP FUNCTION "zenpulse_lock_revision"();
DROP FUNCTION "zenpulse_schedule_marked"();
DROP FUNCTION "zenpulse_schedules_written"();
DROP FUNCTION "zenpulse_rows_touched"();
DROP FUNCTION "zenpulse_schedules_truncated"();
DROP FUNCTION "zenpulse_raise_revision"();

CREATE FUNCTION "zenpulse_raise_revision"() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    raised "zenpulse_revision"%ROWTYPE;
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON CONFLICT ("id") DO UPDATE SET
        "revision" = "zenpulse_revision"."revision" + 1, "token" = (gen_random_uuid())::text
    RETURNING * INTO raised;
    DELETE FROM "zenpulse_revision_log" WHERE "revision" >= raised."revision" OR "revision" <= raised."revision" - 1000;
    INSERT INTO "zenpulse_revision_log" ("revision", "token") VALUES (raised."revision", raised."token");
    DELETE FROM "zenpulse_schedule_deletion" WHERE "revision" BETWEEN 0 AND raised."revision" - 1000;
    PERFORM pg_notify('zenpulse_changed', '');
    RETURN raised."revision";
END $$;

-- For loads that no trigger saw: runners read everything anew.
CREATE FUNCTION "zenpulse_new_history"("history_id" TEXT) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM "zenpulse_raise_revision"();
    UPDATE "zenpulse_revision" SET "history_id" = $1 WHERE "id" = 1;
END $$;

-- What this transaction's marked rows and deletions were waiting for.
CREATE FUNCTION "zenpulse_changes_committed"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET "zenpulse.is_stamping" = 'on' AS $$
DECLARE
    raised CONSTANT bigint := "zenpulse_raise_revision"();
    -- Read after the revision's lock, for which others may have been waited.
    moment CONSTANT timestamptz := date_trunc('milliseconds', clock_timestamp());
    earliest CONSTANT timestamptz := transaction_timestamp() - interval '60 seconds';
BEGIN
    UPDATE "zenpulse_schedule_config" SET
        "row_revision" = raised,
        "effective_from" = CASE
            WHEN "row_revision" = -2 AND "effective_from" BETWEEN earliest AND moment THEN moment
            ELSE "effective_from" END
     WHERE "row_revision" < 0;
    UPDATE "zenpulse_schedule_deletion" SET "revision" = raised WHERE "revision" = -NEW."transaction_id";
    DELETE FROM "zenpulse_pending_change" WHERE "transaction_id" = NEW."transaction_id";
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "zenpulse_changes_committed" AFTER INSERT ON "zenpulse_pending_change"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "zenpulse_changes_committed"();

CREATE FUNCTION "zenpulse_note_change"() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    INSERT INTO "zenpulse_pending_change" ("transaction_id") VALUES (txid_current()) ON CONFLICT DO NOTHING;
$$;

CREATE FUNCTION "zenpulse_schedule_marked"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW."row_revision" := -2;
    ELSIF OLD."row_revision" = -2 OR (NEW."enabled" AND NOT OLD."enabled")
        OR (NEW."trigger_type", NEW."interval_value", NEW."interval_unit", NEW."timezone", NEW."cron_minute",
            NEW."cron_hour", NEW."cron_day", NEW."cron_month", NEW."cron_day_of_week")
        IS DISTINCT FROM
           (OLD."trigger_type", OLD."interval_value", OLD."interval_unit", OLD."timezone", OLD."cron_minute",
            OLD."cron_hour", OLD."cron_day", OLD."cron_month", OLD."cron_day_of_week") THEN
        NEW."row_revision" := -2;
    ELSE
        NEW."row_revision" := -1;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION "zenpulse_schedules_written"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM "written" WHERE "row_revision" < 0) THEN PERFORM "zenpulse_note_change"(); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "zenpulse_schedules_deleted"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "zenpulse_schedule_deletion" ("revision", "schedule_id")
    SELECT -txid_current(), "id" FROM "touched" ON CONFLICT DO NOTHING;
    IF FOUND THEN PERFORM "zenpulse_note_change"(); END IF;
    RETURN NULL;
END $$;

-- Before, while the rows are there: TRUNCATE has locked the table.
CREATE FUNCTION "zenpulse_schedules_truncated"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO "zenpulse_schedule_deletion" ("revision", "schedule_id")
    SELECT -txid_current(), "id" FROM "zenpulse_schedule_config" ON CONFLICT DO NOTHING;
    PERFORM "zenpulse_note_change"();
    RETURN NULL;
END $$;

CREATE FUNCTION "zenpulse_rows_requested"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM "touched") THEN PERFORM "zenpulse_note_change"(); END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "zenpulse_schedule_inserted_row" BEFORE INSERT ON "zenpulse_schedule_config"
    FOR EACH ROW EXECUTE FUNCTION "zenpulse_schedule_marked"();

CREATE TRIGGER "zenpulse_schedule_updated_row" BEFORE UPDATE OF
    "job_key", "variant", "enabled", "trigger_type", "interval_value", "interval_unit", "anchor_at",
    "cron_minute", "cron_hour", "cron_day", "cron_month", "cron_day_of_week", "timezone", "max_instances",
    "coalesce", "misfire_grace_time", "log_policy", "timeout_seconds", "max_retries", "params",
    "on_ambiguous", "version", "effective_from"
ON "zenpulse_schedule_config" FOR EACH ROW
WHEN (current_setting('zenpulse.is_stamping', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION "zenpulse_schedule_marked"();

CREATE TRIGGER "zenpulse_schedule_inserted" AFTER INSERT ON "zenpulse_schedule_config"
    REFERENCING NEW TABLE AS "written" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedules_written"();

CREATE TRIGGER "zenpulse_schedule_updated" AFTER UPDATE ON "zenpulse_schedule_config"
    REFERENCING NEW TABLE AS "written" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedules_written"();

CREATE TRIGGER "zenpulse_schedule_deleted" AFTER DELETE ON "zenpulse_schedule_config"
    REFERENCING OLD TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedules_deleted"();

CREATE TRIGGER "zenpulse_schedule_truncated" BEFORE TRUNCATE ON "zenpulse_schedule_config"
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_schedules_truncated"();

CREATE TRIGGER "zenpulse_run_requested" AFTER INSERT ON "zenpulse_run_request"
    REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_rows_requested"();

CREATE TRIGGER "zenpulse_cancel_requested" AFTER INSERT ON "zenpulse_cancel_request"
    REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_rows_requested"();
