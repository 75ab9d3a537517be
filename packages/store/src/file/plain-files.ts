import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Only their owner may read the state folder: its files name jobs and contain what jobs threw. */
const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

/** Some systems lack these flags; there, links are not detected, and named pipes in folders do not exist. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;

/** Creates the folder and its parents. Throws. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
}

/**
 * Opens a regular file of the state folder: links are not followed, and a pipe does not block. Otherwise a user with
 * write access to the folder could make this process write elsewhere or block this thread for good. Throws.
 */
export function openPlainFile(path: string, flags: number): number {
  const fd = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, FILE_MODE);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw notPlain(path);
}

/** The whole content of a file of at most `most` bytes. Throws as `openPlainFile` does, `ENOENT` included. */
export function readPlainFile(path: string, most: number): Buffer {
  const fd = openPlainFile(path, constants.O_RDONLY);
  try {
    requireSize(path, fstatSync(fd).size, most);
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

export interface PlainText {
  readonly text: string;
  readonly mtimeMs: number;
}

/** The same, asynchronously. May reject. */
export async function readPlainText(path: string, most: number): Promise<PlainText> {
  const handle = await open(path, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw notPlain(path);
    requireSize(path, stats.size, most);
    return { text: await handle.readFile('utf8'), mtimeMs: stats.mtimeMs };
  } finally {
    await handle.close();
  }
}

function requireSize(path: string, size: number, most: number): void {
  if (size > most) throw new Error(`expected ${path} to have at most ${most} bytes, got ${size}`);
}

function notPlain(path: string): Error {
  return new Error(`expected ${path} to be a file, got a link, a pipe or another thing`);
}
