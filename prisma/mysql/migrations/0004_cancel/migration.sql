-- Requests that a run ends. Like a request for a run, a new one raises the revision, so that runners look.

CREATE TABLE "zenpulse_cancel_request" (
    "run_id" VARCHAR(191) NOT NULL,
    "requested_at" DATETIME(3) NOT NULL,
    PRIMARY KEY ("run_id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

CREATE TRIGGER "zenpulse_cancel_requested" AFTER INSERT ON "zenpulse_cancel_request" FOR EACH ROW
BEGIN
    INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)
    ON DUPLICATE KEY UPDATE "revision" = "revision" + 1;
END;
