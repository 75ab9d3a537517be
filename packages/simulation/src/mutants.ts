import type { Execution } from '@zenpulse/core/domain';
import type { AdoptedJournal, Lease } from '@zenpulse/core/ports';
import {
  type Folder,
  JournalRoom,
  LeaseDesk,
  type MemoryExecutionStore,
  type Owner,
} from '@zenpulse/core/testing';
import { SOUND, type Variant } from './variant.ts';

/** A successor that does not wait until the old R has passed. */
export const NO_WAIT: Variant = {
  ...SOUND,
  name: 'no wait for R',
  newDesk: (...deps) =>
    new (class extends LeaseDesk {
      override waitMs(): number {
        return 0;
      }
    })(...deps),
};

/** A holder that starts runs although its trust has expired. */
export const NO_TRUST: Variant = {
  ...SOUND,
  name: 'trust never expires',
  lease: (lease) => {
    let isHeld = false;
    return {
      start: (events) =>
        lease.start({
          ...events,
          onAcquired: (tenure) => {
            isHeld = true;
            events.onAcquired(tenure);
          },
          onLost: (reason) => {
            isHeld = false;
            events.onLost(reason);
          },
        }),
      isHeld: () => isHeld,
      mayStart: () => isHeld,
      stop: () => lease.stop(),
    };
  },
};

/** Reports P although not everything up to it is decided. */
export const P_IS_NOW: Variant = {
  ...SOUND,
  name: 'P is now',
  lease: (lease, now): Lease => ({
    start: (events) =>
      lease.start({
        ...events,
        processedUntil: async () => {
          await events.processedUntil();
          return now();
        },
      }),
    isHeld: () => lease.isHeld(),
    mayStart: (scheduledAt) => lease.mayStart(scheduledAt),
    stop: () => lease.stop(),
  }),
};

/** Adopts the journals of living runners too. */
export const ADOPTS_THE_LIVING: Variant = {
  ...SOUND,
  name: 'adopts the living',
  newRoom: (...deps) =>
    new (class extends JournalRoom {
      protected override mayAdopt({ owner, adopter }: Folder, by: Owner | null): boolean {
        return owner !== by && (adopter === null || adopter === by || adopter.isGone);
      }
    })(...deps),
};

/** Its journals lose what is appended while they are rewritten. */
export const FORGETS_THE_APPENDED: Variant = {
  ...SOUND,
  name: 'a rewrite forgets what was appended meanwhile',
  newRoom: (...deps) =>
    new (class extends JournalRoom {
      protected override keptByRewrite(): readonly string[] {
        return [];
      }
    })(...deps),
};

/** Adopts journals, and ignores their decisions. */
export const FORGETS_THE_DECIDED: Variant = {
  ...SOUND,
  name: 'forgets what dead runners decided',
  journals: (shelf) => ({
    open: (runnerId) => shelf.open(runnerId),
    owners: () => shelf.owners(),
    peek: () => shelf.peek(),
    adopt: async (runnerId) => (await shelf.adopt(runnerId)).map(withoutLines),
  }),
};

function withoutLines(journal: AdoptedJournal): AdoptedJournal {
  const lines = journal.lines.filter((line) => !/^\["[qsed]"/.test(line));
  return { ...journal, lines, discard: () => journal.discard() };
}

/** A table without its unique keys: replaying a record duplicates it. */
export const NO_UNIQUENESS: Variant = {
  ...SOUND,
  name: 'replay without uniqueness',
  executions: (store): MemoryExecutionStore => {
    const rows: Execution[] = [];
    return {
      ...store,
      append: async (executions) => void rows.push(...executions),
      all: () => [...rows],
    };
  },
};
