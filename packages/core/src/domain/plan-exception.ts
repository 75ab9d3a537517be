import { blackoutTimes } from './blackout-window.ts';
import { closedAt } from './closed-times.ts';
import { isPausedAt } from './pause.ts';
import {
  endOfException,
  keptExceptions,
  MOST_EXCEPTIONS,
  type ExceptionEntry,
  type ScheduleException,
} from './schedule-exceptions.ts';
import type { InForce, Schedule } from './schedule.ts';
import { triggerOf } from './timetable.ts';
import { ruleOf } from './trigger-fields.ts';
import { toIso } from './iso-instant.ts';

/** What a person asks for. Instants are epoch milliseconds. */
export type ExceptionRequest =
  | { readonly kind: 'skip'; readonly at: number }
  | { readonly kind: 'move'; readonly at: number; readonly to: number }
  | { readonly kind: 'run'; readonly at: number };

export type Planned =
  | { readonly exceptions: readonly ExceptionEntry[] | null; readonly problem: null }
  /** `field`: what of the request is wrong; null for the schedule as it is. */
  | { readonly problem: { readonly field: 'at' | 'to' | null; readonly message: string } };

const DAY_MS = 86_400_000;
/** A run may be planned so far ahead. */
const MOST_AHEAD_MS = 400 * DAY_MS;

/** The exceptions of a schedule with one more. */
export function planException(
  schedule: Schedule,
  request: ExceptionRequest,
  { id, reason, now }: { readonly id: string; readonly reason: string | null; readonly now: number },
): Planned {
  const entries = schedule.exceptions ?? [];
  if (request.kind === 'skip' && isSkipped(entries, request.at))
    return { exceptions: schedule.exceptions, problem: null };
  const problem = problemOf(schedule, request, now);
  if (problem !== null) return { problem };
  const base = { id, at: toIso(request.at), reason };
  const added: ScheduleException =
    request.kind === 'move'
      ? { ...base, kind: 'move', to: toIso(request.to) }
      : { ...base, kind: request.kind };
  return { exceptions: keptExceptions([...entries, added], now), problem: null };
}

type Problem = Exclude<Planned, { readonly problem: null }>['problem'];

function problemOf(schedule: Schedule, request: ExceptionRequest, now: number): Problem | null {
  const coming = (schedule.exceptions ?? []).filter((entry) => endOfException(entry) > now);
  if (coming.length >= MOST_EXCEPTIONS)
    return { field: null, message: `expected fewer than ${MOST_EXCEPTIONS} exceptions to come` };
  if (request.kind === 'skip') return occurrenceProblem(schedule, request.at, now);
  if (!schedule.enabled) return { field: null, message: 'the schedule is disabled: it runs at no time' };
  if (request.kind === 'run') return timeProblem(schedule, 'at', request.at, now);
  return occurrenceProblem(schedule, request.at, now) ?? timeProblem(schedule, 'to', request.to, now);
}

/** Only an occurrence of the rule that is still to come can be skipped or moved. */
function occurrenceProblem(schedule: Schedule, at: number, now: number): Problem | null {
  const trigger = triggerOf(schedule);
  const isDue = trigger.previous(at) === at;
  if (at > now && isDue && ruleOf(schedule).previous(at) === at) return null;
  if (at > now && isDue)
    return { field: 'at', message: 'this run was planned by hand: delete its exception instead' };
  const next = trigger.next(now);
  const such = next === null ? '' : ` such as ${toIso(next)}`;
  return { field: 'at', message: `expected an occurrence to come${such}, got ${toIso(at)}` };
}

/** When a run may be planned. */
function timeProblem(
  schedule: Schedule & InForce,
  field: 'at' | 'to',
  at: number,
  now: number,
): Problem | null {
  if (at <= now) return { field, message: `expected an instant in the future, got ${toIso(at)}` };
  if (at > now + MOST_AHEAD_MS)
    return { field, message: `expected an instant within 400 days, got ${toIso(at)}` };
  if (isPausedAt(schedule, at))
    return { field, message: `expected an instant after the pause, got ${toIso(at)}` };
  if (closedAt(blackoutTimes(schedule.blackoutWindows ?? []), at) !== null)
    return {
      field,
      message: `expected an instant outside of the schedule's blackout windows, got ${toIso(at)}`,
    };
  if (triggerOf(schedule).previous(at) === at)
    return { field, message: `the schedule is due at ${toIso(at)} already` };
  return null;
}

/** The exceptions of a schedule without one of them. */
export function withdrawException(schedule: Schedule, id: string, now: number): Planned | null {
  const entries = schedule.exceptions ?? [];
  const found = entries.find((entry) => entry.kind !== 'pause' && entry.id === id);
  if (found === undefined) return null;
  if (endOfLast(found) <= now)
    return {
      problem: { field: null, message: 'the exception has taken effect: it cannot be withdrawn any more' },
    };
  const others = entries.filter((entry) => entry !== found);
  // What was moved is over at its old time: that stays skipped.
  const isHalfOver = found.kind === 'move' && Date.parse(found.at) <= now;
  const { at, reason } = found;
  const rest: readonly ExceptionEntry[] = isHalfOver ? [...others, { kind: 'skip', id, at, reason }] : others;
  return { exceptions: keptExceptions(rest, now), problem: null };
}

/** From when on it cannot be withdrawn: its run may have started, or what it skips is over. */
function endOfLast(entry: ExceptionEntry): number {
  return entry.kind === 'move' ? Date.parse(entry.to) : Date.parse(entry.at);
}

function isSkipped(entries: readonly ExceptionEntry[], at: number): boolean {
  return entries.some((entry) => entry.kind === 'skip' && Date.parse(entry.at) === at);
}

/** Those to come whose occurrence the rule does not yield: another rule voids them. */
export function voidedExceptions(schedule: Schedule, now: number): ExceptionEntry[] {
  const rule = ruleOf(schedule);
  return (schedule.exceptions ?? []).filter((entry) => {
    if (entry.kind !== 'skip' && entry.kind !== 'move') return false;
    const at = Date.parse(entry.at);
    return endOfException(entry) > now && rule.previous(at) !== at;
  });
}
