import {
  readStoredSchedule,
  type Schedule,
  type ScheduleChange,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { jsonOrText } from '../sql/json-or-text.ts';
import { SCHEDULE_COLUMNS, SCHEDULE_INSTANTS } from '../schedules/schedule-columns.ts';
import { raw } from '../sql/sql.ts';
import { fromSqliteInstant } from './sqlite-instant.ts';

const BOOLEANS = ['enabled', 'coalesce'] as const;

/**
 * Selects a row as one JSON text. The typed client fails on the whole result if one row has a value of another type,
 * which SQLite lets SQL by hand write; this reads any value (except a BLOB, which JSON cannot hold), and the domain
 * validates row by row.
 */
export const scheduleAsJson = raw(
  `json_object(${Object.entries(SCHEDULE_COLUMNS)
    .map(([name, column]) => `'${name}', iif(typeof("${column}") = 'blob', 'a BLOB', "${column}")`)
    .join(', ')}) AS "row"`,
);

export interface JsonRow {
  readonly row: string;
}

export function readScheduleRow({ row }: JsonRow): StoredSchedule {
  const values = JSON.parse(row) as Record<string, unknown>;
  for (const name of SCHEDULE_INSTANTS) values[name] = fromSqliteInstant(values[name]);
  for (const name of BOOLEANS)
    if (values[name] === 0 || values[name] === 1) values[name] = values[name] === 1;
  values['params'] = jsonOrText(values['params']);
  return readStoredSchedule(values);
}

/** The row's values in the form that the client writes; absent fields stay absent. */
export function scheduleValues<T extends ScheduleChange & Partial<Schedule>>(fields: T) {
  const { params, anchorAt, effectiveFrom, createdAt, updatedAt, ...plain } = fields;
  return {
    ...plain,
    ...(params === undefined ? {} : { params: JSON.stringify(params) }),
    ...(anchorAt === undefined ? {} : { anchorAt: new Date(anchorAt) }),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom: new Date(effectiveFrom) }),
    ...(createdAt === undefined ? {} : { createdAt: new Date(createdAt) }),
    ...(updatedAt === undefined ? {} : { updatedAt: new Date(updatedAt) }),
  };
}
