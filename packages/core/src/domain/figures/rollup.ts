import { OUTCOMES, type Outcome } from '../execution.ts';
import { binOf, DURATION_BINS, NO_BIN, type DurationBins } from './duration-bins.ts';
import type { RecentOccurrence } from './recent-occurrence.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type FiguresStep = 'hour' | 'day';

/** Of one schedule by hour or day, or of all schedules together. */
export const ROLLUP_KINDS = ['hour', 'day', 'all-hour', 'all-day'] as const;
/** `filled`: one row that counts the hours before its instant that were filled in from executions. */
export type RollupKind = (typeof ROLLUP_KINDS)[number] | 'filled';

/** How long each is kept. */
export const ROLLUP_KEPT_MS: Readonly<Record<(typeof ROLLUP_KINDS)[number], number>> = {
  hour: 7 * DAY_MS,
  day: 400 * DAY_MS,
  'all-hour': 90 * DAY_MS,
  'all-day': 400 * DAY_MS,
};

/** A number of occurrences with the same outcome and about the same duration that were due in one hour or day. */
export interface RollupCount {
  readonly kind: RollupKind;
  /** The beginning of the hour or day in UTC, in epoch milliseconds. */
  readonly at: number;
  /** Empty for all together. */
  readonly scheduleId: string;
  readonly outcome: Outcome;
  /** The bin of the duration, or `NO_BIN`. */
  readonly bin: number;
  /** Negative where a guess was replaced. */
  readonly count: number;
}

/** The occurrences that were due in one hour or day. */
export interface FiguresBucket {
  readonly at: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly durations: DurationBins;
}

export const NO_COUNTS: Readonly<Record<Outcome, number>> = {
  success: 0,
  fail: 0,
  timeout: 0,
  interrupted: 0,
  missed: 0,
  skipped: 0,
};

/** The beginning of the hour or day of UTC. */
export function bucketStart(at: number, step: FiguresStep): number {
  const length = step === 'hour' ? HOUR_MS : DAY_MS;
  return Math.floor(at / length) * length;
}

/** The beginnings of all buckets from the one that contains `from` to the last one before `to`. */
export function bucketStarts(from: number, to: number, step: FiguresStep): number[] {
  const length = step === 'hour' ? HOUR_MS : DAY_MS;
  const first = bucketStart(from, step);
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / length)) }, (_, n) => first + n * length);
}

/** How many an occurrence counts for: a run is one, whatever it stands for; what was given up together is several. */
export function weightOf({ status, count }: Pick<RecentOccurrence, 'status' | 'count'>): number {
  return status === 'missed' || status === 'skipped' ? count : 1;
}

/** What one occurrence adds. `sign`: -1 takes it back. */
export function rollupOf(scheduleId: string, occurrence: RecentOccurrence, sign: 1 | -1): RollupCount[] {
  const { status: outcome, scheduledAt, durationMs } = occurrence;
  const count = sign * weightOf(occurrence);
  const bin = binOf(durationMs);
  const [hour, day] = [bucketStart(scheduledAt, 'hour'), bucketStart(scheduledAt, 'day')];
  return [
    { kind: 'hour', at: hour, scheduleId, outcome, bin, count },
    { kind: 'day', at: day, scheduleId, outcome, bin, count },
    { kind: 'all-hour', at: hour, scheduleId: '', outcome, bin, count },
    { kind: 'all-day', at: day, scheduleId: '', outcome, bin, count },
  ];
}

/** One count for each key: a statement may change a row only once. What comes to 0 is left out. */
export function summedRollup(counts: Iterable<RollupCount>): RollupCount[] {
  const sums = new Map<string, RollupCount>();
  for (const one of counts) {
    const key = `${one.kind} ${one.at} ${one.outcome} ${one.bin} ${one.scheduleId}`;
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? one : { ...sum, count: sum.count + one.count });
  }
  return [...sums.values()].filter(({ count }) => count !== 0);
}

/** Puts rows of one series together, oldest first. */
export function bucketsOf(
  rows: Iterable<Pick<RollupCount, 'at' | 'outcome' | 'bin' | 'count'>>,
): FiguresBucket[] {
  const found = new Map<number, { counts: Record<Outcome, number>; durations: number[] }>();
  for (const { at, outcome, bin, count } of rows) {
    if (count <= 0 || !OUTCOMES.includes(outcome)) continue;
    const bucket = found.get(at) ?? { counts: { ...NO_COUNTS }, durations: [] };
    found.set(at, bucket);
    bucket.counts[outcome] += count;
    if (bin === NO_BIN || bin >= DURATION_BINS) continue;
    while (bucket.durations.length <= bin) bucket.durations.push(0);
    bucket.durations[bin] = (bucket.durations[bin] ?? 0) + count;
  }
  return [...found].map(([at, bucket]) => ({ at, ...bucket })).toSorted((a, b) => a.at - b.at);
}
