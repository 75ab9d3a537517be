import { cronGaps, type CronGap } from './cron/cron-gaps.ts';
import { expectedOccurrences, type ExpectedOccurrence, type Lapse } from './expected-occurrences.ts';
import { tellersOf, type Said, type Sources, type Teller } from './occurrence-tellers.ts';
import type { InForce, Schedule } from './schedule.ts';
import { listedTriggerOf, pastTriggerOf } from './timetable.ts';
import type { Trigger } from './trigger.ts';

/** One occurrence and its fate. Instants are epoch milliseconds. */
export interface AccountedOccurrence extends Said {
  readonly scheduledAt: number;
  /**
   * More than 1 for a stretch not in effect, whose last occurrence is `lastAt`, and for local times that do not exist.
   */
  readonly count: number;
  readonly lastAt: number;
  /** The occurrence whose record covers this one too; null: it has its own. */
  readonly recordedAs: number | null;
  /** False for a recorded instant that today's rule does not yield. */
  readonly isOfThisRule: boolean;
  /** The change of the clock that removed or moved its local time. */
  readonly clockChange: CronGap | null;
}

export interface AccountInput extends Sources {
  readonly schedule: Schedule & InForce;
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly now: number;
  readonly limit: number;
  /** True if the records stop before the end of the range. */
  readonly isCut: boolean;
  /** Executions from before this are deleted; null: none. */
  readonly keptSince: number | null;
  /** Occurrences that a runner reports as waiting to start. */
  readonly waiting: ReadonlySet<number>;
  /** When the active runner was first without a job under this key; null: it has the job, or no report shows it. */
  readonly unknownJobSince: number | null;
}

export interface OccurrenceAccount {
  /** Oldest first, at most `limit`; entries that share an instant are never split. */
  readonly items: readonly AccountedOccurrence[];
  /** Where the next page begins; null if there is none. */
  readonly nextFrom: number | null;
}

/**
 * Joins the occurrences that a schedule's rule expects in [`from`, `to`) with the records of its runs, and derives the
 * fate of each. The records reach beyond `to`, because a later one may cover occurrences before it.
 */
export function accountForOccurrences(input: AccountInput): OccurrenceAccount {
  const { schedule, from, to, limit } = input;
  const trigger = listedTriggerOf(schedule);
  const { nextFrom } = expectedOccurrences(trigger, schedule, from, to, limit);
  let end = Math.min(nextFrom ?? to, cutAt(input));
  let items = entriesUntil(end, input, trigger);
  const rest = items.find((item, i) => i >= limit && item.scheduledAt !== items[i - 1]?.scheduledAt);
  if (rest !== undefined) {
    end = rest.scheduledAt;
    items = entriesUntil(end, input, trigger);
  }
  return { items, nextFrom: end < to ? end : null };
}

/** The newest record of a cut batch may lack some of its attempts, so it is left for the next page. */
function cutAt({ records, isCut }: AccountInput): number {
  return isCut ? (records.at(-1)?.scheduledAt ?? Infinity) : Infinity;
}

function entriesUntil(end: number, input: AccountInput, trigger: Trigger): AccountedOccurrence[] {
  const { schedule, from, lastRun } = input;
  const isOccurrence = (at: number) => trigger.previous(at) === at;
  const newest = lastRun !== null && isOccurrence(lastRun.scheduledAt) ? lastRun : null;
  const tellers = tellersOf({ ...input, lastRun: newest });
  const known: Known = { input, trigger: pastTriggerOf(schedule), tellers };
  const expected = expectedOccurrences(trigger, schedule, from, end, Infinity).items;
  const listed = new Set(expected.filter(({ count }) => count === 1).map(({ at }) => at));
  const others = tellers.filter(({ at }) => at >= from && at < end && !listed.has(at));
  const gaps = gapsInEffect(schedule, from, end);
  const told = new Set(others.map(({ at }) => at).filter(isOccurrence));
  return [
    ...gaps.filter(({ lostCount }) => lostCount > 0).map(neverCame),
    ...withoutTold(expected, told, trigger).map((each) => fateOf(each, known)),
    ...others.map((teller) => ({ ...toldBy(teller, known), isOfThisRule: isOccurrence(teller.at) })),
  ]
    .map((entry) => ({ ...entry, clockChange: entry.clockChange ?? moved(entry, gaps) }))
    .sort((a, b) => a.scheduledAt - b.scheduledAt);
}

interface Known {
  readonly input: AccountInput;
  /** Without what was paused or skipped: a record counts only what was due. */
  readonly trigger: Trigger;
  readonly tellers: readonly Teller[];
}

