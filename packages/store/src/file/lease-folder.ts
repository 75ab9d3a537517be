import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochRecord } from './epoch-record.ts';
import { makeFolder } from './plain-files.ts';
import { privateLockfile } from './private-lockfile.ts';
import { createRecordFile, openRecordFile, readRecordFile, type RecordFile } from './record-file.ts';

/** An attempt takes milliseconds; a lock this old was left by a process that died during one. */
const STALE_MS = 5_000;

/** The newest epoch that exists. */
export interface FoundEpoch {
  readonly epoch: number;
  /** Null if its file has no valid record: its maker is about to write it, or died before it did. */
  readonly record: EpochRecord | null;
  /** The last record of a holder that began, in this epoch or an earlier one; null if there is none. */
  readonly last: EpochRecord | null;
}

/** The folder `lease` in the state folder: `epoch-1`, `epoch-2` … of holders with `--lock`, `open` of one without. */
export interface LeaseFolder {
  /** Null if the lease was never held. Synchronous; throws if the folder cannot be read. */
  newest(): FoundEpoch | null;
  /** The last record of a holder that began, in the epochs before this one; null if there is none. Throws. */
  lastBefore(epoch: number): EpochRecord | null;
  /** Creates the file of an epoch, which ends all earlier epochs; null if it exists already. Throws. */
  make(epoch: number, record: EpochRecord | null): RecordFile | null;
  /** True if an epoch's file exists, or if that cannot be checked. A stat, some microseconds. */
  isMade(epoch: number): boolean;
  /**
   * Runs `work` under an exclusive lock, within this turn, so that a process that exits normally leaves no lock behind.
   * Null if another process has the lock. The lock only decides who tries; the epoch's file is what counts.
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

  const lastBefore = (before: number): EpochRecord | null => {
    for (const epoch of epochsIn(folder)) {
      const record = epoch < before ? readRecordFile(fileOf(epoch)) : null;
      if (record !== null) return record.before ?? record;
    }
    return null;
  };

  return {
    lastBefore,
    newest: () => {
      const [epoch] = epochsIn(folder);
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
        for (const epoch of epochsIn(folder)) if (epoch < before) rmSync(fileOf(epoch), { force: true });
      } catch {
        // The next holder tries again; the files are not read any more.
      }
    },
    readOpen: () => readRecordFile(openFile),
    openOpen: () => {
      makeFolder(folder);
      return openRecordFile(openFile);
    },
  };
}

/** The newest first. */
function epochsIn(folder: string): number[] {
  return (existsSync(folder) ? readdirSync(folder) : [])
    .flatMap((name) => /^epoch-(\d{1,15})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/**
 * Null if another process has the lock. Losing the lock while it is held is harmless: the epoch's file is the fence.
 */
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
    // ENOENT: two processes removed the same stale lock, and this one was slower.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOCKED' || code === 'ENOENT') return null;
    throw error;
  }
}

/** A lock that cannot be released becomes stale in a few seconds. */
function releaseQuietly(unlock: () => void): void {
  try {
    unlock();
  } catch {
    // The lock was removed by another process.
  }
}
