import type { Execution } from '../../domain/index.ts';
import type { AdoptedJournal, JournalShelf, Tenure } from '../../ports/index.ts';
import type { Counters } from '../records/counters.ts';
import type { RecoveredRuns } from './recovered-runs.ts';
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
  readonly recoveredRuns: Pick<RecoveredRuns, 'take'>;
  readonly counters: Pick<Counters, 'recover'>;
  /** Sends a record that had not reached the database again. */
  readonly replay: (execution: Execution) => void;
  /** Called when there may be more parked records in this runner's journal. */
  readonly onParked: () => void;
  readonly onAdopted: (journal: AdoptedJournal, openRuns: number, unwritten: number) => void;
  /** Called for a journal of another database: nothing in it is resumed, written or counted as decided here. */
  readonly onSetAside: (journal: AdoptedJournal, historyId: string) => void;
  readonly onNotDeleted: (journal: AdoptedJournal, error: unknown) => void;
}

interface StandingJournal {
  readonly journal: AdoptedJournal;
  /** The runs that it lists as unfinished or not in the database. */
  readonly runIds: readonly string[];
}

/**
 * Adopts the journals of dead runners: their content is written to this runner's own journal, and they are deleted only
 * when that is on the disk. So a crash in between loses nothing, and a run in two journals is handled as one run.
 *
 *   left ── adopt ──▶ kept (beside the own journal) ── the own one is on the disk ──▶ deleted
 */
export class Adoption {
  readonly #deps: AdoptionDeps;
  /** Other databases whose journals were found. */
  readonly #otherHistories = new Set<string>();
  readonly #taken = new Set<string>();
  /** Adopted journals that are not deleted yet. */
  #standing: StandingJournal[] = [];
  #marks: readonly string[] = [];

  constructor(deps: AdoptionDeps) {
    this.#deps = deps;
  }

  /** Decisions of other runners, as journal lines, while no other part of this process has them. */
  get marks(): readonly string[] {
    return this.#marks;
  }

  forgetMarks(): void {
    this.#marks = [];
  }

  /**
   * Runs that a kept adopted journal may list as unfinished: until it is deleted, this runner's own journal has to
   * record that they are over. Otherwise a runner that adopts both would start them again.
   */
  get standingRunIds(): ReadonlySet<string> {
    return new Set(this.#standing.flatMap(({ runIds }) => runIds));
  }

  /** True if a journal of another database was found here. */
  get hasFoundOtherHistories(): boolean {
    return this.#otherHistories.size > 0;
  }

  /**
   * `tenure`: the one that begins, whose previous holder's journal may be among them; null during a tenure.
   * `historyId`: the database's. A journal without an id, from an earlier release, counts as this database's.
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

  /** Deletes the kept journals once the own journal is on the disk. One that cannot be deleted is kept. */
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

  /** A run in several journals is taken once. */
  #take(journals: readonly (AdoptedJournal & KnownJournal)[], tenure: Tenure | null): void {
    const { journal, recoveredRuns, counters, replay, onAdopted } = this.#deps;
    const together = new JournalBook();
    const last = tenure === null ? null : lastToFire(tenure, journals).journal;
    const resumable = resumableRuns(journals, last);
    for (const one of journals) {
      this.#taken.add(one.runnerId);
      together.read(one.lines, one);
      const { openRuns, unwritten } = one.book;
      counters.recover(one.book.uncounted(one.runnerId));
      const runIds = [...openRuns.map(({ run }) => run.runId), ...unwritten.map(({ id }) => id)];
      this.#standing = [...this.#standing, { journal: one, runIds }];
      if (openRuns.length + unwritten.length > 0) onAdopted(one, openRuns.length, unwritten.length);
    }
    for (const [id, until] of together.decidedUntil) journal.decided(id, until);
    if (together.processedUntil > -Infinity) journal.processed(together.processedUntil);
    if (tenure !== null) this.#marks = [...this.#marks, ...marksOf(together)]; // during a tenure, everything since is decided
    for (const execution of together.unwritten) {
      journal.ended(execution.id, execution);
      replay(execution);
    }
    for (const open of together.openRuns) {
      journal.requeued(open.run);
      recoveredRuns.take(open, resumable.has(open.run.runId));
    }
  }
}

function marksOf({ decidedUntil, processedUntil }: JournalBook): string[] {
  const marks = decidedLines(decidedUntil);
  return processedUntil > -Infinity ? [...marks, journalLine.processed(processedUntil)] : marks;
}
