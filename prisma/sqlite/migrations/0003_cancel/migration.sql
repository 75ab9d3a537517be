-- Requests that a run ends. Like a request for a run, a new one raises the revision, so that runners look.

CREATE TABLE "zenpulse_cancel_request" (
    "run_id" TEXT NOT NULL PRIMARY KEY,
    "requested_at" DATETIME NOT NULL
);

CREATE TRIGGER "zenpulse_cancel_requested" AFTER INSERT ON "zenpulse_cancel_request" BEGIN
    UPDATE "zenpulse_revision" SET "revision" = "revision" + 1;
END;
