import type { RunOutputDto } from '@zenpulse/contract';

/** "40 of 100 (40%)", "40", or null. */
export function progressText(progress: RunOutputDto['progress']): string | null {
  if (progress === null) return null;
  const { done, total } = progress;
  if (total === null) return numberText(done);
  const share = shareOf(progress);
  return `${numberText(done)} of ${numberText(total)}${share === null ? '' : ` (${Math.floor(share * 100)}%)`}`;
}

/** From 0 to 1; null if it is not known. */
export function shareOf(progress: RunOutputDto['progress']): number | null {
  if (progress === null || progress.total === null || progress.total <= 0) return null;
  return Math.min(1, progress.done / progress.total);
}

export function numberText(value: number): string {
  return value.toLocaleString('en-GB');
}
