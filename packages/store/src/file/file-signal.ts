import { closeSync, constants, futimesSync, statSync, watch, type FSWatcher } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock, Logger, Signal, Timer } from '@zenpulse/core/ports';
import { makeFolder, openPlainFile } from './plain-files.ts';

const TICK_MS = 500;
/**
 * File times have a resolution of a few ms: a write within the same tick as our check would be missed, so the check is
 * repeated.
 */
const SECOND_LOOK_MS = 50;

export interface FileSignalOptions {
  /** The state folder, which contains the signal file. */
  readonly folder: string;
  /** The file's name; defaults to `signal`. */
  readonly name?: string;
  /** Files whose change counts as a hint too: SQLite's database and its `-wal`. */
  readonly alsoWatched: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Defaults to `fs.watch`, which makes hints instant but is not required. */
  readonly watchFolder?: (folder: string, onEvent: (name: string | null) => void) => FSWatcher;
}

/**
 * A signal as a file whose times change. Listeners stat it each half second; where `fs.watch` works, hints are instant.
 * If the folder is deleted and created again, the next tick finds it.
 */
export function createFileSignal(options: FileSignalOptions): Signal {
  const { folder, name = 'signal', alsoWatched, clock, logger } = options;
  const file = join(folder, name);
  const files = [file, ...alsoWatched];
  let seen = fingerprint(files);
  let hasFailed = false;

  const mayHaveChanged = (): boolean => {
    const now = fingerprint(files);
    if (now === seen) return false;
    seen = now;
    return true;
  };

  const send = (): void => {
    try {
      touch(file, clock.now());
      hasFailed = false;
    } catch (error) {
      if (!hasFailed)
        logger.warn(
          { err: error, file },
          'The signal cannot be written; runners notice changes by their tick',
        );
      hasFailed = true;
    }
  };

  const listen = (onHint: () => void): (() => void) => {
    let tick: Timer;
    let secondLook: Timer | null = null;
    const look = (): void => {
      if (!mayHaveChanged()) return;
      onHint();
      secondLook?.cancel();
      secondLook = clock.setTimer(SECOND_LOOK_MS, () => {
        mayHaveChanged();
        onHint();
      });
    };
    const watcher = watchAgain(options, look);
    const beat = (): void => {
      watcher.refresh();
      look();
      tick = clock.setTimer(TICK_MS, beat);
    };
    watcher.refresh();
    tick = clock.setTimer(TICK_MS, beat);
    return () => {
      tick.cancel();
      secondLook?.cancel();
      watcher.close();
    };
  };

  return { send, listen, mayHaveChanged, isQuiet: () => fingerprint(files) === seen };
}

function touch(file: string, now: number): void {
  const fd = openSignal(file);
  try {
    futimesSync(fd, now / 1000, now / 1000);
  } finally {
    closeSync(fd);
  }
}

function openSignal(file: string): number {
  const flags = constants.O_WRONLY | constants.O_CREAT;
  try {
    return openPlainFile(file, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeFolder(dirname(file));
    return openPlainFile(file, flags);
  }
}

/** All attributes of the files that a write changes; a missing file counts too. */
function fingerprint(files: readonly string[]): string {
  return files.map(fingerprintOf).join();
}

function fingerprintOf(file: string): string {
  try {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? '-' : `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  } catch {
    return '?';
  }
}

/** Keeps `fs.watch` on the folder that currently has the name. */
function watchAgain(options: FileSignalOptions, onEvent: () => void) {
  const { folder, name: own = 'signal', logger, watchFolder = watchByName } = options;
  let watcher: FSWatcher | null = null;
  let watchedInode: bigint | null = null;
  const close = (): void => {
    watcher?.close();
    watcher = null;
  };
  const refresh = (): void => {
    const inode = inodeOf(folder);
    if (inode === watchedInode) return;
    watchedInode = inode;
    close();
    if (inode === null) return;
    try {
      watcher = watchFolder(folder, (name) => {
        if (name === null || name === own) onEvent();
      });
      watcher.on('error', close);
    } catch (error) {
      logger.debug({ err: error, folder }, 'fs.watch does not work here; changes are noticed by the tick');
    }
  };
  return { refresh, close };
}

function watchByName(folder: string, onEvent: (name: string | null) => void): FSWatcher {
  return watch(folder, { persistent: false }, (_event, name) => onEvent(name));
}

function inodeOf(folder: string): bigint | null {
  try {
    return statSync(folder, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
  } catch {
    return null;
  }
}
