import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SET_ASIDE_KEPT_MS, type Logger } from '@zenpulse/core/ports';

/** Moves a journal to where no runner reads it. Idempotent; rejects if it cannot be moved. */
export async function setJournalAside(folder: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  try {
    await rename(folder, join(target, basename(folder)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return;
  }
  const now = new Date();
  await utimes(join(target, basename(folder)), now, now); // its age counts from now
}

/** Deletes journals that were set aside a week ago. Never rejects: the next adoption tries again. */
export async function sweepSetAside(target: string, now: number, logger: Logger): Promise<void> {
  const names = await readdir(target).catch(() => []);
  for (const name of names) {
    const folder = join(target, name);
    try {
      const { mtimeMs } = await stat(folder);
      if (now - mtimeMs > SET_ASIDE_KEPT_MS) await rm(folder, { recursive: true, force: true });
    } catch (error) {
      logger.debug({ err: error, folder }, 'A journal that was set aside cannot be deleted');
    }
  }
}
