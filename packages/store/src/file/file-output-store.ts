import { createHash } from 'node:crypto';
import { lutimes, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  MAX_OUTPUT_WATCHES,
  OUTPUT_WATCH_MS,
  type Clock,
  type OutputStore,
  type OutputWatch,
  type RunOutput,
} from '@zenpulse/core/ports';
import { outputText, readOutput } from '../output/output-text.ts';
import { FILE_MODE, makeFolder, readPlainText } from './plain-files.ts';

const WATCH = '.watch';
const OUTPUT = '.json';
/** Far more than a run's newest lines need. */
const MOST_BYTES = 4_194_304;
const MOST_ID_BYTES = 4_096;

/**
 * Watches and the output of watched runs in the state folder: `output/<hash of the run's id>.watch`, whose content is the
 * id and whose mtime is the last renewal, and `….json`. In the database a write each second would look to everybody like a
 * change of schedules.
 */
export function createFileOutputStore(stateDir: string, clock: Clock): OutputStore {
  const folder = join(stateDir, 'output');
  const names = (): Promise<string[]> => readdir(folder).catch(() => []);

  const renew = async (file: string): Promise<void> => {
    const now = clock.now() / 1_000;
    await lutimes(file, now, now);
  };
  const readWatch = async (name: string): Promise<OutputWatch | null> => {
    try {
      const { text: runId, mtimeMs } = await readPlainText(join(folder, name), MOST_ID_BYTES);
      const leftMs = Math.min(Math.round(mtimeMs) + OUTPUT_WATCH_MS - clock.now(), OUTPUT_WATCH_MS);
      return leftMs > 0 && keyOf(runId) + WATCH === name ? { runId, leftMs } : null;
    } catch {
      return null;
    }
  };
  const watched = async (): Promise<OutputWatch[]> => {
    const watches: OutputWatch[] = [];
    for (const name of (await names()).filter((one) => one.endsWith(WATCH))) {
      const watch = await readWatch(name);
      if (watch !== null) watches.push(watch);
    }
    return watches;
  };

  return {
    watch: async (runId) => {
      const file = join(folder, keyOf(runId) + WATCH);
      try {
        await renew(file);
        return true;
      } catch {
        makeFolder(folder);
      }
      if ((await names()).filter((name) => name.endsWith(WATCH)).length >= MAX_OUTPUT_WATCHES) return false;
      await writeFile(file, runId, { flag: 'wx', mode: FILE_MODE }).catch(ignoreExisting);
      await renew(file);
      return true;
    },
    watched,
    write: async (outputs) => {
      const known = new Set(await names());
      for (const output of outputs) if (known.has(keyOf(output.runId) + WATCH)) await write(folder, output);
    },
    read: async (runId) => {
      const found = await readPlainText(join(folder, keyOf(runId) + OUTPUT), MOST_BYTES).catch(() => null);
      return readOutput(found?.text ?? null, runId);
    },
    prune: async () => {
      const kept = new Set((await watched()).map(({ runId }) => keyOf(runId)));
      for (const name of await names())
        if (!kept.has(name.split('.', 1)[0] ?? '')) await rm(join(folder, name), { force: true });
    },
  };
}

async function write(folder: string, output: RunOutput): Promise<void> {
  const file = join(folder, keyOf(output.runId) + OUTPUT);
  await rm(`${file}.new`, { force: true }); // left by a crashed process, or a link
  await writeFile(`${file}.new`, outputText(output), { flag: 'wx', mode: FILE_MODE });
  await rename(`${file}.new`, file);
}

/** An id may have characters that a file's name cannot. */
function keyOf(runId: string): string {
  return createHash('sha256').update(runId).digest('hex').slice(0, 32);
}

/** Another process made the same watch in the same moment. */
function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}
