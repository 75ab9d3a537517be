import { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
import { readStoredSchedule, type Schedule, type StoredSchedule } from '@zenpulse/core/domain';
import {
  SCHEDULE_BOOLEANS,
  SCHEDULE_COLUMNS,
  SCHEDULE_FIELDS,
  SCHEDULE_INSTANTS,
  SCHEDULE_ISO_INSTANTS,
  SCHEDULE_LISTS,
  SCHEDULE_OBJECTS,
  scheduleNames,
} from '../schedules/schedule-columns.ts';
import { isoOrValue } from '../sql/iso-or-value.ts';
import { jsonOrText } from '../sql/json-or-text.ts';
import { epochMs, toDatetime } from './mysql-instant.ts';

/** A row by field name. */
export type RawRow = Readonly<Record<string, unknown>>;

/** The columns of a row, each named as its field. */
export const scheduleFields = join(
  Object.entries(SCHEDULE_COLUMNS).map(([name, { column, kind }]) => {
    const value = raw(`"zenpulse_schedule_config"."${column}"`);
    return sql`${kind === 'instant' || kind === 'isoInstant' ? epochMs(value) : value} AS ${raw(`"${name}"`)}`;
  }),
);

/** SQL by hand may leave any value, so the domain validates row by row. */
export function readScheduleRow(row: RawRow): StoredSchedule {
  const values: Record<string, unknown> = {};
  for (const name of SCHEDULE_FIELDS) values[name] = row[name];
  for (const name of SCHEDULE_INSTANTS) values[name] ??= Number.NaN;
  for (const name of SCHEDULE_BOOLEANS)
    if (values[name] === 0 || values[name] === 1) values[name] = values[name] === 1;
  for (const name of SCHEDULE_ISO_INSTANTS) values[name] = isoOrValue(values[name], Number(values[name]));
  for (const name of [...SCHEDULE_OBJECTS, ...SCHEDULE_LISTS]) values[name] = jsonOrText(values[name]);
  return readStoredSchedule(values);
}

/** The columns of `scheduleRow`, in the same order. */
export const scheduleColumns = raw(scheduleNames);

/** The values of a row. */
export function scheduleRow(schedule: Schedule): Sql {
  return join(SCHEDULE_FIELDS.map((field) => valueOf(schedule, field)));
}

/** Each column with its value, for UPDATE. */
export function scheduleAssignments(schedule: Schedule): Sql {
  return join(
    SCHEDULE_FIELDS.map(
      (field) => sql`${raw(`"${SCHEDULE_COLUMNS[field].column}"`)} = ${valueOf(schedule, field)}`,
    ),
  );
}

function valueOf(schedule: Schedule, field: keyof Schedule): unknown {
  const value = schedule[field];
  const { kind } = SCHEDULE_COLUMNS[field];
  if (kind === 'object') return JSON.stringify(value);
  if (value === null) return null;
  if (kind === 'list') return JSON.stringify(value);
  if (kind === 'isoInstant') return toDatetime(Date.parse(String(value)));
  return kind === 'instant' ? toDatetime(Number(value)) : value;
}
