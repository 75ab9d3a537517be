import type { Clock, Lease, LeaseKind, Logger, Tenure } from '@zenpulse/core/ports';
import { createFileLease } from './file-lease.ts';
import { createLeaseFolder, type LeaseFolder } from './lease-folder.ts';
import { createOpenLease } from './open-lease.ts';
import { identifyProcess, isProvenDead } from './process-identity.ts';
import { hasPassed, laterRecord, tenureAfter, tenureAfterUnknown } from './record-rules.ts';

export interface FileLeases {
  createLease(runnerId: string, kind: LeaseKind): Lease;
  /** The tenure that a runner would get if it took the lease now; null while a living one holds it. Reads only. */
  peekTenure(kind: LeaseKind): Promise<Tenure | null>;
}

export interface FileLeasesOptions {
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly identify?: typeof identifyProcess;
  readonly isDead?: typeof isProvenDead;
}

/** The leases of one state folder: with `--lock` and without. */
export function createFileLeases(options: FileLeasesOptions): FileLeases {
  const { stateDir, clock, logger, identify = identifyProcess, isDead = isProvenDead } = options;
  const folder = createLeaseFolder(stateDir);
  return {
    createLease: (runnerId, kind) => {
      const create = kind === 'locking' ? createFileLease : createOpenLease;
      return create({ folder, clock, logger, identity: identify(runnerId), isDead });
    },
    peekTenure: async (kind) => {
      const now = clock.now();
      return kind === 'locking' ? peekLocking(folder, now, isDead) : peekOpen(folder, now, isDead);
    },
  };
}

function peekLocking(folder: LeaseFolder, now: number, isDead: typeof isProvenDead): Tenure | null {
  const found = folder.newest();
  const open = folder.readOpen();
  if (found === null) return tenureAfter(open, 1, false, isDead);
  const { record, last } = found;
  const epoch = found.epoch + 1;
  const isSilent = last === null || hasPassed(last, now);
  if (record === null) return isSilent ? tenureAfterUnknown(laterRecord(last, open), epoch, now) : null;
  if (!record.isReleased && !isDead(record.identity) && !isSilent) return null;
  return tenureAfter(laterRecord(last, open), epoch, false, isDead);
}

function peekOpen(folder: LeaseFolder, now: number, isDead: typeof isProvenDead): Tenure | null {
  const open = folder.readOpen();
  if (open !== null && !open.isReleased && !isDead(open.identity) && !hasPassed(open, now)) return null;
  const last = laterRecord(open, folder.newest()?.last ?? null);
  return { ...tenureAfter(last, 0, false, isDead), mayOverlap: false };
}
