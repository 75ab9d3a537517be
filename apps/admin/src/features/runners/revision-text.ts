import type { RunnerDto } from '@zenpulse/contract';

/** How a runner's schedules compare with the store's. `storeRevision`: null while the database does not answer. */
export function revisionText(
  { revision }: Pick<RunnerDto, 'revision'>,
  storeRevision: number | null,
): string {
  if (revision === null) return 'none loaded yet';
  if (storeRevision === null || storeRevision < revision) return `revision ${revision}`;
  const behind = storeRevision - revision;
  if (behind === 0) return `Up to date (revision ${revision})`;
  return `${behind} ${behind === 1 ? 'change' : 'changes'} behind (revision ${revision} of ${storeRevision})`;
}
