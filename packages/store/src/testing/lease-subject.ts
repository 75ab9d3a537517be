import { join } from 'node:path';
import { silentLogger, type Lease, type Logger } from '@zenpulse/core/ports';
import { createFreezableClock, FakeClock, type FreezableClock } from '@zenpulse/core/testing';
import type { LeaseSubject } from '@zenpulse/core/testing/contracts';
import { createFileLease } from '../file/file-lease.ts';
import { createFileLeases } from '../file/file-leases.ts';
import { createLeaseFolder, type LeaseFolder } from '../file/lease-folder.ts';
import { identifyProcess, type ProcessIdentity } from '../file/process-identity.ts';
import type { RecordFile } from '../file/record-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Leases on one real folder in virtual time; each has its own clock, which can be stopped. */
export interface FileLeaseSubject extends LeaseSubject {
  readonly clock: FakeClock;
  readonly stateDir: string;
  /** Runners in this set count as dead, whatever the system reports about their process. */
  readonly dead: Set<string>;
  /** Called before each write of a record; may throw, as on a full disk, or wait. */
  beforeWrite: (runnerId: string) => void | Promise<void>;
  contender(runnerId: string, logger?: Logger): Lease;
  /** Registers work that time waits for. */
  counted<T>(work: () => Promise<T>): Promise<T>;
}

const STEP_MS = 100;
const GENEROUS_MS = 60_000;

/** `isDeathProven`: true if others can see that a killed contender is dead. */
export async function fileLeaseSubject(isDeathProven: boolean): Promise<FileLeaseSubject> {
  const temporary = temporaryFolder();
  const stateDir = join(temporary.path, '.zenpulse');
  const clock = new FakeClock();
  const dead = new Set<string>();
  const clocks = new Map<Lease, { readonly own: FreezableClock; readonly runnerId: string }>();
  const isDead = ({ runnerId }: ProcessIdentity) => dead.has(runnerId);
  const underWay = new Set<object>();

  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    const token = {};
    underWay.add(token);
    try {
      return await work();
    } finally {
      underWay.delete(token);
    }
  };
  const settle = async (): Promise<void> => {
    do await clock.settle();
    while (underWay.size > 0);
  };
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await clock.advance(Math.min(left, STEP_MS));
      await settle();
    }
    await clock.advance(0);
    await settle();
  };
  const watchedFile = (file: RecordFile, runnerId: string): RecordFile => ({
    ...file,
    write: async (record) => {
      await subject.beforeWrite(runnerId);
      await counted(() => file.write(record));
    },
  });
  const watchedFolder = (runnerId: string): LeaseFolder => {
    const folder = createLeaseFolder(stateDir);
    return {
      ...folder,
      alone: (work) => counted(() => folder.alone(work)),
      make: (epoch, record) => {
        const file = folder.make(epoch, record);
        return file === null ? null : watchedFile(file, runnerId);
      },
    };
  };
  const of = (lease: Lease) => {
    const found = clocks.get(lease);
    if (found === undefined) throw new Error('expected a lease of this subject, got another');
    return found;
  };

  const subject: FileLeaseSubject = {
    isFenced: true,
    clock,
    stateDir,
    dead,
    counted,
    beforeWrite: () => undefined,
    contender: (runnerId, logger = silentLogger) => {
      const own = createFreezableClock(clock);
      const identity = identifyProcess(runnerId);
      const lease = createFileLease({
        folder: watchedFolder(runnerId),
        clock: own,
        logger,
        identity,
        isDead,
      });
      clocks.set(lease, { own, runnerId });
      return lease;
    },
    kill: async (lease) => {
      of(lease).own.freeze();
      if (isDeathProven) dead.add(of(lease).runnerId);
    },
    freeze: async (lease) => of(lease).own.freeze(),
    thaw: async (lease) => {
      of(lease).own.thaw();
      await pass(0);
    },
    now: () => clock.now(),
    pass,
    until: async (holds) => {
      const end = clock.monotonic() + GENEROUS_MS;
      await pass(0);
      while (!holds()) {
        if (clock.monotonic() > end) throw new Error(`expected it to hold within ${GENEROUS_MS} ms`);
        await pass(STEP_MS);
      }
    },
    peek: () => createFileLeases({ stateDir, clock, logger: silentLogger, isDead }).peekTenure('locking'),
    close: async () => {
      for (const { own } of clocks.values()) own.freeze();
      await settle();
      temporary.remove();
    },
  };
  return subject;
}
