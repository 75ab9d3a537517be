import type { Execution } from '../domain/index.ts';
import type { AdoptedJournal, JournalShelf, Tenure } from '../ports/index.ts';
import type { Inheritance } from './inheritance.ts';
import { JournalBook } from './journal-book.ts';
import { journalLine } from './journal-line.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { lastToFire, resumableRuns, type KnownJournal } from './recovery.ts';

export interface AdoptionDeps {
  readonly runnerId: string;
  readonly shelf: JournalShelf;
  readonly journal: Pick<
    JournalKeeper,
    'ended' | 'requeued' | 'decided' | 'processed' | 'sync' | 'hasParked'
  >;
  readonly inheritance: Pick<Inheritance, 'take'>;
  /** Brings a record that had not reached the database on its way again. */
  readonly replay: (execution: Execution) => void;
  /** More of them may lie aside of this runner's journal now. */
  readonly onParked: () => void;
  readonly onAdopted: (journal: AdoptedJournal, openRuns: number, unwritten: number) => void;
}

/**
 * Takes over the journals of the dead: what they say goes into this runner's own journal, and they are deleted only
 * when it is safe there. So a death in the midst of it loses nothing, and a run that stands in two journals is one run.
 */
export class Adoption {
  readonly #deps: AdoptionDeps;
  readonly #taken = new Set<string>();
  #marks: readonly string[] = [];

  constructor(deps: AdoptionDeps) {
    this.#deps = deps;
  }

  /** What others decided, as lines, while nobody else in this process knows it. */
  get marks(): readonly string[] {
    return this.#marks;
  }

  forgetMarks(): void {
    this.#marks = [];
  }

  /** `tenure`: the one that begins, whose last holder's journal may be among them; null in the midst of one. */
  async adopt(tenure: Tenure | null): Promise<readonly KnownJournal[]> {
    const { shelf, journal, runnerId, onParked } = this.#deps;
    const found = await shelf.adopt(runnerId);
    if (await journal.hasParked()) onParked();
    if (found.length === 0) return [];
    const fresh = found.filter((one) => !this.#taken.has(one.runnerId));
    const known = fresh.map((one) => ({ ...one, book: new JournalBook().read(one.lines, one) }));
    this.#take(known, tenure);
    if (await journal.sync()) for (const one of found) await one.discard();
    return known;
  }

  /**
   * A run that stands in several is taken once. One that waits goes on only where nobody can have decided its
   * occurrence anew, and where a start of it could not have been lost.
   */
  #take(journals: readonly (AdoptedJournal & KnownJournal)[], tenure: Tenure | null): void {
    const { journal, inheritance, replay, onAdopted } = this.#deps;
    const together = new JournalBook();
    const last = tenure === null ? null : lastToFire(tenure, journals).journal;
    const resumable = resumableRuns(journals, last);
    for (const one of journals) {
      this.#taken.add(one.runnerId);
      together.read(one.lines, one);
      const { openRuns, unwritten } = one.book;
      if (openRuns.length + unwritten.length > 0) onAdopted(one, openRuns.length, unwritten.length);
    }
    for (const [id, until] of together.decidedUntil) journal.decided(id, until);
    if (together.processedUntil > -Infinity) journal.processed(together.processedUntil);
    if (tenure !== null) this.#marks = [...this.#marks, ...marksOf(together)]; // else everything since is decided
    for (const execution of together.unwritten) {
      journal.ended(execution.id, execution);
      replay(execution);
    }
    for (const open of together.openRuns) {
      journal.requeued(open.run);
      inheritance.take(open, resumable.has(open.run.runId));
    }
  }
}

function marksOf({ decidedUntil, processedUntil }: JournalBook): string[] {
  const marks = [...decidedUntil].map(([id, until]) => journalLine.decided(id, until));
  return processedUntil > -Infinity ? [...marks, journalLine.processed(processedUntil)] : marks;
}
