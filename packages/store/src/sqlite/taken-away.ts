import { existsSync } from 'node:fs';
import { isAlive, type Clock, type RunnerDirectory } from '@zenpulse/core/ports';

/** Whether the file is missing though a runner lives, which had it open: somebody took it away, and it is no first start. */
export async function isTakenAway(file: string, runners: RunnerDirectory, clock: Clock): Promise<boolean> {
  if (existsSync(file)) return false;
  return (await runners.list()).some((runner) => isAlive(runner, clock.now()));
}
