import { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
import { readStoredSchedule, type Schedule, type StoredSchedule } from '@zenpulse/core/domain';
import { SCHEDULE_COLUMNS, SCHEDULE_INSTANTS } from '../schedules/schedule-columns.ts';
import { cleanJson } from '../server/clean-text.ts';
import { epochMs, fromEpochMs, toTimestamp } from './postgres-instant.ts';

/** Selects a row as one JSON text: SQL by hand may leave any value, so the domain validates row by row. */
export const scheduleAsJson = sql`json_build_object(${join(
  Object.entries(SCHEDULE_COLUMNS).map(([name, column]) => {
    const value = raw(`"${column}"`);
    return sql`${raw(`'${name}'`)}, ${isInstant(name) ? epochMs(value) : value}`;
  }),
)})::text AS "row"`;

export interface JsonRow {
  readonly row: string;
}

export function readScheduleRow({ row }: JsonRow): StoredSchedule {
  const values = JSON.parse(row) as Record<string, unknown>;
  for (const name of SCHEDULE_INSTANTS) values[name] = fromEpochMs(values[name]);
  return readStoredSchedule(values);
}

const written = Object.values(SCHEDULE_COLUMNS).filter((column) => column !== 'params');

/** The columns of `scheduleRow`, in the same order. */
export const scheduleColumns = raw([...written, 'params'].map((column) => `"${column}"`).join(', '));

/** A row of the schedule's values. `params` is separate: its JSON text is stored unchanged. */
export function scheduleRow(schedule: Schedule): Sql {
  const values = Object.entries(SCHEDULE_COLUMNS).flatMap(([name, column]) => {
    const value = schedule[name as keyof Schedule]; // name is a key of SCHEDULE_COLUMNS
    if (column === 'params') return [];
    return [[column, isInstant(name) ? toTimestamp(Number(value)) : value]];
  });
  const names = raw(written.map((column) => `"row"."${column}"`).join(', '));
  return sql`SELECT ${names}, ${JSON.stringify(schedule.params)}::json
    FROM json_populate_record(NULL::"zenpulse_schedule_config", ${cleanJson(Object.fromEntries(values))}::json) AS "row"`;
}

function isInstant(name: string): boolean {
  return SCHEDULE_INSTANTS.some((instant) => instant === name);
}
