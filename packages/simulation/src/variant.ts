import type { InForce, Schedule } from '@zenpulse/core/domain';
import type { FiringSwitch, JournalShelf, Lease } from '@zenpulse/core/ports';
import { JournalRoom, LeaseDesk, type MemoryExecutionStore } from '@zenpulse/core/testing';
import type { SimProcess } from './sim-process.ts';

/** The parts of the world that a mutant may replace; the others are correct. */
export interface Variant {
  readonly name: string;
  readonly newDesk: (...deps: ConstructorParameters<typeof LeaseDesk>) => LeaseDesk;
  readonly newRoom: (...deps: ConstructorParameters<typeof JournalRoom>) => JournalRoom;
  readonly lease: (lease: Lease, now: () => number) => Lease;
  readonly journals: (shelf: JournalShelf) => JournalShelf;
  readonly executions: (store: MemoryExecutionStore) => MemoryExecutionStore;
  /** A schedule and the switch as a process reads them, where people pause, skip and stop. */
  readonly schedule: (schedule: Schedule & InForce, process: SimProcess) => Schedule;
  readonly firing: (firing: FiringSwitch) => FiringSwitch;
  /** A schedule as the list of its occurrences reads it. */
  readonly listed: (schedule: Schedule & InForce) => Schedule & InForce;
}

/** The variant without any fault. */
export const SOUND: Variant = {
  name: 'sound',
  newDesk: (...deps) => new LeaseDesk(...deps),
  newRoom: (...deps) => new JournalRoom(...deps),
  lease: (lease) => lease,
  journals: (shelf) => shelf,
  executions: (store) => store,
  schedule: (schedule) => schedule,
  firing: (firing) => firing,
  listed: (schedule) => schedule,
};
