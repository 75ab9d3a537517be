import { rmdirSync, rmSync } from 'node:fs';
import type { Logger } from '@zenpulse/core/ports';
import { adoptedFolder, ownerFile, segmentFile, segmentsIn } from './journal-folder.ts';

/** Deletes the segments with a smaller number. Never throws: an older segment beside a newer one is harmless. */
export function removeSegments(
  { folder, logger }: { readonly folder: string; readonly logger: Logger },
  before: number,
): void {
  try {
    // The newest last: if it were deleted first, an older one would count again.
    for (const number of segmentsIn(folder).reverse()) {
      if (number < before) rmSync(segmentFile(folder, number), { force: true });
    }
  } catch (error) {
    logger.debug({ err: error }, 'Old segments of the journal could not be deleted');
  }
}

/** A folder that contains other files stays. */
export function removeOwner(folder: string): void {
  rmSync(ownerFile(folder), { force: true });
  try {
    rmSync(adoptedFolder(folder), { recursive: true, force: true }); // nothing in it is needed any more
    rmdirSync(folder);
  } catch {
    // The folder still has the runner's report, or never existed.
  }
}
