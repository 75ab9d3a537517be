import type { StoredSchedule } from '@zenpulse/core/domain';
import type { ScheduleItem } from '@zenpulse/present';
import { colorOutcome } from './outcome-color.ts';
import { harmless, table } from './table.ts';
import { zonedTime, zonedTimeAndZone } from './zoned-time.ts';

/** A schedule's name in a sentence: its job, and its variant if it has one. */
export function nameOf({ jobKey, variant }: Pick<ScheduleItem, 'jobKey' | 'variant'>): string {
  return variant === '' ? jobKey : `${jobKey} (${variant})`;
}

export function nameOfRow(row: StoredSchedule): string {
  return nameOf(row.isDamaged ? row.damaged : row.schedule);
}

/** A schedule in one line: what it is and when it runs next. Its note follows in lines of its own. */
export function summaryOf(item: ScheduleItem): string {
  const summary = `${nameOf(item)}: ${wordsOf(item)}; ${pausedInWords(item)}${nextInWords(item)}`;
  return item.note === null ? summary : `${summary}\n${harmless(item.note).replace(/^/gm, '  ')}`;
}

/** The trigger in words, or what is wrong with the row. */
function wordsOf({ description, problems }: ScheduleItem): string {
  const [first] = problems;
  return first === undefined ? description : `${description} (${first.path}: ${first.message})`;
}

const HEADING = ['JOB', 'VARIANT', 'ON', 'WHEN', 'ZONE', 'NEXT RUN', 'LAST RESULT'] as const;
const LAST_RESULT = HEADING.indexOf('LAST RESULT');
const NOTE_CHARACTERS = 40;

/** The list, with the notes in a last column if there are any. */
export function scheduleTable(items: readonly ScheduleItem[], hasColor: boolean): string {
  const hasNotes = items.some(({ note }) => note !== null);
  return table(
    hasNotes ? [...HEADING, 'NOTE'] : HEADING,
    items.map((item) => (hasNotes ? [...cellsOf(item), beginningOf(item.note)] : cellsOf(item))),
    (cell, column) => colorOutcome(cell, hasColor && column === LAST_RESULT),
  );
}

function beginningOf(note: string | null): string {
  if (note === null) return '-';
  const characters = Array.from(note);
  return characters.length <= NOTE_CHARACTERS
    ? note
    : `${characters.slice(0, NOTE_CHARACTERS - 1).join('')}…`;
}

function cellsOf(item: ScheduleItem): string[] {
  const { jobKey, variant, nextRunAt, lastRun } = item;
  const zone = zoneOf(item);
  return [
    jobKey,
    variant === '' ? '-' : variant,
    item.state === 'paused' ? 'paused' : item.enabled ? 'on' : 'off',
    wordsOf(item),
    String(item.timezone),
    nextRunAt === null ? '-' : zonedTime(Date.parse(nextRunAt), zone),
    lastRun === null ? '-' : `${lastRun.status} ${zonedTime(Date.parse(lastRun.runTime), zone)}`,
  ];
}

/** "paused until … (reason); " */
function pausedInWords(item: ScheduleItem): string {
  const { state, pausedUntil, pauseReason } = item;
  if (state !== 'paused' || pausedUntil === null) return '';
  const why = pauseReason === null ? '' : ` (${harmless(pauseReason)})`;
  return `paused until ${zonedTimeAndZone(Date.parse(pausedUntil), zoneOf(item))}${why}; `;
}

function nextInWords(item: ScheduleItem): string {
  if (item.nextRunAt !== null)
    return `next run ${zonedTimeAndZone(Date.parse(item.nextRunAt), zoneOf(item))}`;
  return item.enabled ? 'no further run' : 'disabled';
}

/** A damaged row may have an invalid zone. */
function zoneOf({ problems, timezone }: ScheduleItem): string {
  return problems.length > 0 || typeof timezone !== 'string' ? 'UTC' : timezone;
}
