import {
  listed,
  TRIGGER_FIELDS,
  unknownBlackouts,
  voidedExceptions,
  type ExceptionEntry,
  type Schedule,
  type StoredSchedule,
} from '../../domain/index.ts';
import type { Clock } from '../../ports/index.ts';
import type { RunnerEvents } from '../report/runner-events.ts';

/** A row that was read, and as it was before; undefined if it was not known. */
export interface ReadRow {
  readonly row: StoredSchedule;
  readonly before: StoredSchedule | undefined;
}

/** The most schedules named in an event. */
const NAMED = 10;

/**
 * Reports what of changed rows has no effect: exceptions whose occurrence the rule no longer yields, and names of blackout
 * windows that do not exist. One event each for all rows of a read.
 */
export function createRowRemarks(clock: Pick<Clock, 'now'>, events: Pick<RunnerEvents, 'add'>) {
  return (read: readonly ReadRow[]): void => {
    const now = clock.now();
    const voided: Remark[] = [];
    const unknown: Remark[] = [];
    for (const { row, before } of read) {
      if (row.isDamaged) continue;
      const { schedule } = row;
      const entries = voidedIn(schedule, before, now);
      if (entries.length > 0)
        voided.push({ schedule, texts: entries.map(({ at, kind }) => `${kind} of ${at}`) });
      const known = before === undefined || before.isDamaged ? [] : unknownBlackouts(before.schedule);
      const names = unknownBlackouts(schedule).filter((name) => !known.includes(name));
      if (names.length > 0) unknown.push({ schedule, texts: names });
    }
    if (voided.length > 0)
      events.add(
        'warn',
        'exceptions-voided',
        `Exceptions have no effect, since the trigger does not yield their occurrences any more: ${wordsOf(voided)}`,
        factsOf(voided),
      );
    if (unknown.length > 0)
      events.add(
        'warn',
        'unknown-blackout',
        `Schedules refer to blackout windows that do not exist, which has no effect: ${wordsOf(unknown)}`,
        factsOf(unknown),
      );
  };
}

interface Remark {
  readonly schedule: Schedule;
  readonly texts: readonly string[];
}

/** Those to come that had an effect before, or were not there; another trigger may have taken them out of the row. */
function voidedIn(schedule: Schedule, before: StoredSchedule | undefined, now: number): ExceptionEntry[] {
  if (before === undefined || before.isDamaged) return voidedExceptions(schedule, now);
  const old = before.schedule;
  const entries = schedule.exceptions ?? [];
  const isSameRule = [...TRIGGER_FIELDS, 'anchorAt' as const].every((name) => old[name] === schedule[name]);
  const left = new Set(entries.map(({ id }) => id));
  const taken = isSameRule ? [] : (old.exceptions ?? []).filter(({ id }) => !left.has(id));
  const reported = new Set(voidedExceptions(old, now).map(({ id }) => id));
  return voidedExceptions({ ...schedule, exceptions: [...entries, ...taken] }, now).filter(
    ({ id }) => !reported.has(id),
  );
}

function wordsOf(remarks: readonly Remark[]): string {
  const named = remarks
    .slice(0, NAMED)
    .map(({ schedule, texts }) => `${nameOf(schedule)} (${texts.join(', ')})`);
  const more = remarks.length - NAMED;
  return more > 0 ? `${named.join(', ')} and ${more} more` : listed(named);
}

function factsOf(remarks: readonly Remark[]) {
  return { scheduleIds: remarks.slice(0, NAMED).map(({ schedule }) => schedule.id), count: remarks.length };
}

function nameOf({ jobKey, variant }: Schedule): string {
  return variant === '' ? jobKey : `${jobKey}/${variant}`;
}
