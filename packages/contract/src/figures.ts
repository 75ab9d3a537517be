import { expected, type Origin, type Outcome } from '@zenpulse/core/domain';
import { z } from 'zod';
import { toIso } from './instants.ts';
import { instantText, queryObject } from './queries.ts';

/** One occurrence of a schedule, whatever its attempts were, or one run by hand. Instants in ISO. */
export interface RecentOccurrence {
  /** How it ended. */
  readonly status: Outcome;
  readonly scheduledAt: string;
  /** Of its last attempt; null if it never started. */
  readonly durationMs: number | null;
  /** The attempts that were made; 0 if it never started. */
  readonly attempts: number;
  readonly origin: Exclude<Origin, 'retry'>;
  /** How many occurrences it stands for, its own included: those that were combined, or missed together. */
  readonly count: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The default range, and the longest one that is kept. */
const RANGES = {
  hour: { usual: DAY_MS, longest: 90 * DAY_MS },
  day: { usual: 30 * DAY_MS, longest: 400 * DAY_MS },
} as const;

/** `GET /api/stats`: counts by hour (kept 7 days a schedule, 90 days for all together) or by day (400 days). */
export const STATS_QUERY = {
  /** Without it: all schedules together. */
  scheduleId: z.string(expected('one id')).max(64).optional(),
  /** Inclusive; default: a day before `to` for hours, 30 days before it for days. */
  from: instantText,
  /** Exclusive; default: now. */
  to: instantText,
  step: z.enum(['hour', 'day'], expected('hour or day')).default('hour'),
};

/** Its query with the defaults at this moment. */
export function statsQuery(now: number) {
  return queryObject(STATS_QUERY)
    .transform(({ to = now, step, from = to - RANGES[step].usual, ...rest }) => ({ ...rest, from, to, step }))
    .superRefine(({ from, to, step }, context) => {
      const refuse = (wanted: string) =>
        context.addIssue({ code: 'custom', path: ['to'], message: `expected ${wanted}, got ${toIso(to)}` });
      if (to <= from) refuse(`an instant after \`from\` (${toIso(from)})`);
      else if (to - from > RANGES[step].longest) {
        refuse(`at most ${RANGES[step].longest / DAY_MS} days after \`from\``);
      }
    });
}
export type StatsQuery = z.output<ReturnType<typeof statsQuery>>;

/** The occurrences that were due in one hour or day of UTC, by outcome. Durations are approximate: bins of √2. */
export interface StatsBucket extends Readonly<Record<Outcome, number>> {
  /** Its beginning. */
  readonly at: string;
  /** In milliseconds, of the runs that ended; null if none did. */
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface Stats {
  readonly step: 'hour' | 'day';
  readonly from: string;
  readonly to: string;
  /** Oldest first; an hour or day in which nothing was due is left out. */
  readonly buckets: readonly StatsBucket[];
}
