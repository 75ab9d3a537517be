import {
  readStoredSchedule,
  type Schedule,
  type ScheduleChange,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import {
  SCHEDULE_BOOLEANS,
  SCHEDULE_COLUMNS,
  SCHEDULE_FIELDS,
  SCHEDULE_INSTANTS,
  SCHEDULE_ISO_INSTANTS,
  SCHEDULE_LISTS,
  SCHEDULE_OBJECTS,
  type ScheduleFieldOf,
} from '../schedules/schedule-columns.ts';
import { isoOrValue } from '../sql/iso-or-value.ts';
import { jsonOrText } from '../sql/json-or-text.ts';
import { raw } from '../sql/sql.ts';
import type { SqliteValue } from './sqlite-database.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';

/**
 * Selects a row as one JSON text. The typed client fails on the whole result if one row has a value of another type,
 * which SQLite lets SQL by hand write; this reads any value (except a BLOB, which JSON cannot hold), and the domain
 * validates row by row.
 */
export const scheduleAsJson = raw(
  `json_object(${Object.entries(SCHEDULE_COLUMNS)
    .map(([name, { column }]) => `'${name}', iif(typeof("${column}") = 'blob', 'a BLOB', "${column}")`)
    .join(', ')}) AS "row"`,
);

export interface JsonRow {
  readonly row: string;
}

export function readScheduleRow({ row }: JsonRow): StoredSchedule {
  const values = JSON.parse(row) as Record<string, unknown>;
  for (const name of SCHEDULE_INSTANTS) values[name] = fromSqliteInstant(values[name]);
  for (const name of SCHEDULE_BOOLEANS)
    if (values[name] === 0 || values[name] === 1) values[name] = values[name] === 1;
  for (const name of SCHEDULE_ISO_INSTANTS)
    values[name] = isoOrValue(values[name], fromSqliteInstant(values[name]));
  for (const name of [...SCHEDULE_OBJECTS, ...SCHEDULE_LISTS]) values[name] = jsonOrText(values[name]);
  return readStoredSchedule(values);
}

/** The row's values in the form that the client writes. */
type ClientValues<T> = {
  [Field in keyof T]: Field extends ScheduleFieldOf<'instant'>
    ? Date
    : Field extends ScheduleFieldOf<'isoInstant'>
      ? Date | null
      : Field extends ScheduleFieldOf<'list'>
        ? string | null
        : Field extends ScheduleFieldOf<'object'>
          ? string
          : T[Field];
};

/** For the typed client; absent fields stay absent. */
export function scheduleValues<T extends ScheduleChange & Partial<Schedule>>(fields: T): ClientValues<T> {
  const values: Partial<Record<keyof Schedule, unknown>> = { ...fields };
  for (const name of SCHEDULE_OBJECTS)
    if (values[name] !== undefined) values[name] = JSON.stringify(values[name]);
  for (const name of SCHEDULE_LISTS)
    if (values[name] !== undefined)
      values[name] = values[name] === null ? null : JSON.stringify(values[name]);
  for (const name of SCHEDULE_ISO_INSTANTS)
    if (typeof values[name] === 'string') values[name] = new Date(values[name]);
  for (const name of SCHEDULE_INSTANTS)
    if (values[name] !== undefined) values[name] = new Date(Number(values[name]));
  return values as ClientValues<T>; // the loops convert what the type says
}

/** The values of a row, in the order of the columns. */
export function scheduleRow(schedule: Schedule): SqliteValue[] {
  return SCHEDULE_FIELDS.map((field): SqliteValue => {
    const value = schedule[field];
    const { kind } = SCHEDULE_COLUMNS[field];
    if (kind === 'instant') return toSqliteInstant(Number(value));
    if (kind === 'isoInstant') return value === null ? null : toSqliteInstant(Date.parse(String(value)));
    if (typeof value === 'boolean') return value ? 1 : 0;
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  });
}
