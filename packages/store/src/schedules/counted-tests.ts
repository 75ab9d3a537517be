import type { CountedTest } from '@zenpulse/core/ports';

/** The rules of `hasFailedLast`, `hasMissed` and `hasRun` in SQL that the three databases read alike. */
const sinceTheLast = (column: string, comparison: string) =>
  ['last_started_at', 'last_success_at']
    .map((last) => `("${last}" IS NULL OR "${column}" ${comparison} "${last}")`)
    .join(' AND ');

const idsWhere = (condition: string) =>
  `(SELECT "schedule_id" FROM "zenpulse_schedule_stats" WHERE ${condition})`;

/** What the counters say of a row of the schedules. They are read from the small table alone, never from executions. */
export const COUNTED_TESTS = {
  failing: `"id" IN ${idsWhere(`"last_failed_at" IS NOT NULL AND ${sinceTheLast('last_failed_at', '>=')}`)}`,
  missed: `"id" IN ${idsWhere(`"last_missed_at" IS NOT NULL AND ${sinceTheLast('last_missed_at', '>')}`)}`,
  'never-ran': `"id" NOT IN ${idsWhere(`"last_started_at" IS NOT NULL OR "last_success_at" IS NOT NULL`)}`,
} as const satisfies Record<CountedTest, string>;
