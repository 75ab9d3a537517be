import { mkdir, readdir, readFile, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, RunnerDirectory, RunnerReport, RunnerSnapshot, SeenRunner } from '@zenpulse/core/ports';

const FORMAT = 2;
const STOPPED_KEPT_MS = 3_600_000;

/** Runners report themselves in the state folder: `runners/<runnerId>/snapshot.json`, its mtime the heartbeat. */
export function createFileRunnerDirectory(stateDir: string, clock: Clock): RunnerDirectory {
  const root = join(stateDir, 'runners');
  const list = async (): Promise<SeenRunner[]> => {
    const names = await readdir(root).catch(() => []);
    const seen = await Promise.all(names.map((name) => readRunner(join(root, name))));
    return seen.filter((runner) => runner !== null);
  };
  const removeOld = async (): Promise<void> => {
    for (const { runnerId, state, heartbeatAt } of await list()) {
      const isOld = state === 'stopped' && clock.now() - heartbeatAt > STOPPED_KEPT_MS;
      if (isOld) await removeReport(join(root, runnerId));
    }
  };
  return {
    list,
    open: async (runnerId) => {
      await removeOld();
      return createReport(join(root, runnerId), clock);
    },
  };
}

/** A journal in the same folder is its adopter's. */
async function removeReport(folder: string): Promise<void> {
  await rm(join(folder, 'snapshot.json'), { force: true });
  await rmdir(folder).catch(() => undefined); // something else is in it
}

function createReport(folder: string, clock: Clock): RunnerReport {
  const file = join(folder, 'snapshot.json');
  const beat = async (path: string): Promise<void> => {
    const now = clock.now() / 1000;
    await utimes(path, now, now);
  };
  return {
    write: async (snapshot) => {
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.new`, JSON.stringify({ format: FORMAT, ...snapshot }));
      await beat(`${file}.new`);
      await rename(`${file}.new`, file);
    },
    heartbeat: () => beat(file),
  };
}

/** Null for what is no snapshot: a half-made folder, another format. */
async function readRunner(folder: string): Promise<SeenRunner | null> {
  try {
    const file = join(folder, 'snapshot.json');
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const { format, ...snapshot } = JSON.parse(text) as { format: number } & RunnerSnapshot;
    return format === FORMAT
      ? { ...snapshot, heartbeatAt: Math.round(mtimeMs), heartbeatEverySeconds: 1 }
      : null;
  } catch {
    return null;
  }
}
