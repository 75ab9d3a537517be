import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { FakeClock } from '@zenpulse/core/testing';
import { leaseContract, runnerDirectoryContract, signalContract } from '@zenpulse/core/testing/contracts';
import { systemClock } from '../system-clock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { until } from '../testing/until.ts';
import { createFileLease } from './file-lease.ts';
import { createFileRunnerDirectory } from './file-runner-directory.ts';
import { createFileSignal } from './file-signal.ts';

signalContract('file', async () => {
  const folder = temporaryFolder();
  const open = () =>
    createFileSignal({ folder: folder.path, alsoWatched: [], clock: systemClock, logger: silentLogger });
  return { signal: open(), other: open(), until, close: async () => folder.remove() };
});

leaseContract('file', async () => {
  const folder = temporaryFolder();
  const stateDir = join(folder.path, '.zenpulse');
  return {
    contender: () => createFileLease(stateDir, systemClock, silentLogger),
    until,
    close: async () => folder.remove(),
  };
});

runnerDirectoryContract('file', async () => {
  const folder = temporaryFolder();
  const clock = new FakeClock();
  const directory = createFileRunnerDirectory(join(folder.path, '.zenpulse'), clock);
  return { directory, clock, close: async () => folder.remove() };
});
