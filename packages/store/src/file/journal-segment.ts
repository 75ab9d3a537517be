import {
  close,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  futimesSync,
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
  /** Appends the text wholly, and returns its bytes; throws when it could not. Then it survives this process. */
  append(text: string): number;
  /** Resolves once everything appended survives the machine; rejects. */
  sync(): Promise<void>;
  /** Whether its path still leads to it. Synchronous, some microseconds; never throws. */
  isInPlace(): boolean;
  /** Marks it for good as lacking something at its end. Never throws. */
  markGap(): void;
  /** Once no sync is under way. Idempotent. */
  close(): void;
}

const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;

/** A segment with nothing in it. Throws. */
export function createSegment(path: string): JournalSegment {
  return segment(path, openPlainFile(path, APPEND | constants.O_EXCL));
}

/**
 * A segment that stands under its name once all of this text is written, and not before; on the disk, when
 * `isDurable`, which may take a busy disk a tenth of a second. Throws.
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
        // Its file system is gone, and the journal with it.
      }
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      // Not under a sync: the number may belong to another file by then.
      void Promise.allSettled(syncing).then(() => close(fd, () => undefined));
    },
  };
}

/** On a nearly full disk a write may be short; the next one then says why. A text goes out as it is: its bytes are made once. */
function writeWhole(fd: number, text: string): number {
  const length = Buffer.byteLength(text);
  let written = writeSync(fd, text);
  if (written === length) return length;
  const bytes = Buffer.from(text);
  while (written < length) written += writeSync(fd, bytes, written);
  return written;
}
