-- The lease: who may start runs under --lock. One row, which outlives its holder; the lock itself is an advisory lock.
-- "epoch" is the newest that anybody raised, "holder_epoch" that of the last who held it.

CREATE TABLE "zenpulse_lease" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "epoch" BIGINT NOT NULL,
    "holder" JSON,
    "holder_epoch" BIGINT,
    "processed_until" TIMESTAMPTZ(3) CHECK (isfinite("processed_until")),
    "reserved_until" TIMESTAMPTZ(3) CHECK (isfinite("reserved_until")),
    "is_released" BOOLEAN NOT NULL DEFAULT true,
    "renewed_at" TIMESTAMPTZ(3)
) WITH (fillfactor = 10);
INSERT INTO "zenpulse_lease" ("id", "epoch") VALUES (1, 0);

-- Waits for the lock as long as lock_timeout says; false when that was not enough. A function, because a statement
-- that fails would leave an error in the server's log each time that a standby asks again.
CREATE FUNCTION "zenpulse_await_lock"("family" INTEGER, "member" INTEGER) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_lock("family", "member");
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    RETURN false;
END $$;
