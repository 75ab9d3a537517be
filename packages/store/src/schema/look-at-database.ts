import { existsSync } from 'node:fs';
import { StoreError, type Clock } from '@zenpulse/core/ports';
import type { Settings } from '../settings/resolve-settings.ts';

/** False when the settings name a file that nobody has made yet; a server is asked by the first operation. */
export function hasDatabase({ database }: Settings): boolean {
  return database.kind !== 'sqlite' || existsSync(database.file);
}

/**
 * For whoever wants to look and change nothing: opening a file brings its tables up to date. Throws `schema_mismatch` when
 * they are not; on a server every operation does that by itself.
 */
export async function refuseOldTables({ database }: Settings, clock: Clock): Promise<void> {
  if (database.kind !== 'sqlite') return;
  const { readSqliteMigrations } = await import('../sqlite/read-sqlite-migrations.ts');
  const { problem } = await readSqliteMigrations(database.file, clock);
  if (problem !== null) throw new StoreError('schema_mismatch', `${database.label}: ${problem}`);
}

/** Where there is no database, throws `store_unavailable` if a runner lives that had one: it is an outage. */
export async function refuseTakenAway({ database, stateDir }: Settings, clock: Clock): Promise<void> {
  if (database.kind !== 'sqlite') return;
  const { createFileRunnerDirectory } = await import('../file/file-runner-directory.ts');
  const { isTakenAway } = await import('../sqlite/taken-away.ts');
  const { missingFile } = await import('../sqlite/opening-problem.ts');
  if (await isTakenAway(database.file, createFileRunnerDirectory(stateDir, clock), clock))
    throw missingFile(database.label, null);
}
