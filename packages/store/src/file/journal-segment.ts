import {
  close,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  futimesSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { GAP_TIME } from './journal-folder.ts';
import { openPlainFile } from './plain-files.ts';

/** One file of a journal, open for appending. */
export interface JournalSegment {
  /**
   * Appends the whole text and returns its size in bytes; throws if that failed. The text then survives this process.
   */
  append(text: string): number;
  /** Resolves once everything appended survives a crash of the machine; may reject. */
  sync(): Promise<void>;
  /** Its length in bytes. Throws. */
  length(): number;
  /** True if its path still leads to it. Synchronous, some microseconds; never throws. */
  isInPlace(): boolean;
  /** Marks it permanently as lacking lines at its end. Never throws. */
  markGap(): void;
  /** Closes it after a sync in progress. Idempotent. */
  close(): void;
}

const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;

/** Creates an empty segment. Throws. */
export function createSegment(path: string): JournalSegment {
  return segment(path, openPlainFile(path, APPEND | constants.O_EXCL));
}

/**
 * Creates a segment that gets its name only once all of the text is written; with `isDurable`, once it is on the disk,
 * which may take a tenth of a second on a busy disk. Throws.
 */
export function createWrittenSegment(
  path: string,
  text: string,
  { isDurable }: { readonly isDurable: boolean },
): JournalSegment {
  const unnamed = `${path}.new`;
  const fd = openPlainFile(unnamed, APPEND | constants.O_TRUNC);
  try {
    writeWhole(fd, text);
    if (isDurable) fsyncSync(fd);
    renameSync(unnamed, path);
    return segment(path, fd);
  } catch (error) {
    close(fd, () => undefined);
    rmSync(unnamed, { force: true });
    throw error;
  }
}

/** A segment that is written in parts, and gets its name with the last of them. */
export interface UnnamedSegment {
  /** Throws. */
  append(text: string): void;
  /** Copies these bytes of another file. Throws. */
  copy(from: number, position: number, length: number): void;
  /** Throws; then it has no name, and is to be discarded. */
  name(): JournalSegment;
  /** Closes and deletes it. Idempotent; does nothing once it has its name. */
  discard(): void;
}

/** Throws. */
export function createUnnamedSegment(path: string): UnnamedSegment {
  const unnamed = `${path}.new`;
  const fd = openPlainFile(unnamed, APPEND | constants.O_TRUNC);
  let isOver = false;
  return {
    append: (text) => {
      writeWhole(fd, text);
    },
    copy: (from, position, length) => {
      const bytes = Buffer.allocUnsafe(length);
      for (let read = 0; read < length;) {
        const more = readSync(from, bytes, read, length - read, position + read);
        if (more === 0) throw new Error(`expected ${length} bytes at ${position}, the file ends before`);
        read += more;
      }
      writeBytes(fd, bytes, length);
    },
    name: () => {
      renameSync(unnamed, path);
      isOver = true;
      return segment(path, fd);
    },
    discard: () => {
      if (isOver) return;
      isOver = true;
      close(fd, () => undefined);
      rmSync(unnamed, { force: true });
    },
  };
}

function segment(path: string, fd: number): JournalSegment {
  const { ino, dev } = fstatSync(fd);
  const syncing = new Set<Promise<void>>();
  let isClosed = false;
  return {
    append: (text) => writeWhole(fd, text),
    sync: async () => {
      if (isClosed) throw new Error(`expected ${path} to be open, it was closed`);
      const work = promisify(fdatasync)(fd);
      syncing.add(work);
      try {
        await work;
      } finally {
        syncing.delete(work);
      }
    },
    length: () => fstatSync(fd).size,
    isInPlace: () => {
      try {
        const found = statSync(path, { throwIfNoEntry: false });
        return found?.ino === ino && found.dev === dev;
      } catch {
        return false;
      }
    },
    markGap: () => {
      try {
        futimesSync(fd, GAP_TIME, GAP_TIME);
      } catch {
        // The file system is gone, and the journal with it.
      }
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      // Not during a sync: the descriptor's number may be reused for another file.
      void Promise.allSettled(syncing).then(() => close(fd, () => undefined));
    },
  };
}

/** Room for the lines of nearly every append, so that they are encoded once, and without a buffer of their own. */
const room = Buffer.allocUnsafeSlow(65_536);
/** The most bytes of a character of a string's length. */
const MOST_BYTES = 3;

/** On a nearly full disk a write may be short; the next write then throws the reason. */
function writeWhole(fd: number, text: string): number {
  const fits = text.length * MOST_BYTES <= room.length;
  const bytes = fits ? room : Buffer.from(text);
  const length = fits ? room.write(text) : bytes.length;
  writeBytes(fd, bytes, length);
  return length;
}

function writeBytes(fd: number, bytes: Buffer, length: number): void {
  for (let written = 0; written < length;) written += writeSync(fd, bytes, written, length - written);
}
