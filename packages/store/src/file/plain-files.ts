import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Folders and files of the state folder are their owner's alone: they name jobs and carry what jobs threw. */
const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

/** Where a system lacks them, a link is told by nothing; it has no pipes with names in folders either. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>;

/** Makes the folder, and those above it. Throws. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
}

/**
 * Opens a file of the state folder, and nothing else: a link is not followed, a pipe is not waited for. Whoever may write
 * to the folder could otherwise have us write elsewhere, or stop this thread for good. Throws.
 */
export function openPlainFile(path: string, flags: number): number {
  const fd = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, FILE_MODE);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw notPlain(path);
}

/** The whole text of a file that is no larger than `most` bytes. Throws as `openPlainFile` does, `ENOENT` included. */
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

/** The same without a wait of this thread. Rejects. */
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
