import type { Execution } from '../../domain/index.ts';
import type { ParkedLines } from '../../ports/index.ts';
import { readJournalLine } from './journal-line.ts';

/** A batch of records parked on the disk, because too many are waiting for the database. */
export interface ParkedExecutions {
  readonly executions: readonly Execution[];
  discard(): Promise<void>;
}

export function parkedExecutions(batch: ParkedLines): ParkedExecutions {
  const executions = batch.lines.flatMap((text) => {
    const line = readJournalLine(text);
    return line?.kind === 'ended' && line.execution !== null ? [line.execution] : [];
  });
  return { executions, discard: () => batch.discard() };
}
