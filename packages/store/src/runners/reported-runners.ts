import type { Clock, SeenRunner } from '@zenpulse/core/ports';
import { createFileRunnerDirectory } from '../file/file-runner-directory.ts';
import type { Settings } from '../settings/resolve-settings.ts';

/**
 * The runners that report in the state folder, read without opening the database; null if they report in the database.
 */
export async function reportedRunners(
  { database, stateDir }: Settings,
  clock: Clock,
): Promise<readonly SeenRunner[] | null> {
  return database.kind === 'sqlite' ? createFileRunnerDirectory(stateDir, clock).list() : null;
}
