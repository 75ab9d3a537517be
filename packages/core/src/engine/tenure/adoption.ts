import type { Execution } from '../../domain/index.ts';
import type { AdoptedJournal, JournalShelf, Tenure } from '../../ports/index.ts';
import type { Inheritance } from './inheritance.ts';
import { JournalBook } from '../journal/journal-book.ts';
import { decidedLines, journalLine } from '../journal/journal-line.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
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
  /** Of another database: nothing in it is resumed, written or counted as decided here. */
  readonly onSetAside: (journal: AdoptedJournal, historyId: string) => void;
  readonly onNotDeleted: (journal: AdoptedJournal, error: unknown) => void;
}

interface StandingJournal {
  readonly journal: AdoptedJournal;
  /** What it calls unfinished, or not in the database. */
  readonly runIds: readonly string[];
}

/**
 * Takes over the journals of the dead: what they say goes into this runner's own journal, and they are deleted only
 * when it is safe there. So a death in the midst of it loses nothing, and a run that stands in two journals is one run.
 *
 *   left ── adopt ──▶ standing (beside the own journal) ── the own one is safe ──▶ deleted
 */
export class Adoption {
  readonly #deps: AdoptionDeps;
  /** Other databases of which journals were found. */
  readonly #otherHistories = new Set<string>();
  readonly #taken = new Set<string>();
  /** Taken over, and not deleted yet. */
  #standing: StandingJournal[] = [];
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

  /**
   * Runs that an adopted journal which still stands may call unfinished: as long as it does, the own one has to say of
   * them that they are over, or whoever adopts both starts them again.
   */
  get standingRunIds(): ReadonlySet<string> {
    return new Set(this.#standing.flatMap(({ runIds }) => runIds));
  }

  /** Whether a journal of another database was found here. */
  get hasFoundOtherHistories(): boolean {
    return this.#otherHistories.size > 0;
  }

  /**
   * `tenure`: the one that begins, whose last holder's journal may be among them; null in the midst of one. `historyId`: of the
   * database. A journal that does not say whose it is, as one of an earlier release, counts as its own.
   */
  async adopt(tenure: Tenure | null, historyId: string | null): Promise<readonly KnownJournal[]> {
    const { shelf, journal, runnerId, onParked } = this.#deps;
    const found = await shelf.adopt(runnerId);
    const fresh = found.filter((one) => !this.#taken.has(one.runnerId));
    const read = fresh.map((one) => ({ ...one, book: new JournalBook().read(one.lines, one) }));
    const known: (typeof read)[number][] = [];
    for (const one of read) {
      const { book } = one;
      if (book.historyId === null || historyId === null || book.historyId === historyId) known.push(one);
      else await this.#setAside(one, book.historyId);
    }
    for (const one of known) one.takeParked();
    if (await journal.hasParked()) onParked();
    if (found.length === 0) return [];
    this.#take(known, tenure);
    await this.letGo();
    return known;
  }

  /** Deletes what stands, once it is safe in the own journal. What cannot be deleted stands on. */
  async letGo(): Promise<void> {
    const { journal, onNotDeleted } = this.#deps;
    const standing = this.#standing;
    if (standing.length === 0 || !(await journal.sync())) return;
    for (const one of standing) {
      try {
        await one.journal.discard();
        this.#standing = this.#standing.filter((other) => other !== one);
      } catch (error) {
        onNotDeleted(one.journal, error);
      }
    }
  }

  async #setAside(journal: AdoptedJournal, historyId: string): Promise<void> {
    const { onSetAside, onNotDeleted } = this.#deps;
    this.#taken.add(journal.runnerId);
    this.#otherHistories.add(historyId);
    onSetAside(journal, historyId);
    try {
      await journal.setAside();
    } catch (error) {
      onNotDeleted(journal, error);
    }
  }

  /** A run that stands in several is taken once. */
  #take(journals: readonly (AdoptedJournal & KnownJournal)[], tenure: Tenure | null): void {
    const { journal, inheritance, replay, onAdopted } = this.#deps;
    const together = new JournalBook();
    const last = tenure === null ? null : lastToFire(tenure, journals).journal;
    const resumable = resumableRuns(journals, last);
    for (const one of journals) {
      this.#taken.add(one.runnerId);
      together.read(one.lines, one);
      const { openRuns, unwritten } = one.book;
      const runIds = [...openRuns.map(({ run }) => run.runId), ...unwritten.map(({ id }) => id)];
      this.#standing = [...this.#standing, { journal: one, runIds }];
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
  const marks = decidedLines(decidedUntil);
  return processedUntil > -Infinity ? [...marks, journalLine.processed(processedUntil)] : marks;
}
