import { blackoutTimes } from './blackout-window.ts';
import { closedAt, type Stretch } from './closed-times.ts';
import type { InForce, Schedule } from './schedule.ts';
import { ruleOf, type RuleFields } from './trigger-fields.ts';
import type { Trigger } from './trigger.ts';

/** Why a schedule's rule did not apply: it was disabled or had another rule then, it was paused, it is disabled now, or a person skipped or moved the occurrence. */
export type Lapse = 'before-effective' | 'paused' | 'disabled' | 'skipped-by-hand' | 'moved' | 'blackout';

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
  'enabled' | 'effectiveFrom' | 'createdAt' | 'updatedAt' | 'pausedFrom' | 'pausedUntil' | 'exceptions'
> &
  RuleFields &
  InForce;

/** Lists at most `limit` expected occurrences, oldest first. */
export function expectedOccurrences(
  trigger: Trigger,
  schedule: EffectFields,
  from: number,
  to: number,
  limit: number,
): ExpectedPage {
  const items: ExpectedOccurrence[] = [];
  const lapses = exceptionLapses(schedule);
  const blackouts = blackoutTimes(schedule.blackoutWindows ?? []);
  const lapseAt = (at: number) =>
    lapses.get(at) ?? (closedAt(blackouts, at) === null ? null : ('blackout' as const));
  for (const { start, end, lapse } of stretches(schedule, from, to)) {
    const count = lapse === null ? 0 : trigger.count(start - 1, end - 1);
    let at = trigger.next(start - 1);
    while (at !== null && at < end) {
      if (items.length === limit) return { items, nextFrom: at };
      const isLong = count > LAPSED_LISTED;
      const lastAt: number = isLong ? (trigger.previous(end - 1) ?? at) : at;
      items.push({ at, lastAt, count: isLong ? count : 1, lapse: lapse ?? lapseAt(at) });
      at = trigger.next(lastAt);
    }
  }
  return { items, nextFrom: null };
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly lapse: Lapse | null;
}

/**
 * Before `effectiveFrom` the schedule was disabled or had another rule. A schedule that is disabled now has been so at
 * least since its last change. A pause is known from its beginning, even where the rule began later.
 */
function stretches(schedule: EffectFields, from: number, to: number): Span[] {
  const { enabled, effectiveFrom, updatedAt } = schedule;
  const begins = clamp(effectiveFrom + 1, from, to); // what is due at that instant is over
  const ends = enabled ? to : clamp(updatedAt, begins, to);
  const pauses = pausesOf(schedule).toSorted((a, b) => a.from - b.from);
  return [
    ...withPauses({ start: from, end: begins, lapse: 'before-effective' }, pauses),
    ...withPauses({ start: begins, end: ends, lapse: null }, pauses),
    { start: ends, end: to, lapse: 'disabled' as const },
  ].filter(({ start, end }) => start < end);
}

function withPauses({ start, end, lapse }: Span, pauses: readonly Stretch[]): Span[] {
  const spans: Span[] = [];
  let begin = start;
  for (const { from, until } of pauses) {
    const [pause, resume] = [clamp(from, begin, end), clamp(until, begin, end)];
    spans.push({ start: begin, end: pause, lapse }, { start: pause, end: resume, lapse: 'paused' });
    begin = resume;
  }
  return [...spans, { start: begin, end, lapse }];
}

type KnownPauses = Pick<Schedule, 'pausedFrom' | 'pausedUntil' | 'createdAt'> &
  Partial<Pick<Schedule, 'exceptions'>>;

/** All pauses that are known: those that are over, and the one in the row, which may be over too. */
export function pausesOf({ pausedFrom, pausedUntil, createdAt, exceptions = null }: KnownPauses): Stretch[] {
  const pauses = (exceptions ?? []).flatMap((entry) =>
    entry.kind === 'pause' ? [{ from: Date.parse(entry.at), until: Date.parse(entry.to) }] : [],
  );
  if (pausedUntil === null) return pauses;
  const from = pausedFrom === null ? createdAt : Date.parse(pausedFrom);
  return [...pauses, { from, until: Date.parse(pausedUntil) }];
}

/** The occurrences that a person skipped or moved, unless another run was planned for the same instant. */
function exceptionLapses(schedule: EffectFields): ReadonlyMap<number, Lapse> {
  const { exceptions } = schedule;
  if (exceptions === null) return new Map();
  const rule = ruleOf(schedule);
  const lapses = new Map<number, Lapse>();
  for (const { kind, at } of exceptions) {
    if (kind === 'skip') lapses.set(Date.parse(at), 'skipped-by-hand');
    if (kind === 'move') lapses.set(Date.parse(at), 'moved');
  }
  for (const entry of exceptions) {
    if (entry.kind === 'run') lapses.delete(Date.parse(entry.at));
    if (entry.kind === 'move' && rule.previous(Date.parse(entry.at)) === Date.parse(entry.at))
      lapses.delete(Date.parse(entry.to));
  }
  return lapses;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
