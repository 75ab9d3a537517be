import { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
import { readStoredSchedule, type Schedule, type StoredSchedule } from '@zenpulse/core/domain';
import {
  SCHEDULE_COLUMNS,
  SCHEDULE_FIELDS,
  SCHEDULE_INSTANTS,
  SCHEDULE_ISO_INSTANTS,
  SCHEDULE_LISTS,
  SCHEDULE_OBJECTS,
} from '../schedules/schedule-columns.ts';
import { cleanJson } from '../server/clean-text.ts';
import type { ColumnKind } from '../sql/column.ts';
import { isoOrValue } from '../sql/iso-or-value.ts';
import { jsonOrText } from '../sql/json-or-text.ts';
import { epochMs, fromEpochMs, toTimestamp } from './postgres-instant.ts';

/** Selects a row as one JSON text: SQL by hand may leave any value, so the domain validates row by row. */
export const scheduleAsJson = sql`json_build_object(${join(
  Object.entries(SCHEDULE_COLUMNS).map(([name, { column, kind }]) => {
    const value = raw(`"${column}"`);
    return sql`${raw(`'${name}'`)}, ${isInstant(kind) ? epochMs(value) : value}`;
  }),
)})::text AS "row"`;

function isInstant(kind: ColumnKind): boolean {
  return kind === 'instant' || kind === 'isoInstant';
}

export interface JsonRow {
  readonly row: string;
}

export function readScheduleRow({ row }: JsonRow): StoredSchedule {
  const values = JSON.parse(row) as Record<string, unknown>;
  for (const name of SCHEDULE_INSTANTS) values[name] = fromEpochMs(values[name]);
  for (const name of SCHEDULE_ISO_INSTANTS)
    values[name] = isoOrValue(values[name], fromEpochMs(values[name]));
  for (const name of SCHEDULE_LISTS) values[name] = jsonOrText(values[name]);
  return readStoredSchedule(values);
}

/** Columns of JSON come last: their text is stored unchanged, so they are no part of the record below. */
const plain = SCHEDULE_FIELDS.filter((field) => !SCHEDULE_OBJECTS.includes(field));

/** The columns of `scheduleRow`, in the same order. */
export const scheduleColumns = raw(
  [...plain, ...SCHEDULE_OBJECTS].map((field) => `"${SCHEDULE_COLUMNS[field].column}"`).join(', '),
);

/** A row of the schedule's values. */
export function scheduleRow(schedule: Schedule): Sql {
  const values = plain.map((field) => {
    const { column, kind } = SCHEDULE_COLUMNS[field];
    const value = schedule[field];
    if (kind === 'list') return [column, value === null ? null : JSON.stringify(value)] as const;
    return [column, kind === 'instant' ? toTimestamp(Number(value)) : value] as const;
  });
  const names = raw(plain.map((field) => `"row"."${SCHEDULE_COLUMNS[field].column}"`).join(', '));
  const objects = join(SCHEDULE_OBJECTS.map((field) => sql`${JSON.stringify(schedule[field])}::json`));
  return sql`SELECT ${names}, ${objects}
    FROM json_populate_record(NULL::"zenpulse_schedule_config", ${cleanJson(Object.fromEntries(values))}::json) AS "row"`;
}
