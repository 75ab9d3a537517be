import type { BatchCounts } from './batch-counts.ts';

/** A batch that is being split. */
export interface BatchSplit {
  /** Puts so many schedules more into their parts; true when all are. What comes in after that is in no part. */
  step(count: number): boolean;
  readonly parts: readonly BatchCounts[];
}

/** In which part a schedule is: it goes by its id alone, so that an adopter finds the same. */
export function partOf(id: string, parts: number): number {
  let hash = 0;
  for (let at = 0; at < id.length; at += 1) hash = (Math.imul(hash, 31) + id.charCodeAt(at)) >>> 0;
  return hash % parts;
}
