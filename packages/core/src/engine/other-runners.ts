import { isAlive, type Clock, type RunnerDirectory } from '../ports/index.ts';
import type { EngineSettings } from './engine.ts';
import type { RunnerEvents } from './runner-events.ts';

/** Two that fire at once run everything twice, unless both compete for the lease: says so, loudly. */
export async function warnOfOthers(
  { runnerId, isLocking }: Pick<EngineSettings, 'runnerId' | 'isLocking'>,
  runners: Pick<RunnerDirectory, 'list'>,
  clock: Clock,
  events: RunnerEvents,
): Promise<void> {
  for (const other of await runners.list()) {
    if (other.runnerId === runnerId || other.state !== 'active' || !isAlive(other, clock.now())) continue;
    if (isLocking && other.isLocking) continue;
    const words = `Another runner fires as well (${other.runnerId}), so jobs may run twice: start all of them with --lock`;
    events.add('warn', 'second-runner', words);
  }
}
