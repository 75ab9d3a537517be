import { existsSync } from 'node:fs';
import { isAlive, type Clock, type RunnerDirectory } from '@zenpulse/core/ports';

/** True if the file is missing although a living runner had it open: it was removed, so this is not a first start. */
export async function isTakenAway(file: string, runners: RunnerDirectory, clock: Clock): Promise<boolean> {
  if (existsSync(file)) return false;
  return (await runners.list()).some((runner) => isAlive(runner, clock.now()));
}
