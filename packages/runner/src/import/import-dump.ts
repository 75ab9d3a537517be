import {
  triggerWarningTexts,
  type ChangeAuthor,
  type InputIssue,
  type Schedule,
  type ScheduleFields,
} from '@zenpulse/core/domain';
import { StoreError, type Backend, type ScheduleStore } from '@zenpulse/core/ports';
import { importHistory, type ImportedHistory } from './import-history.ts';
import type { Dump, DumpedSchedule } from './read-dump.ts';
import type { HistoryOwner } from './translate-execution.ts';

export interface ImportOptions {
  /** The zone in which the original system ran. */
  readonly timezone: string;
  /** True: only report what would be done. */
  readonly isDryRun: boolean;
  readonly withHistory: boolean;
  /** Who imports. */
  readonly author: ChangeAuthor;
}

/** The result of one row. `notes`: what is stored differently here, by the original's field. */
export type ImportedRow = Pick<DumpedSchedule, 'place' | 'jobKey' | 'variant'> &
  (
    | {
        readonly kind: 'imported';
        /** Null in a dry run. */
        readonly id: string | null;
        readonly fields: ScheduleFields;
        readonly notes: readonly InputIssue[];
      }
    /** The job already has a schedule here, which is not changed. */
    | { readonly kind: 'existing' }
    | { readonly kind: 'refused'; readonly issues: readonly InputIssue[] }
  );

export interface ImportReport {
  readonly rows: readonly ImportedRow[];
  readonly history: ImportedHistory;
  /** Rows of other models in the file. */
  readonly otherRows: number;
}

/**
 * Creates the schedules of a dump; a dry run works without a backend. An invalid or existing row does not affect the
 * others.
 */
export async function importDump(
  dump: Dump,
  backend: Backend | null,
  options: ImportOptions,
): Promise<ImportReport> {
  const owners = backend === null ? new Map() : await schedulesHere(dump.schedules, backend.schedules);
  const placeOf = new Map<string, number>();
  const rows: ImportedRow[] = [];
  for (const row of dump.schedules) {
    const { jobKey, variant } = row;
    const name = nameOf(row);
    const earlier = jobKey === '' ? undefined : placeOf.get(name);
    placeOf.set(name, row.place);
    if (earlier !== undefined) rows.push(repeated(row, earlier));
    else if (owners.has(name)) rows.push({ kind: 'existing', ...namesIn(row) });
    else {
      const became = await importRow(row, backend, options);
      if (became.kind === 'imported') owners.set(name, { id: became.id ?? '', jobKey, variant });
      rows.push(became);
    }
  }
  const withoutVariant = new Map(
    [...owners.values()].filter(({ variant }) => variant === '').map((owner) => [owner.jobKey, owner]),
  );
  const history = await importHistory(dump.executions, withoutVariant, backend?.executions ?? null, options);
  return { rows, history, otherRows: dump.otherRows };
}

async function importRow(
  row: DumpedSchedule,
  backend: Backend | null,
  { timezone, isDryRun, author }: ImportOptions,
): Promise<ImportedRow> {
  const told = namesIn(row);
  const { fields, notes, issues } = row.translate(timezone);
  if (fields === null) return { ...told, kind: 'refused', issues };
  if (isDryRun || backend === null) return { ...told, kind: 'imported', id: null, fields, notes };
  const { schedules, clock } = backend;
  const schedule = await createUnlessThere(fields, schedules, author);
  if (schedule === null) return { ...told, kind: 'existing' };
  const warnings = triggerWarningTexts(schedule, clock.now()).map((message) => ({
    path: 'warning',
    message,
  }));
  return { ...told, kind: 'imported', id: schedule.id, fields, notes: [...notes, ...warnings] };
}

/** Null if another process created it first. */
async function createUnlessThere(
  fields: ScheduleFields,
  schedules: ScheduleStore,
  author: ChangeAuthor,
): Promise<Schedule | null> {
  try {
    return await schedules.create(fields, author);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'schedule_exists') return null;
    throw error;
  }
}

/** The existing schedules of the file's jobs, by key and variant. */
async function schedulesHere(
  rows: readonly DumpedSchedule[],
  schedules: ScheduleStore,
): Promise<Map<string, HistoryOwner>> {
  const keys = [...new Set(rows.map(({ jobKey }) => jobKey))];
  const here = new Map<string, HistoryOwner>();
  while (keys.length > 0) {
    const found = await schedules.findByJobs(keys.splice(0, 500));
    for (const ref of found) here.set(nameOf(ref), ref);
  }
  return here;
}

function repeated(row: DumpedSchedule, earlier: number): ImportedRow {
  const message = `expected a key of its own, got that of row ${earlier} again`;
  return { kind: 'refused', ...namesIn(row), issues: [{ path: row.keyField, message }] };
}

function namesIn({ place, jobKey, variant }: DumpedSchedule) {
  return { place, jobKey, variant };
}

function nameOf({ jobKey, variant }: Pick<DumpedSchedule, 'jobKey' | 'variant'>): string {
  return JSON.stringify([jobKey, variant]);
}
