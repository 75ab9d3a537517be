import type { Clock, Lease, Logger } from '@zenpulse/core/ports';
import type { EpochRecord } from './epoch-record.ts';
import { guardedEvents } from './guarded-events.ts';
import type { LeaseFolder } from './lease-folder.ts';
import type { isProvenDead, ProcessIdentity } from './process-identity.ts';
import type { RecordFile } from './record-file.ts';
import { RecordKeeper } from './record-keeper.ts';
import { firstRecord, laterRecord, tenureAfter } from './record-rules.ts';

export interface OpenLeaseOptions {
  readonly folder: LeaseFolder;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly identity: ProcessIdentity;
  /** True if another runner's process has certainly ended. */
  readonly isDead?: typeof isProvenDead;
}

/**
 * The lease without `--lock`: held from start to stop, regardless of other runners. It keeps P and R in the file
 * `lease/open` of the state folder, so that the next start knows where to continue. If that cannot be written, runs are
 * still started.
 */
export function createOpenLease(options: OpenLeaseOptions): Lease {
  let keeper: RecordKeeper | null = null;
  let isHeld = false;
  let stopping: Promise<void> | null = null;

  const stop = async (): Promise<void> => {
    isHeld = false;
    await keeper?.release(() => true);
  };
  return {
    start: (given) => {
      if (keeper !== null || stopping !== null) return;
      const { folder, clock, logger, identity, isDead } = options;
      const events = guardedEvents(given, logger);
      const { open, last } = readLast(folder, logger);
      const first = firstRecord(identity, 0, last, clock.now());
      const record = { ...first, sequence: (open?.sequence ?? -1) + 1 };
      const file = reopeningFile(() => folder.openOpen());
      writeFirst(file, record, logger);
      keeper = new RecordKeeper({
        clock,
        logger,
        events,
        file,
        record,
        mayWrite: () => true,
        onRenewed: (sentAt) => events.onRenewed?.({ sentAt }),
      });
      isHeld = true;
      keeper.start();
      events.onAcquired({ ...tenureAfter(last, 0, false, isDead), mayOverlap: false });
    },
    isHeld: () => isHeld,
    mayStart: () => isHeld,
    stop: () => (stopping ??= stop()),
  };
}

interface Last {
  /** The record in the file that will be overwritten. */
  readonly open: EpochRecord | null;
  /** That record, or a later one of a holder with `--lock`. */
  readonly last: EpochRecord | null;
}

function readLast(folder: LeaseFolder, logger: Logger): Last {
  try {
    const open = folder.readOpen();
    return { open, last: laterRecord(open, folder.newest()?.last ?? null) };
  } catch (error) {
    logger.warn({ err: error }, 'The last recorded position cannot be read; this one begins now');
    return { open: null, last: null };
  }
}

function writeFirst(file: RecordFile, record: EpochRecord, logger: Logger): void {
  try {
    file.writeFirst(record);
  } catch (error) {
    logger.debug({ err: error }, 'The lease is not written yet'); // it is tried again, and repeated failures are logged as warnings
  }
}

/** A file that is created again if it was deleted. */
function reopeningFile(open: () => RecordFile): RecordFile {
  let file: RecordFile | null = null;
  const current = (): RecordFile => {
    if (file?.isInPlace() === true) return file;
    file?.close();
    file = open();
    return file;
  };
  return {
    writeFirst: (record) => current().writeFirst(record),
    write: async (record) => current().write(record),
    isInPlace: () => file?.isInPlace() ?? false,
    close: () => file?.close(),
    remove: () => file?.remove(),
  };
}
