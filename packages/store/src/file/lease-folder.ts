import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochRecord } from './epoch-record.ts';
import { makeFolder } from './plain-files.ts';
import { privateLockfile } from './private-lockfile.ts';
import { createRecordFile, openRecordFile, readRecordFile, type RecordFile } from './record-file.ts';

/** An attempt takes milliseconds; a lock that stands for so long was left by a process that died in one. */
const STALE_MS = 5_000;

/** The newest epoch that somebody has made. */
export interface FoundEpoch {
  readonly epoch: number;
  /** Null when its file holds no whole record: its maker is about to write it, or died before it did. */
  readonly record: EpochRecord | null;
  /** What the last one that began left, in this epoch or one before it; null for none. */
  readonly last: EpochRecord | null;
}

/** The folder `lease` in the state folder: `epoch-1`, `epoch-2` … of holders under `--lock`, `open` of one without. */
export interface LeaseFolder {
  /** Null when nobody has ever held the lease. Synchronous; throws when the folder cannot be read. */
  newest(): FoundEpoch | null;
  /** What the last one that began left in the epochs before this one; null for none. Throws. */
  lastBefore(epoch: number): EpochRecord | null;
  /** Makes the file of an epoch, which ends all before it; null when somebody else has made it. Throws. */
  make(epoch: number, record: EpochRecord | null): RecordFile | null;
  /** Whether an epoch was made. A stat, some microseconds; what cannot be looked at counts as made. */
  isMade(epoch: number): boolean;
  /**
   * Runs `work` while nobody else does, in this very turn: a process that ends in order leaves no lock behind. Null when
   * somebody else is at it. Decides who tries, and nothing more.
   */
  alone<T>(work: () => T): Promise<T | null>;
  /** Deletes the files of older epochs. Never throws. */
  sweep(before: number): void;
  readOpen(): EpochRecord | null;
  openOpen(): RecordFile;
}

export function createLeaseFolder(stateDir: string): LeaseFolder {
  const folder = join(stateDir, 'lease');
  const fileOf = (epoch: number): string => join(folder, `epoch-${epoch}`);
  const openFile = join(folder, 'open');

  const epochs = (): number[] =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .flatMap((name) => /^epoch-(\d{1,15})$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a);

  const lastBefore = (before: number): EpochRecord | null => {
    for (const epoch of epochs()) {
      const record = epoch < before ? readRecordFile(fileOf(epoch)) : null;
      if (record !== null) return record.before ?? record;
    }
    return null;
  };

  return {
    lastBefore,
    newest: () => {
      const [epoch] = epochs();
      if (epoch === undefined) return null;
      const record = readRecordFile(fileOf(epoch));
      return { epoch, record, last: record === null ? lastBefore(epoch) : (record.before ?? record) };
    },
    make: (epoch, record) => {
      makeFolder(folder);
      return createRecordFile(fileOf(epoch), record);
    },
    isMade: (epoch) => {
      try {
        return statSync(fileOf(epoch), { throwIfNoEntry: false }) !== undefined;
      } catch {
        return true;
      }
    },
    alone: async (work) => {
      makeFolder(folder);
      const release = lock(folder);
      if (release === null) return null;
      try {
        return work();
      } finally {
        release();
      }
    },
    sweep: (before) => {
      try {
        for (const epoch of epochs()) if (epoch < before) rmSync(fileOf(epoch), { force: true });
      } catch {
        // The next holder tries again; nothing reads them.
      }
    },
    readOpen: () => readRecordFile(openFile),
    openOpen: () => {
      makeFolder(folder);
      return openRecordFile(openFile);
    },
  };
}

/** Null when somebody else has it. A lock lost while it was held does no harm: the epoch's file is the fence. */
function lock(folder: string): (() => void) | null {
  try {
    const unlock = privateLockfile().lockSync(folder, {
      lockfilePath: join(folder, 'attempt.lock'),
      stale: STALE_MS,
      realpath: false,
      onCompromised: () => undefined,
    });
    return () => releaseQuietly(unlock);
  } catch (error) {
    // ENOENT: two of us removed the same stale lock, and this one was the slower.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOCKED' || code === 'ENOENT') return null;
    throw error;
  }
}

/** One that cannot be released is stale in a few seconds. */
function releaseQuietly(unlock: () => void): void {
  try {
    unlock();
  } catch {
    // Somebody removed it.
  }
}
