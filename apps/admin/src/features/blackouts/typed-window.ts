import type { BlackoutDefinition } from '@zenpulse/core/domain';

/** A window as typed: a line for each range of dates, and for each hours of the week. */
export interface TypedWindow {
  readonly timezone: string;
  readonly dates: string;
  readonly weekly: string;
}

type Dates = BlackoutDefinition['dates'];
type Weekly = BlackoutDefinition['weekly'];
type Day = Weekly[number]['days'][number];

const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export function typedWindow({ timezone, dates, weekly }: BlackoutDefinition): TypedWindow {
  return { timezone, dates: dates.map(dateText).join('\n'), weekly: weekly.map(hoursText).join('\n') };
}

/** "2026-12-24 to 2026-12-26"; one day alone: "2026-12-24". */
export function dateText({ from, to }: Dates[number]): string {
  return from === to ? from : `${from} to ${to}`;
}

/** "mon-fri 22:00-06:00" */
export function hoursText({ days, from, to }: Weekly[number]): string {
  return `${daysText(days)} ${from}-${to}`;
}

export interface ReadWindow {
  /** What the server is sent; its rules check the values. */
  readonly definition: BlackoutDefinition;
  readonly datesIssue: string | null;
  readonly weeklyIssue: string | null;
}

export function readWindow({ timezone, dates, weekly }: TypedWindow): ReadWindow {
  const [dateLines, weekLines] = [linesOf(dates), linesOf(weekly)];
  const [readDates, readWeekly] = [dateLines.map(dateOf), weekLines.map(hoursOf)];
  const wrongDate = dateLines[readDates.indexOf(null)];
  const wrongHours = weekLines[readWeekly.indexOf(null)];
  return {
    definition: {
      timezone: timezone.trim(),
      dates: readDates.filter((one) => one !== null),
      weekly: readWeekly.filter((one) => one !== null),
    },
    datesIssue:
      wrongDate === undefined ? null : `Use 2026-12-24 or 2026-12-24T18:00 to 2026-12-26, not “${wrongDate}”`,
    weeklyIssue: wrongHours === undefined ? null : `Use mon-fri 22:00-06:00, not “${wrongHours}”`,
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const DATE = String.raw`\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?`;
const DATES = new RegExp(`^(${DATE})(?:\\s+(?:to|-|–)\\s+(${DATE}))?$`, 'i');

function dateOf(line: string): Dates[number] | null {
  const [, from, to = from] = DATES.exec(line) ?? [];
  return from === undefined || to === undefined ? null : { from, to };
}

const HOURS = /^([a-z]{3}(?:\s*[-–,]\s*[a-z]{3})*)\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)$/i;

function hoursOf(line: string): Weekly[number] | null {
  const [, days = '', from, to] = HOURS.exec(line) ?? [];
  const read = daysOf(days.toLowerCase());
  return from === undefined || to === undefined || read === null ? null : { days: read, from, to };
}

/** "mon-fri, sun"; a range may go over the end of the week. */
function daysOf(text: string): Day[] | null {
  const found: Day[] = [];
  for (const part of text.split(',')) {
    const [first = '', last = first] = part.split(/[-–]/).map((day) => day.trim());
    const [begin, end] = [DAYS.findIndex((day) => day === first), DAYS.findIndex((day) => day === last)];
    if (begin === -1 || end === -1) return null;
    const count = ((end - begin + DAYS.length) % DAYS.length) + 1;
    for (let step = 0; step < count; step += 1) {
      const day = DAYS[(begin + step) % DAYS.length];
      if (day !== undefined && !found.includes(day)) found.push(day);
    }
  }
  return found;
}

/** Three days and more that follow each other are a range. */
function daysText(days: readonly Day[]): string {
  const parts: string[] = [];
  for (let at = 0; at < DAYS.length; at += 1) {
    const from = at;
    while (at < DAYS.length && isIn(days, at)) at += 1;
    const run = DAYS.slice(from, at);
    if (run.length > 2) parts.push(`${run[0]}-${run.at(-1)}`);
    else parts.push(...run);
  }
  return parts.join(', ');
}

function isIn(days: readonly Day[], at: number): boolean {
  return days.some((day) => day === DAYS[at]);
}
