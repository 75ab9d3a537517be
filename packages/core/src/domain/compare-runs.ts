import { type TriggerFields } from './trigger-fields.ts';
import { triggerOf } from './timetable.ts';

const HOUR_MS = 3_600_000;
/** The longest period in which neither trigger has more runs than `MOST` is compared. */
const PERIODS_MS = [7 * 24 * HOUR_MS, 24 * HOUR_MS, HOUR_MS];
/** An hour of the shortest interval, one second. */
const MOST = 3_600;

/** What another trigger changes from `now` on. Instants are epoch milliseconds. */
export interface RunsCompared {
  /** The end of the compared period, which begins after `now`. */
  readonly until: number;
  /** Runs in the period with the trigger as it was, and with the new one. */
  readonly before: number;
  readonly after: number;
  /** Instants that only the new trigger has, and those that only the old one had. */
  readonly gained: number;
  readonly lost: number;
  readonly firstGainedAt: number | null;
  readonly firstLostAt: number | null;
}

type Anchored = TriggerFields & { readonly anchorAt: number };

/** Compares the runs of two triggers in the next seven days; in a day or an hour if there are very many. */
export function compareRuns(before: Anchored, after: Anchored, now: number): RunsCompared {
  const [old, fresh] = [triggerOf(before), triggerOf(after)];
  const isFew = (length: number) =>
    old.count(now, now + length) <= MOST && fresh.count(now, now + length) <= MOST;
  const until = now + (PERIODS_MS.find(isFew) ?? HOUR_MS);
  const compared = {
    gained: 0,
    lost: 0,
    firstGainedAt: null as number | null,
    firstLostAt: null as number | null,
  };
  let oldAt = old.next(now) ?? Infinity;
  let newAt = fresh.next(now) ?? Infinity;
  while (Math.min(oldAt, newAt) <= until) {
    const at = Math.min(oldAt, newAt);
    if (newAt > at) {
      compared.lost += 1;
      compared.firstLostAt ??= at;
    } else if (oldAt > at) {
      compared.gained += 1;
      compared.firstGainedAt ??= at;
    }
    if (oldAt === at) oldAt = old.next(at) ?? Infinity;
    if (newAt === at) newAt = fresh.next(at) ?? Infinity;
  }
  return { until, before: old.count(now, until), after: fresh.count(now, until), ...compared };
}
