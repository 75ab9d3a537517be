import type { Execution, InputIssue } from '@zenpulse/core/domain';
import type { ExecutionStore } from '@zenpulse/core/ports';
import type { DumpedRow } from './read-dump.ts';
import { translateExecution, type HistoryOwner } from './translate-execution.ts';

const BATCH = 500;

export interface ImportedHistory {
  /** Rows of the execution log in the file. */
  readonly found: number;
  /** Rows that were imported, or in a dry run would be. */
  readonly imported: number;
  /** Rows whose jobs have no schedule here. */
  readonly withoutSchedule: number;
  /** Rows after another one of the same job at the same instant. */
  readonly repeated: number;
  readonly refused: readonly { readonly place: number; readonly issues: readonly InputIssue[] }[];
}

/** Writes the runs of schedules that exist here; without `withHistory` it only counts them. Idempotent. */
export async function importHistory(
  rows: readonly DumpedRow[],
  owners: ReadonlyMap<string, HistoryOwner>,
  store: Pick<ExecutionStore, 'append'> | null,
  { withHistory, isDryRun }: { readonly withHistory: boolean; readonly isDryRun: boolean },
): Promise<ImportedHistory> {
  const refused: { place: number; issues: readonly InputIssue[] }[] = [];
  const batch: Execution[] = [];
  const seen = new Set<string>();
  let imported = 0;
  let withoutSchedule = 0;
  let repeated = 0;
  const write = async () => {
    if (!isDryRun && batch.length > 0) await store?.append(batch);
    imported += batch.length;
    batch.length = 0;
  };
  for (const { place, fields } of withHistory ? rows : []) {
    const owner = owners.get(String(fields['job_key']));
    if (owner === undefined) {
      withoutSchedule += 1;
      continue;
    }
    const { execution, issues } = translateExecution(fields, owner);
    if (execution === null) {
      refused.push({ place, issues });
      continue;
    }
    const occurrence = `${execution.scheduledAt} ${owner.jobKey}`;
    if (seen.has(occurrence)) {
      repeated += 1;
      continue;
    }
    seen.add(occurrence);
    batch.push(execution);
    if (batch.length === BATCH) await write();
  }
  await write();
  return { found: rows.length, imported, withoutSchedule, repeated, refused };
}
