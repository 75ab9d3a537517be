-- The runs that held the slots of a run that was skipped: a JSON array of their ids. Rows of earlier releases do not say.

ALTER TABLE "zenpulse_job_execution_log" ADD COLUMN "held_by" TEXT;
