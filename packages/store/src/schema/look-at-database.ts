import { existsSync } from 'node:fs';
import { StoreError, type Clock } from '@zenpulse/core/ports';
import type { Settings } from '../settings/resolve-settings.ts';

/** False if the settings name a file that does not exist yet; on a server the first operation finds out. */
export function hasDatabase({ database }: Settings): boolean {
  return database.kind !== 'sqlite' || existsSync(database.file);
}

/**
 * For commands that only read, since opening a file normally migrates it: throws `schema_mismatch` if the tables are
 * not up to date. On a server every operation checks that.
 */
export async function refuseOldTables({ database }: Settings, clock: Clock): Promise<void> {
  if (database.kind !== 'sqlite') return;
  const { readSqliteMigrations } = await import('../sqlite/read-sqlite-migrations.ts');
  const { problem } = await readSqliteMigrations(database.file, clock);
  if (problem !== null) throw new StoreError('schema_mismatch', `${database.label}: ${problem}`);
}

/** If the database is missing, throws `store_unavailable` if a living runner had it open: then it is an outage. */
export async function refuseTakenAway({ database, stateDir }: Settings, clock: Clock): Promise<void> {
  if (database.kind !== 'sqlite') return;
  const { createFileRunnerDirectory } = await import('../file/file-runner-directory.ts');
  const { isTakenAway } = await import('../sqlite/taken-away.ts');
  const { missingFile } = await import('../sqlite/opening-problem.ts');
  if (await isTakenAway(database.file, createFileRunnerDirectory(stateDir, clock), clock))
    throw missingFile(database.label, null);
}
