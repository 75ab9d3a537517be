-- The params that a run by hand is given: a JSON object. Null: those of its schedule.

ALTER TABLE "zenpulse_run_request" ADD COLUMN "params" TEXT;
