import type { JournalShelf, Lease } from '../../ports/index.ts';
import { LeaseDesk } from '../memory/lease-desk.ts';
import type { MemoryExecutionStore } from '../memory/memory-execution-store.ts';
import { JournalRoom } from '../memory/memory-journal.ts';

/** The parts of the world that a mutant may replace; the others are as they should be. */
export interface Variant {
  readonly name: string;
  readonly newDesk: (...deps: ConstructorParameters<typeof LeaseDesk>) => LeaseDesk;
  readonly newRoom: (...deps: ConstructorParameters<typeof JournalRoom>) => JournalRoom;
  readonly lease: (lease: Lease, now: () => number) => Lease;
  readonly journals: (shelf: JournalShelf) => JournalShelf;
  readonly executions: (store: MemoryExecutionStore) => MemoryExecutionStore;
}

/** Nothing is wrong with it. */
export const SOUND: Variant = {
  name: 'sound',
  newDesk: (...deps) => new LeaseDesk(...deps),
  newRoom: (...deps) => new JournalRoom(...deps),
  lease: (lease) => lease,
  journals: (shelf) => shelf,
  executions: (store) => store,
};
