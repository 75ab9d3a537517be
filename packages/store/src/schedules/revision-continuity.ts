import type { RevisionPair, ScheduleChanges } from '@zenpulse/core/ports';

/** The revision as one statement reads it, beside the rows changed after `since`. */
export interface RevisionRow extends RevisionPair {
  readonly historyId: string;
  /** The token of `since`'s revision in the log; null if the log does not contain it. */
  readonly sinceToken: string | null;
  /** The oldest revision in the log; null if it is empty. */
  readonly oldest: number | null;
}

export type ReadChanges = RevisionRow & Pick<ScheduleChanges, 'changed' | 'deleted' | 'count'>;

/**
 * Reads the changes after `since`; or everything, in a snapshot of its own, if the history does not continue from
 * there.
 */
export async function readContinued(
  since: RevisionPair | null,
  read: (since: RevisionPair | null) => Promise<ReadChanges>,
): Promise<ScheduleChanges> {
  const found = await read(since);
  const continuity = continuityOf(since, found);
  const isWhole = since === null || continuity === 'continues';
  const { revision, token, historyId, changed, deleted, count } = isWhole ? found : await read(null);
  const changes = { revision, token, historyId, continuity, changed, deleted };
  return count === undefined ? changes : { ...changes, count };
}

function continuityOf(
  since: RevisionPair | null,
  { revision, sinceToken, oldest }: RevisionRow,
): ScheduleChanges['continuity'] {
  if (since === null) return 'unknown';
  if (since.revision > revision) return 'another';
  if (sinceToken !== null) return sinceToken === since.token ? 'continues' : 'another';
  return oldest !== null && since.revision < oldest ? 'unknown' : 'another';
}

/** Unique ids: a schedule may have been deleted, created again with the same id, and deleted again. */
export function idsIn(rows: readonly { readonly gone: string | null }[]): readonly string[] {
  return [...new Set(rows.flatMap(({ gone }) => gone ?? []))];
}
