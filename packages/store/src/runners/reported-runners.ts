import type { Clock, SeenRunner } from '@zenpulse/core/ports';
import { createFileRunnerDirectory } from '../file/file-runner-directory.ts';
import type { Settings } from '../settings/resolve-settings.ts';

/** The runners that report themselves in the state folder, without opening the database; null where they report in it. */
export async function reportedRunners(
  { database, stateDir }: Settings,
  clock: Clock,
): Promise<readonly SeenRunner[] | null> {
  return database.kind === 'sqlite' ? createFileRunnerDirectory(stateDir, clock).list() : null;
}
