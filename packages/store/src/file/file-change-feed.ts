import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeFeed, ChangeKind, Clock, Logger, Timer } from '@zenpulse/core/ports';
import { createFileSignal } from './file-signal.ts';
import { writtenSignal } from './output-signals.ts';

const LOOK_EVERY_MS = 1_000;

export interface FileChangeFeedOptions {
  /** Has the signal's file, and the reports. */
  readonly stateDir: string;
  /** SQLite's file, which with its `-wal` changes at every commit. */
  readonly database: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Changes as the times of files show them, without a statement. A commit may be of schedules or of records. */
export function createFileChangeFeed({
  stateDir,
  database,
  clock,
  logger,
}: FileChangeFeedOptions): ChangeFeed {
  return {
    listen: (onChange: (kind: ChangeKind) => void) => {
      const alsoWatched = [database, `${database}-wal`];
      // One of its own: a signal reports a change to the first of its listeners that looks.
      const signal = createFileSignal({ folder: stateDir, alsoWatched, clock, logger });
      const unlisten = signal.listen(() => {
        onChange('schedules');
        onChange('executions');
      });
      const unlistenWritten = writtenSignal({ stateDir, clock, logger }).listen(() => onChange('output'));
      const stopLooking = watchReports(join(stateDir, 'runners'), clock, () => onChange('runners'));
      return () => {
        unlisten();
        unlistenWritten();
        stopLooking();
      };
    },
  };
}

function watchReports(folder: string, clock: Clock, onChange: () => void): () => void {
  let seen = reportsIn(folder);
  let timer: Timer;
  const look = (): void => {
    const now = reportsIn(folder);
    if (now !== seen) onChange();
    seen = now;
    timer = clock.setTimer(LOOK_EVERY_MS, look);
  };
  timer = clock.setTimer(LOOK_EVERY_MS, look);
  return () => timer.cancel();
}

/** A report is written as a new file, with another inode; a heartbeat changes only the times. */
function reportsIn(folder: string): string {
  try {
    return readdirSync(folder)
      .map((name) => fileAt(join(folder, name, 'snapshot.json')))
      .join();
  } catch {
    return '';
  }
}

function fileAt(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '-' : `${stat.ino}:${stat.size}`;
}
