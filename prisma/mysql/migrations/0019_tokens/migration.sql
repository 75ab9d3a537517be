-- Tokens of machines, without the secrets: only their SHA-256 hashes.

CREATE TABLE "zenpulse_token" (
    "id" VARCHAR(191) NOT NULL,
    "name" VARCHAR(191) NOT NULL,
    "role" VARCHAR(191) NOT NULL,
    "hash" VARCHAR(191) NOT NULL,
    "created_at" DATETIME(3) NOT NULL,
    "created_by" VARCHAR(255),
    "expires_at" DATETIME(3),
    "last_used_at" DATETIME(3),
    "revoked_at" DATETIME(3),
    PRIMARY KEY ("id"),
    UNIQUE INDEX "zenpulse_token_name" ("name"),
    UNIQUE INDEX "zenpulse_token_hash" ("hash")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

-- Which run by hand an idempotency key stands for. The request's own row is deleted when its run is recorded.

CREATE TABLE "zenpulse_run_key" (
    "schedule_id" VARCHAR(191) NOT NULL,
    "idempotency_key" VARCHAR(191) NOT NULL,
    "run_id" VARCHAR(191) NOT NULL,
    "params_hash" VARCHAR(191) NOT NULL,
    "created_at" DATETIME(3) NOT NULL,
    PRIMARY KEY ("schedule_id", "idempotency_key"),
    INDEX "zenpulse_run_key_age" ("created_at")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
