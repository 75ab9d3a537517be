import { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
import { readStoredSchedule, type Schedule, type StoredSchedule } from '@zenpulse/core/domain';
import { jsonOrText } from '../sql/json-or-text.ts';
import { SCHEDULE_COLUMNS, SCHEDULE_INSTANTS } from '../schedules/schedule-columns.ts';
import { epochMs, toDatetime } from './mysql-instant.ts';

const BOOLEANS = ['enabled', 'coalesce'] as const;

/** A row by field name. */
export type RawRow = Readonly<Record<string, unknown>>;

/** The columns of a row, each named as its field. */
export const scheduleFields = join(
  Object.entries(SCHEDULE_COLUMNS).map(([name, column]) => {
    const value = raw(`"zenpulse_schedule_config"."${column}"`);
    return sql`${isInstant(name) ? epochMs(value) : value} AS ${raw(`"${name}"`)}`;
  }),
);

/** SQL by hand may leave any value, so the domain validates row by row. */
export function readScheduleRow(row: RawRow): StoredSchedule {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(SCHEDULE_COLUMNS)) values[name] = row[name];
  for (const name of SCHEDULE_INSTANTS) values[name] ??= Number.NaN;
  for (const name of BOOLEANS)
    if (values[name] === 0 || values[name] === 1) values[name] = values[name] === 1;
  values['params'] = jsonOrText(values['params']);
  return readStoredSchedule(values);
}

/** The columns of `scheduleRow`, in the same order. */
export const scheduleColumns = raw(
  Object.values(SCHEDULE_COLUMNS)
    .map((column) => `"${column}"`)
    .join(', '),
);

/** The values of a row. */
export function scheduleRow(schedule: Schedule): Sql {
  return join(Object.keys(SCHEDULE_COLUMNS).map((name) => valueOf(schedule, name as keyof Schedule))); // the object has no other keys
}

/** Each column with its value, for UPDATE. */
export function scheduleAssignments(schedule: Schedule): Sql {
  return join(
    Object.entries(SCHEDULE_COLUMNS).map(
      ([name, column]) => sql`${raw(`"${column}"`)} = ${valueOf(schedule, name as keyof Schedule)}`,
    ),
  );
}

function valueOf(schedule: Schedule, name: keyof Schedule): unknown {
  const value = schedule[name];
  if (name === 'params') return JSON.stringify(value);
  return isInstant(name) ? toDatetime(Number(value)) : value;
}

function isInstant(name: string): boolean {
  return SCHEDULE_INSTANTS.some((instant) => instant === name);
}
