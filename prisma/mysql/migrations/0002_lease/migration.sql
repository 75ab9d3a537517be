-- The lease: who may start runs under --lock. One row, which outlives its holder; the lock itself is GET_LOCK's.
-- "epoch" is the newest that anybody raised, "holder_epoch" that of the last who held it.

CREATE TABLE "zenpulse_lease" (
    "id" INTEGER NOT NULL,
    "epoch" BIGINT NOT NULL,
    "holder" LONGTEXT,
    "holder_epoch" BIGINT,
    "processed_until" DATETIME(3),
    "reserved_until" DATETIME(3),
    "is_released" BOOLEAN NOT NULL DEFAULT true,
    "renewed_at" DATETIME(3),
    PRIMARY KEY ("id")
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;

INSERT INTO "zenpulse_lease" ("id", "epoch") VALUES (1, 0) ON DUPLICATE KEY UPDATE "epoch" = "epoch";
