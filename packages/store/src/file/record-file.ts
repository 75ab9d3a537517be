import {
  close,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  openSync,
  statSync,
  unlinkSync,
  write,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import {
  decodeRecord,
  encodeSlot,
  RECORD_BYTES,
  SLOT_BYTES,
  slotOffset,
  type EpochRecord,
} from './epoch-record.ts';
import { FILE_MODE, openPlainFile, readPlainFile } from './plain-files.ts';
import { syncFolder } from './sync-folder.ts';

/** A record has two slots; a file with more is none of ours. */
const MOST_BYTES = 1_048_576;

/** A holder's record on disk, kept open and overwritten in place. */
export interface RecordFile {
  /** Writes synchronously; then the record and the file's name are on the disk. Throws. */
  writeFirst(record: EpochRecord): void;
  /** Resolves once the record is on the disk. One at a time. */
  write(record: EpochRecord): Promise<void>;
  /** Whether its path still leads to it: people delete and move folders. Synchronous, microseconds; never throws. */
  isInPlace(): boolean;
  /** After the write that is under way, if there is one. Idempotent. */
  close(): void;
  /** Closes it and takes its name away. Never throws. */
  remove(): void;
}

/**
 * Makes the file, with a record in it, if one is given, that is not on the disk yet; null when there is a file already. Of
 * all that try, one makes it. Throws.
 */
export function createRecordFile(path: string, record: EpochRecord | null): RecordFile | null {
  const slot = record === null ? null : encodeSlot(record);
  const fd = openNew(path);
  if (fd === null) return null;
  const file = recordFile(path, fd);
  try {
    // At once: a file without a record makes the next one wait, and doubt everything since the last.
    if (record !== null && slot !== null) {
      expectWhole(path, writeSync(fd, slot, 0, SLOT_BYTES, slotOffset(record)));
    }
    return file;
  } catch (error) {
    file.remove();
    throw error;
  }
}

/** Opens the file, or makes it. */
export function openRecordFile(path: string): RecordFile {
  return recordFile(path, openPlainFile(path, constants.O_RDWR | constants.O_CREAT));
}

/** The newest record in the file; null when there is no file, or no record in it that is whole. */
export function readRecordFile(path: string): EpochRecord | null {
  try {
    return decodeRecord(readPlainFile(path, MOST_BYTES));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function openNew(path: string): number | null {
  try {
    return openSync(path, 'wx+', FILE_MODE);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    throw error;
  }
}

function recordFile(path: string, fd: number): RecordFile {
  const { ino, dev } = fstatSync(fd);
  let pending: Promise<void> = Promise.resolve();
  let isClosed = false;

  const writeAndSync = async (record: EpochRecord): Promise<void> => {
    const { bytesWritten } = await promisify(write)(
      fd,
      encodeSlot(record),
      0,
      SLOT_BYTES,
      slotOffset(record),
    );
    expectWhole(path, bytesWritten);
    await promisify(fdatasync)(fd);
  };
  /** Not under a write: the number may belong to another file by the time it lands. */
  const closeFile = (): void => {
    if (isClosed) return;
    isClosed = true;
    void pending.then(() => close(fd, () => undefined));
  };

  return {
    writeFirst: (record) => {
      // Both slots get their place on the disk now, so that no later write needs any.
      const { size } = fstatSync(fd);
      if (size < RECORD_BYTES)
        writeSync(fd, Buffer.alloc(RECORD_BYTES - size, ' '), 0, RECORD_BYTES - size, size);
      expectWhole(path, writeSync(fd, encodeSlot(record), 0, SLOT_BYTES, slotOffset(record)));
      fsyncSync(fd);
      syncFolder(dirname(path));
    },
    write: (record) => {
      if (isClosed) return Promise.reject(new Error(`expected ${path} to be open, it was closed`));
      const writing = writeAndSync(record);
      pending = writing.catch(() => undefined);
      return writing;
    },
    isInPlace: () => {
      try {
        const found = statSync(path, { throwIfNoEntry: false });
        return found?.ino === ino && found.dev === dev;
      } catch {
        return false;
      }
    },
    close: closeFile,
    remove: () => {
      closeFile();
      try {
        unlinkSync(path);
      } catch {
        // Then it stands as what it is: an epoch without a record.
      }
    },
  };
}

/** A slot is one disk block; the system writes it whole or, on a full disk, in part. */
function expectWhole(path: string, bytesWritten: number): void {
  if (bytesWritten !== SLOT_BYTES)
    throw new Error(`expected ${path} to take a whole record, it took ${bytesWritten} bytes`);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
