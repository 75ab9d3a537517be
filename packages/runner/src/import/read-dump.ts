import { show } from '@zenpulse/core/domain';
import { exportedSchedules } from './exported-schedules.ts';
import { translateSchedule, type TranslatedSchedule } from './translate-schedule.ts';

/** The app label and the names of the original's two models, as in Django's dumps. */
const SCHEDULES = 'zenpulse_scheduler.scheduleconfig';
const EXECUTIONS = 'zenpulse_scheduler.jobexecutionlog';

/** One row as written by `dumpdata`. */
export interface DumpedRow {
  /** Its position in the file, from 1. */
  readonly place: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A schedule in the file, not yet checked. */
export interface DumpedSchedule {
  readonly place: number;
  /** Empty if it is not a text. */
  readonly jobKey: string;
  readonly variant: string;
  /** The name of the key's field in the file. */
  readonly keyField: 'job_key' | 'jobKey';
  /** `timezone` is that of a schedule without one. */
  translate(timezone: string): TranslatedSchedule;
}

export interface Dump {
  /** "zenpulse export" of this package, or "dumpdata" of the Django package. */
  readonly source: 'export' | 'django';
  readonly schedules: readonly DumpedSchedule[];
  readonly executions: readonly DumpedRow[];
  /** Rows of other models, which are not imported. */
  readonly otherRows: number;
}

/** The file is in neither format. The message is one line with what was expected. */
export class DumpError extends Error {
  override readonly name = 'DumpError';
}

/**
 * Parses the output of `zenpulse export`, or of `manage.py dumpdata`: JSON, or JSON lines (`--format jsonl`). Throws a
 * DumpError.
 */
export function readDump(bytes: Uint8Array): Dump {
  const text = decoded(bytes).trim();
  const exported = exportedSchedules(text);
  if (exported !== null) return { source: 'export', schedules: exported, executions: [], otherRows: 0 };
  const rows = objectsIn(text);
  const schedules: DumpedSchedule[] = [];
  const executions: DumpedRow[] = [];
  let otherRows = 0;
  for (const [index, row] of rows.entries()) {
    const { model, fields } = checkedRow(row, index + 1);
    const dumped = { place: index + 1, fields };
    if (model === SCHEDULES) schedules.push(ofDjango(dumped));
    else if (model === EXECUTIONS) executions.push(dumped);
    else otherRows += 1;
  }
  return { source: 'django', schedules, executions, otherRows };
}

/** Windows' shell redirects output as UTF-16. */
function decoded(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes); // also removes the byte order mark
}

function ofDjango({ place, fields }: DumpedRow): DumpedSchedule {
  const key = fields['job_key'];
  return {
    place,
    jobKey: typeof key === 'string' ? key : '',
    variant: '',
    keyField: 'job_key',
    translate: (timezone) => translateSchedule(fields, timezone),
  };
}

function objectsIn(trimmed: string): unknown[] {
  if (trimmed.startsWith('[')) return parsed(trimmed, 'JSON') as unknown[]; // JSON that begins with [ is a list
  if (!trimmed.startsWith('{')) {
    throw new DumpError(
      `expected the JSON of "zenpulse export" or of "manage.py dumpdata", got ${show(trimmed.slice(0, 40))}`,
    );
  }
  return trimmed
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parsed(line, `line ${index + 1} to be JSON`)]));
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DumpError(`expected ${what}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function checkedRow(
  row: unknown,
  place: number,
): { model: string; fields: Readonly<Record<string, unknown>> } {
  const { model, fields } = isObject(row) ? row : {};
  if (typeof model === 'string' && isObject(fields)) return { model: model.toLowerCase(), fields };
  throw new DumpError(`row ${place}: expected an object with "model" and "fields", got ${show(row)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
