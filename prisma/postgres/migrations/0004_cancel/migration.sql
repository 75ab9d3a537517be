-- Requests that a run ends. Like a request for a run, a new one raises the revision, so that runners look.

CREATE TABLE "zenpulse_cancel_request" (
    "run_id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "requested_at" TIMESTAMPTZ(3) NOT NULL
);

CREATE TRIGGER "zenpulse_cancel_requested" AFTER INSERT ON "zenpulse_cancel_request"
    REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_rows_touched"();
