import { readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Logger } from '@zenpulse/core/ports';
import { adoptedFolder, adoptedIn, DISCARDED } from './journal-folder.ts';
import { makeFolder } from './plain-files.ts';

/**
 * Moves the folders of dead runners into `mine`, each by one rename, together with journals that those runners had
 * adopted and not discarded. If another adopter moved one first, it is left to that one. Resolves to the previous
 * adopters, by folder name.
 */
export async function takeJournals(
  folders: readonly string[],
  mine: string,
  logger: Logger,
): Promise<ReadonlyMap<string, string>> {
  const target = adoptedFolder(mine);
  if (folders.length > 0) makeFolder(target);
  for (const folder of folders) await move(folder, target, logger);
  const taken = adoptedIn(mine);
  const formerAdopters = new Map<string, string>();
  for (const folder of taken) {
    for (const nested of adoptedIn(folder)) {
      if (!(await move(nested, target, logger))) continue;
      taken.push(join(target, basename(nested)));
      formerAdopters.set(basename(nested), basename(folder));
    }
  }
  await finishDiscarding(target);
  return formerAdopters;
}

/** Deletes an adopted journal. Idempotent; after a crash, its remains are never read. */
export async function discardJournal(folder: string): Promise<void> {
  const doomed = `${folder}${DISCARDED}`;
  await rename(folder, doomed).catch(ignoreMissing);
  await rm(doomed, { recursive: true, force: true });
}

async function move(folder: string, target: string, logger: Logger): Promise<boolean> {
  try {
    await rename(folder, join(target, basename(folder)));
    return true;
  } catch (error) {
    if (!isMissing(error))
      logger.warn({ err: error, folder }, 'The journal of a dead runner cannot be taken over');
    return false;
  }
}

async function finishDiscarding(target: string): Promise<void> {
  const names = await readdir(target).catch(() => []);
  for (const name of names) {
    if (name.endsWith(DISCARDED)) await rm(join(target, name), { recursive: true, force: true });
  }
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
