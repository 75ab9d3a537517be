import type { JournalShelf, Lease } from '@zenpulse/core/ports';
import { JournalRoom, LeaseDesk, type MemoryExecutionStore } from '@zenpulse/core/testing';

/** The parts of the world that a mutant may replace; the others are correct. */
export interface Variant {
  readonly name: string;
  readonly newDesk: (...deps: ConstructorParameters<typeof LeaseDesk>) => LeaseDesk;
  readonly newRoom: (...deps: ConstructorParameters<typeof JournalRoom>) => JournalRoom;
  readonly lease: (lease: Lease, now: () => number) => Lease;
  readonly journals: (shelf: JournalShelf) => JournalShelf;
  readonly executions: (store: MemoryExecutionStore) => MemoryExecutionStore;
}

/** The variant without any fault. */
export const SOUND: Variant = {
  name: 'sound',
  newDesk: (...deps) => new LeaseDesk(...deps),
  newRoom: (...deps) => new JournalRoom(...deps),
  lease: (lease) => lease,
  journals: (shelf) => shelf,
  executions: (store) => store,
};
