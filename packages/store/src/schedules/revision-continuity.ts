import type { RevisionPair, ScheduleChanges } from '@zenpulse/core/ports';

/** What one statement says of the revision, beside the rows that came after `since`. */
export interface RevisionRow extends RevisionPair {
  readonly historyId: string;
  /** Of `since`'s revision, in the log; null when the log has none. */
  readonly sinceToken: string | null;
  /** The oldest revision in the log; null of an empty one. */
  readonly oldest: number | null;
}

export type ReadChanges = RevisionRow & Pick<ScheduleChanges, 'changed' | 'deleted' | 'count'>;

/** Reads what came after `since`; everything, in a snapshot of its own, where the history does not continue from there. */
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

/** A schedule may have been deleted, made again with the same id, and deleted again. */
export function idsIn(rows: readonly { readonly gone: string | null }[]): readonly string[] {
  return [...new Set(rows.flatMap(({ gone }) => gone ?? []))];
}
