-- By what the state of a schedule is judged: when a run of it last started, when one last failed and since when they fail
-- without a success in between, and when an occurrence was last missed. Rows of earlier releases know their last run alone:
-- where that was a miss or a skip, whether the run before it failed is unknown until the next one ends.

ALTER TABLE "zenpulse_schedule_stats" ADD COLUMN "last_started_at" DATETIME;
ALTER TABLE "zenpulse_schedule_stats" ADD COLUMN "last_failed_at" DATETIME;
ALTER TABLE "zenpulse_schedule_stats" ADD COLUMN "failing_since" DATETIME;
ALTER TABLE "zenpulse_schedule_stats" ADD COLUMN "last_missed_at" DATETIME;

UPDATE "zenpulse_schedule_stats" SET "last_started_at" = "last_run_time"
 WHERE "last_status" NOT IN ('missed', 'skipped');

-- Not later than this: it lies before what was missed or skipped.
UPDATE "zenpulse_schedule_stats" SET "last_started_at" = COALESCE("last_success_at", "last_scheduled_at")
 WHERE "last_status" IN ('missed', 'skipped') AND "runs" > 0;

UPDATE "zenpulse_schedule_stats" SET "last_missed_at" = "last_run_time" WHERE "last_status" = 'missed';

UPDATE "zenpulse_schedule_stats" SET "last_failed_at" = "last_run_time", "failing_since" = "last_run_time"
 WHERE "last_status" IN ('fail', 'timeout', 'interrupted')
   AND NOT EXISTS (SELECT 1 FROM "zenpulse_job_execution_log"
                    WHERE "zenpulse_job_execution_log"."id" = "zenpulse_schedule_stats"."last_run_id" AND "reason" = 'cancelled');
