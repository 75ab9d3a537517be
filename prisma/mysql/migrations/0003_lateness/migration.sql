-- How late a run started, or was when it was given up, and why. Rows of earlier releases do not say.

ALTER TABLE "zenpulse_job_execution_log" ADD COLUMN "late_ms" DOUBLE;

ALTER TABLE "zenpulse_job_execution_log" ADD COLUMN "late_reason" VARCHAR(32);
