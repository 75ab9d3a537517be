-- Tokens of machines, without the secrets: only their SHA-256 hashes.

CREATE TABLE "zenpulse_token" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "created_by" TEXT,
    "expires_at" DATETIME,
    "last_used_at" DATETIME,
    "revoked_at" DATETIME
);

CREATE UNIQUE INDEX "zenpulse_token_name" ON "zenpulse_token"("name");

CREATE UNIQUE INDEX "zenpulse_token_hash" ON "zenpulse_token"("hash");

-- Which run by hand an idempotency key stands for. The request's own row is deleted when its run is recorded.

CREATE TABLE "zenpulse_run_key" (
    "schedule_id" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "params_hash" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    PRIMARY KEY ("schedule_id", "idempotency_key")
);

CREATE INDEX "zenpulse_run_key_age" ON "zenpulse_run_key"("created_at");
