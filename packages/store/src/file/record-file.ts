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

/** A record has two slots; a larger file is not ours. */
const MOST_BYTES = 1_048_576;

/** A holder's record on disk, kept open and overwritten in place. */
export interface RecordFile {
  /** Writes synchronously; afterwards the record and the file's name are on the disk. Throws. */
  writeFirst(record: EpochRecord): void;
  /** Resolves once the record is on the disk. Only one call at a time. */
  write(record: EpochRecord): Promise<void>;
  /** True if its path still leads to it: folders may be deleted or moved. Synchronous, microseconds; never throws. */
  isInPlace(): boolean;
  /** Closes it after a write in progress. Idempotent. */
  close(): void;
  /** Closes and deletes it. Never throws. */
  remove(): void;
}

/**
 * Creates the file, with a record if one is given (not synced yet); null if the file exists. If several processes try,
 * one succeeds. Throws.
 */
export function createRecordFile(path: string, record: EpochRecord | null): RecordFile | null {
  const slot = record === null ? null : encodeSlot(record);
  const fd = openNew(path);
  if (fd === null) return null;
  const file = recordFile(path, fd);
  try {
    // Written at once: a file without a record makes the next holder wait and treat everything since the last record as
    // uncertain.
    if (record !== null && slot !== null) {
      expectWhole(path, writeSync(fd, slot, 0, SLOT_BYTES, slotOffset(record)));
    }
    return file;
  } catch (error) {
    file.remove();
    throw error;
  }
}

/** Opens the file, or creates it. */
export function openRecordFile(path: string): RecordFile {
  return recordFile(path, openPlainFile(path, constants.O_RDWR | constants.O_CREAT));
}

/** The newest record in the file; null if there is no file or no valid record. */
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
  /** Not during a write: the descriptor's number may be reused for another file. */
  const closeFile = (): void => {
    if (isClosed) return;
    isClosed = true;
    void pending.then(() => close(fd, () => undefined));
  };

  return {
    writeFirst: (record) => {
      // Allocates both slots now, so that later writes need no space.
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
        // Then the file remains as an epoch without a record.
      }
    },
  };
}

/** A slot is one disk block, which the system writes completely or, on a full disk, partly. */
function expectWhole(path: string, bytesWritten: number): void {
  if (bytesWritten !== SLOT_BYTES)
    throw new Error(`expected ${path} to take a whole record, it took ${bytesWritten} bytes`);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
