import type { Schedule } from './schedule.ts';
import type { Trigger } from './trigger.ts';

/** Why a schedule's rule did not apply: it was disabled or had another rule then, it was paused, or is disabled now. */
export type Lapse = 'before-effective' | 'paused' | 'disabled';

/** One occurrence, or a stretch of occurrences during which the rule did not apply. Instants are epoch milliseconds. */
export interface ExpectedOccurrence {
  readonly at: number;
  /** The last one of a stretch; else the same as `at`. */
  readonly lastAt: number;
  readonly count: number;
  readonly lapse: Lapse | null;
}

/** The occurrences that a schedule's rule expects in [`from`, `to`). */
export interface ExpectedPage {
  readonly items: readonly ExpectedOccurrence[];
  /** Where the next page begins; null if there are no more than `limit`. */
  readonly nextFrom: number | null;
}

/** Up to this many occurrences during which the rule did not apply are listed one by one. */
const LAPSED_LISTED = 100;

export type EffectFields = Pick<
  Schedule,
  'enabled' | 'effectiveFrom' | 'createdAt' | 'updatedAt' | 'pausedFrom' | 'pausedUntil'
>;

/** Lists at most `limit` expected occurrences, oldest first. */
export function expectedOccurrences(
  trigger: Trigger,
  schedule: EffectFields,
  from: number,
  to: number,
  limit: number,
): ExpectedPage {
  const items: ExpectedOccurrence[] = [];
  for (const { start, end, lapse } of stretches(schedule, from, to)) {
    const count = lapse === null ? 0 : trigger.count(start - 1, end - 1);
    let at = trigger.next(start - 1);
    while (at !== null && at < end) {
      if (items.length === limit) return { items, nextFrom: at };
      const isLong = count > LAPSED_LISTED;
      const lastAt: number = isLong ? (trigger.previous(end - 1) ?? at) : at;
      items.push({ at, lastAt, count: isLong ? count : 1, lapse });
      at = trigger.next(lastAt);
    }
  }
  return { items, nextFrom: null };
}

/**
 * Before `effectiveFrom` the schedule was disabled or had another rule. A schedule that is disabled now has been so at
 * least since its last change. A pause is known from its beginning, even where the rule began later.
 */
function stretches(schedule: EffectFields, from: number, to: number) {
  const { enabled, effectiveFrom, updatedAt } = schedule;
  const begins = clamp(effectiveFrom, from, to);
  const ends = enabled ? to : clamp(updatedAt, begins, to);
  const paused = pauseOf(schedule);
  const [pause, resume] = [clamp(paused.from, from, ends), clamp(paused.until, from, ends)];
  return [
    { start: from, end: Math.min(begins, pause), lapse: 'before-effective' as const },
    { start: begins, end: pause, lapse: null },
    { start: pause, end: resume, lapse: 'paused' as const },
    { start: resume, end: begins, lapse: 'before-effective' as const },
    { start: Math.max(begins, resume), end: ends, lapse: null },
    { start: ends, end: to, lapse: 'disabled' as const },
  ].filter(({ start, end }) => start < end);
}

/** The pause in the row, which may be over. Without one it never begins. */
export function pauseOf({
  pausedFrom,
  pausedUntil,
  createdAt,
}: Pick<EffectFields, 'pausedFrom' | 'pausedUntil' | 'createdAt'>) {
  if (pausedUntil === null) return { from: Infinity, until: Infinity };
  return { from: pausedFrom === null ? createdAt : Date.parse(pausedFrom), until: Date.parse(pausedUntil) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