/** Occurrences with an entry of their own are not counted in a stretch; if one is left, it is named. */
function withoutTold(
  expected: readonly ExpectedOccurrence[],
  told: ReadonlySet<number>,
  trigger: Trigger,
): ExpectedOccurrence[] {
  return expected.flatMap((each) => {
    if (each.at === each.lastAt) return [each];
    const count = each.count - [...told].filter((at) => at >= each.at && at <= each.lastAt).length;
    if (count <= 0) return [];
    if (count > 1) return [{ ...each, count }];
    let at: number | null = each.at;
    while (at !== null && told.has(at)) at = trigger.next(at);
    return at === null ? [] : [{ ...each, at, lastAt: at, count }];
  });
}

function gapsInEffect(schedule: Schedule, from: number, end: number): CronGap[] {
  const { triggerType, enabled, effectiveFrom, updatedAt, timezone } = schedule;
  const start = Math.max(from, effectiveFrom);
  const stop = enabled ? end : Math.min(end, updatedAt);
  return triggerType === 'cron' && start < stop ? cronGaps(schedule, timezone, start, stop) : [];
}

function moved({ scheduledAt }: AccountedOccurrence, gaps: readonly CronGap[]): CronGap | null {
  return gaps.find(({ at, mergedCount }) => at === scheduledAt && mergedCount > 0) ?? null;
}

function fateOf({ at, lastAt, count, lapse }: ExpectedOccurrence, known: Known): AccountedOccurrence {
  const { input, trigger, tellers } = known;
  const teller = tellers[firstFrom(tellers, at)];
  if (teller?.at === at && lastAt === at) return toldBy(teller, known);
  const isCovered = teller !== undefined && lapse === null && standsFor(teller, at, trigger);
  if (isCovered) return stoodFor(at, toldBy(teller, known));
  return { ...plain(at), count, lastAt, ...untold(at, lapse, teller !== undefined, input) };
}

/** False for a record made under another rule: it counted other occurrences. */
function standsFor({ at, coalescedCount }: Teller, earlier: number, trigger: Trigger): boolean {
  return coalescedCount > 1 && trigger.previous(at) === at && trigger.count(earlier, at) < coalescedCount;
}

function toldBy({ at, said }: Teller, { input }: Known): AccountedOccurrence {
  // The counters show that it was skipped, but not why.
  const isCountedSkip = said.fate === 'skipped' && said.reason === null;
  const why = isCountedSkip && isUnknownAt(at, input) ? UNKNOWN_JOB : {};
  return { ...plain(at), ...said, ...why };
}

const UNKNOWN_JOB = { fate: 'unknown-job', reason: 'unknown-job' } as const;

function isUnknownAt(at: number, { unknownJobSince }: AccountInput): boolean {
  return unknownJobSince !== null && at >= unknownJobSince;
}

/** The fate of an occurrence that a newer one covered: what was missed or skipped together has the same fate. */
function stoodFor(at: number, newer: AccountedOccurrence): AccountedOccurrence {
  const didRun = newer.fate === 'ran' || newer.fate === 'running';
  return {
    ...newer,
    ...(didRun ? { fate: 'coalesced' } : {}),
    scheduledAt: at,
    lastAt: at,
    recordedAs: newer.scheduledAt,
  };
}

/**
 * The fate of an occurrence without any record. `isDecided`: a newer one is decided, so this one will not run any more.
 */
function untold(
  at: number,
  lapse: Lapse | null,
  isDecided: boolean,
  input: AccountInput,
): Pick<Said, 'fate' | 'reason'> {
  const { schedule, now, keptSince, waiting } = input;
  const { enabled, misfireGraceTime, logPolicy } = schedule;
  const isInTime = misfireGraceTime === null || now - at <= misfireGraceTime * 1000;
  if (lapse !== null) return { fate: 'not-in-effect', reason: lapse };
  if (at > now || waiting.has(at)) return { fate: 'pending', reason: null };
  if (isUnknownAt(at, input)) return UNKNOWN_JOB;
  if (enabled && isInTime && !isDecided) return { fate: 'pending', reason: null };
  if (keptSince !== null && at < keptSince) return { fate: 'unrecorded', reason: 'pruned' };
  return logPolicy === 'all'
    ? { fate: 'unknown', reason: null }
    : { fate: 'unrecorded', reason: 'log-policy' };
}

function neverCame(gap: CronGap): AccountedOccurrence {
  return { ...plain(gap.at), count: gap.lostCount, fate: 'not-in-the-year', clockChange: gap };
}

function plain(at: number): AccountedOccurrence {
  return {
    scheduledAt: at,
    count: 1,
    lastAt: at,
    fate: 'unknown',
    status: null,
    reason: null,
    runId: null,
    hasExecution: false,
    recordedAs: null,
    attempts: 0,
    startedAt: null,
    durationMs: null,
    heldBy: null,
    isOfThisRule: true,
    clockChange: null,
  };
}

/** The index of the first entry at or after an instant. */
function firstFrom(tellers: readonly Teller[], at: number): number {
  let low = 0;
  let high = tellers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tellers[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
