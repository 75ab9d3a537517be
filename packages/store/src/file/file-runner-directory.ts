import { lutimes, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  isRemovable,
  type Clock,
  type RunnerDirectory,
  type RunnerReport,
  type SeenRunner,
} from '@zenpulse/core/ports';
import { readReport, toReport } from '../runners/runner-report.ts';
import { FILE_MODE, makeFolder, readPlainText } from './plain-files.ts';

/** Far more than thousands of jobs and schedules need. */
const MOST_BYTES = 33_554_432;

/** Runners' reports in the state folder: `runners/<runnerId>/snapshot.json`; its mtime is the heartbeat. */
export function createFileRunnerDirectory(stateDir: string, clock: Clock): RunnerDirectory {
  const root = join(stateDir, 'runners');
  const list = async (): Promise<SeenRunner[]> => {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    const folders = entries.filter((entry) => entry.isDirectory()); // symbolic links are ignored
    const seen = await Promise.all(folders.map(({ name }) => readRunner(join(root, name))));
    return seen.filter((runner) => runner !== null);
  };
  const removeOld = async (): Promise<void> => {
    for (const runner of await list()) {
      const isOld = runner.state === 'stopped' && isRemovable(runner, clock.now());
      if (isOld) await removeReport(join(root, runner.runnerId));
    }
  };
  return {
    list,
    remove: async (runnerId) => {
      const names: readonly string[] = await readdir(root).catch(() => []);
      if (names.includes(runnerId)) await removeReport(join(root, runnerId)); // only a name, so that it cannot be a path
    },
    open: async (runnerId) => {
      await removeOld();
      return createReport(join(root, runnerId), clock);
    },
  };
}

/** A journal in the same folder is left for its adopter. */
async function removeReport(folder: string): Promise<void> {
  await rm(join(folder, 'snapshot.json'), { force: true });
  await rmdir(folder).catch(() => undefined); // it contains other files
}

function createReport(folder: string, clock: Clock): RunnerReport {
  const file = join(folder, 'snapshot.json');
  const beat = async (path: string): Promise<void> => {
    const now = clock.now() / 1000;
    await lutimes(path, now, now);
  };
  return {
    write: async (snapshot) => {
      makeFolder(folder);
      await rm(`${file}.new`, { force: true }); // left by a crashed process, or a link
      await writeFile(`${file}.new`, JSON.stringify(toReport(snapshot)), { flag: 'wx', mode: FILE_MODE });
      await beat(`${file}.new`);
      await rename(`${file}.new`, file);
    },
    heartbeat: () => beat(file),
  };
}

/** Null for anything but a snapshot: an incomplete folder, another format. */
async function readRunner(folder: string): Promise<SeenRunner | null> {
  try {
    const file = join(folder, 'snapshot.json');
    const { text, mtimeMs } = await readPlainText(file, MOST_BYTES);
    const snapshot = readReport(JSON.parse(text), basename(folder));
    return snapshot && { ...snapshot, heartbeatAt: Math.round(mtimeMs), heartbeatEverySeconds: 1 };
  } catch {
    return null;
  }
}
