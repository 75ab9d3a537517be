-- Tokens of machines, without the secrets: only their SHA-256 hashes.

CREATE TABLE "zenpulse_token" (
    "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    "name" TEXT COLLATE "C" NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3)
);

CREATE UNIQUE INDEX "zenpulse_token_name" ON "zenpulse_token"("name");

CREATE UNIQUE INDEX "zenpulse_token_hash" ON "zenpulse_token"("hash");

-- Which run by hand an idempotency key stands for. The request's own row is deleted when its run is recorded.

CREATE TABLE "zenpulse_run_key" (
    "schedule_id" TEXT COLLATE "C" NOT NULL,
    "idempotency_key" TEXT COLLATE "C" NOT NULL,
    "run_id" TEXT COLLATE "C" NOT NULL,
    "params_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    PRIMARY KEY ("schedule_id", "idempotency_key")
);

CREATE INDEX "zenpulse_run_key_age" ON "zenpulse_run_key"("created_at");
