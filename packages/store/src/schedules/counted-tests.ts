import type { CountedTest } from '@zenpulse/core/ports';

/** The rules of `hasFailedLast`, `hasMissed` and `hasRun` in SQL that works on all three databases. */
const sinceTheLast = (column: string, comparison: string) =>
  ['last_started_at', 'last_success_at']
    .map((last) => `("${last}" IS NULL OR "${column}" ${comparison} "${last}")`)
    .join(' AND ');

const idsWhere = (condition: string) =>
  `(SELECT "schedule_id" FROM "zenpulse_schedule_stats" WHERE ${condition})`;

/** Conditions on the counters of a schedule. They are read from the small table only, never from executions. */
export const COUNTED_TESTS = {
  failing: `"id" IN ${idsWhere(`"last_failed_at" IS NOT NULL AND ${sinceTheLast('last_failed_at', '>=')}`)}`,
  missed: `"id" IN ${idsWhere(`"last_missed_at" IS NOT NULL AND ${sinceTheLast('last_missed_at', '>')}`)}`,
  // Not with NOT IN: SQLite would make a list of all ids that ran first.
  'never-ran': `NOT EXISTS (SELECT 1 FROM "zenpulse_schedule_stats" WHERE "schedule_id" = "zenpulse_schedule_config"."id"
    AND ("last_started_at" IS NOT NULL OR "last_success_at" IS NOT NULL))`,
} as const satisfies Record<CountedTest, string>;
