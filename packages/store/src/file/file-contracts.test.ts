import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { FakeClock } from '@zenpulse/core/testing';
import {
  journalContract,
  leaseContract,
  runnerDirectoryContract,
  signalContract,
} from '@zenpulse/core/testing/contracts';
import { systemClock } from '../system-clock.ts';
import { fileLeaseSubject } from '../testing/lease-subject.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { until } from '../testing/until.ts';
import { createFileRunnerDirectory } from './file-runner-directory.ts';
import { createFileSignal } from './file-signal.ts';
import { createFileJournalShelf } from './file-journal-shelf.ts';

signalContract('file', async () => {
  const folder = temporaryFolder();
  const open = () =>
    createFileSignal({ folder: folder.path, alsoWatched: [], clock: systemClock, logger: silentLogger });
  return { signal: open(), other: open(), until, close: async () => folder.remove() };
});

leaseContract('file, a death is seen', () => fileLeaseSubject(true));
leaseContract('file, a death is not seen', () => fileLeaseSubject(false));

runnerDirectoryContract('file', async () => {
  const folder = temporaryFolder();
  const clock = new FakeClock();
  const directory = createFileRunnerDirectory(join(folder.path, '.zenpulse'), clock);
  return { directory, clock, close: async () => folder.remove() };
});

journalContract('file', async () => {
  const folder = temporaryFolder();
  const stateDir = join(folder.path, '.zenpulse');
  const dead = new Set<string>();
  const shelf = createFileJournalShelf({
    stateDir,
    clock: new FakeClock(),
    logger: silentLogger,
    isGone: ({ runnerId }) => dead.has(runnerId),
  });
  return {
    shelf,
    kill: async (runnerId) => void dead.add(runnerId),
    tear: async (runnerId, text) =>
      appendFileSync(join(stateDir, 'runners', runnerId, 'journal-1.jsonl'), text),
    close: async () => folder.remove(),
  };
});
