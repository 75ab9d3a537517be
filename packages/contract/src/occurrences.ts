import { expected, type AccountedOccurrence, type CronGap } from '@zenpulse/core/domain';
import { z } from 'zod';
import { toIso, toIsoOrNull } from './instants.ts';
import { instantText, queryObject } from './queries.ts';
import type { LastRunDto } from './schedules.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;
const MOST_OCCURRENCES = 1_000;

const limitRule = expected(`a whole number from 1 to ${MOST_OCCURRENCES}`);
const limitText = z
  .string(limitRule)
  .regex(/^\d{1,4}$/, limitRule)
  .transform(Number)
  .pipe(z.number().min(1, limitRule).max(MOST_OCCURRENCES, limitRule))
  .default(MOST_OCCURRENCES);

/** The query of `GET /api/schedules/:id/occurrences`; without `from` and `to` the last 24 hours up to `now`. */
export function listOccurrencesQuery(now: number) {
  return queryObject({
    /** Inclusive. */
    from: instantText,
    /** Exclusive. */
    to: instantText,
    limit: limitText,
  })
    .transform(({ from, to = now, limit }) => ({ from: from ?? to - DAY_MS, to, limit }))
    .superRefine(({ from, to }, context) => {
      const refuse = (wanted: string) =>
        context.addIssue({ code: 'custom', path: ['to'], message: `expected ${wanted}, got ${toIso(to)}` });
      if (to <= from) refuse(`an instant after \`from\` (${toIso(from)})`);
      else if (to - from > MOST_DAYS * DAY_MS) refuse(`at most ${MOST_DAYS} days after \`from\``);
    });
}

/**
 * A local time that does not exist in the zone (the clock is set forward) or exists several times (set back). Wall
 * times such as "2026-03-29T02:30".
 */
export interface ClockChangeDto {
  /** What the clock showed before and after the change. */
  readonly from: string;
  readonly to: string;
  /** The first few of the schedule's times in between, and their total number. */
  readonly localTimes: readonly string[];
  readonly count: number;
}

/** An occurrence and its fate; instants in ISO. */
export type OccurrenceDto = Omit<
  AccountedOccurrence,
  'scheduledAt' | 'lastAt' | 'recordedAs' | 'startedAt' | 'clockChange'
> & {
  readonly scheduledAt: string;
  readonly lastAt: string;
  readonly recordedAs: string | null;
  readonly startedAt: string | null;
  readonly clockChange: ClockChangeDto | null;
};

/** `GET /api/schedules/:id/occurrences`: every occurrence of the range with its fate, oldest first. */
export interface OccurrenceList {
  readonly from: string;
  readonly to: string;
  /** The zone of the schedule. */
  readonly timezone: string;
  readonly items: readonly OccurrenceDto[];
  /** The `from` of the next page; null when this is the last. */
  readonly nextFrom: string | null;
  /** How many runs of each outcome there were since the schedule was created, up to a minute old. */
  readonly counters: {
    readonly runs: number;
    readonly failures: number;
    readonly missed: number;
    readonly skipped: number;
    readonly lastRun: LastRunDto | null;
  };
  /** What this list cannot know, in sentences. */
  readonly notes: readonly string[];
}

export function toOccurrenceDto(occurrence: AccountedOccurrence): OccurrenceDto {
  const { scheduledAt, lastAt, recordedAs, startedAt, clockChange, fate } = occurrence;
  return {
    ...occurrence,
    scheduledAt: toIso(scheduledAt),
    lastAt: toIso(lastAt),
    recordedAs: toIsoOrNull(recordedAs),
    startedAt: toIsoOrNull(startedAt),
    clockChange: clockChange === null ? null : clockChangeDto(clockChange, fate === 'not-in-the-year'),
  };
}

function clockChangeDto(gap: CronGap, isLost: boolean): ClockChangeDto {
  return {
    from: wallText(gap.wallFrom),
    to: wallText(gap.wallTo),
    localTimes: (isLost ? gap.lost : gap.merged).map(wallText),
    count: isLost ? gap.lostCount : gap.mergedCount,
  };
}

/** "2026-03-29T02:30" */
function wallText(wall: number): string {
  return toIso(wall).slice(0, 16);
}
