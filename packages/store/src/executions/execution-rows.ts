import type { Execution } from '@zenpulse/core/domain';
import type { ColumnKind } from '../sql/column.ts';
import { writtenValue } from './column-values.ts';
import { EXECUTION_FIELDS, executionColumn } from './execution-columns.ts';

/** A column of an INSERT. */
interface WrittenColumn {
  readonly column: string;
  readonly kind: ColumnKind;
  /** False: where a record replaces a guessed one, the value stays. */
  readonly isReplaced: boolean;
  /** The value for a row. `timestamp` converts an instant for the database. */
  readonly valueOf: (execution: Execution, timestamp: (epochMs: number) => string | null) => unknown;
}

/** The columns of an INSERT: those of the fields, and the one that the table's uniqueness rests on. */
export const WRITTEN_COLUMNS: readonly WrittenColumn[] = [
  ...EXECUTION_FIELDS.map((field): WrittenColumn => {
    const { column, kind } = executionColumn(field);
    const isReplaced = field !== 'scheduleId';
    return {
      column,
      kind,
      isReplaced,
      valueOf: (execution, timestamp) => writtenValue(kind, execution[field], timestamp),
    };
  }),
  {
    column: 'occurrence_at',
    kind: 'instant',
    isReplaced: false,
    valueOf: ({ origin, scheduledAt }, timestamp) => (origin === 'manual' ? null : timestamp(scheduledAt)),
  },
];

/** The names of the columns of an INSERT. */
export const writtenNames = WRITTEN_COLUMNS.map(({ column }) => `"${column}"`).join(', ');

/** The columns that a record overwrites where it replaces a guessed one. */
export const replacedColumns: readonly string[] = WRITTEN_COLUMNS.filter(({ isReplaced }) => isReplaced).map(
  ({ column }) => column,
);

/** The row of an execution, by column. */
export function executionRow(
  execution: Execution,
  timestamp: (epochMs: number) => string | null,
): Record<string, unknown> {
  return Object.fromEntries(
    WRITTEN_COLUMNS.map(({ column, valueOf }) => [column, valueOf(execution, timestamp)]),
  );
}

/** Applies the table's uniqueness rules within a batch: each run appears once. */
export function withoutRepeats(executions: readonly Execution[]): Execution[] {
  const kept = new Map<string, Execution>();
  for (const execution of executions) {
    const identity = runIdentity(execution);
    const known = kept.get(identity);
    if (known === undefined || mayReplace(known, execution)) kept.set(identity, execution);
  }
  return [...kept.values()];
}

/** The identity of a run: its occurrence and attempt, or its own id for a run by hand. */
function runIdentity({ origin, id, scheduleId, scheduledAt, attempt }: Execution): string {
  return origin === 'manual' ? id : JSON.stringify([scheduleId, scheduledAt, attempt]);
}

/** A guessed outcome is replaced by the real one. The backends' statements have the same condition. */
function mayReplace(known: Execution, next: Execution): boolean {
  const isReal = next.status === 'success' || next.status === 'fail' || next.status === 'timeout';
  const isAmbiguous = known.status === 'missed' && (known.reason as string | null) === 'ambiguous'; // written by a later release
  return isReal && (known.status === 'interrupted' || isAmbiguous);
}
