-- The params that a run had: a JSON object, without secrets. Rows of earlier releases do not say.

ALTER TABLE "zenpulse_job_execution_log" ADD COLUMN "params" TEXT;
