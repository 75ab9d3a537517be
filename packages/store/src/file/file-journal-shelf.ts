import { readdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AdoptedJournal, Clock, JournalShelf, Logger, SeenJournal } from '@zenpulse/core/ports';
import { FileJournal } from './file-journal.ts';
import { discardJournal, takeJournals } from './journal-adoption.ts';
import { adoptedIn, parkedIn, readJournal, readOwner, segmentsIn, writeOwner } from './journal-folder.ts';
import { takeParked } from './parked-lines.ts';
import { setJournalAside, sweepSetAside } from './set-aside.ts';
import { identifyProcess, isGone, isVisible } from './process-identity.ts';

const SILENCE_MS = 60_000;

export interface FileJournalShelfOptions {
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly identify?: typeof identifyProcess;
  /** True if a process will certainly not write any more. */
  readonly isGone?: typeof isGone;
}

/**
 * Journals in the state folder: `runners/<runnerId>/journal-N.jsonl`. An adopter moves the folder of a dead runner to
 * `runners/<its own>/adopted/<dead>`; if several try, one succeeds. Journals of another database are moved to
 * `set-aside/<dead>` and kept for a week.
 */
export function createFileJournalShelf(options: FileJournalShelfOptions): JournalShelf {
  return new FileJournalShelf(options);
}

class FileJournalShelf implements JournalShelf {
  readonly #options: FileJournalShelfOptions;
  readonly #root: string;
  readonly #setAsideFolder: string;
  readonly #warnedOf = new Set<string>();
  /** The previous adopters of the journals that this one has now, by folder name. */
  readonly #formerAdopters = new Map<string, string>();

  constructor(options: FileJournalShelfOptions) {
    this.#options = options;
    this.#root = join(options.stateDir, 'runners');
    this.#setAsideFolder = join(options.stateDir, 'set-aside');
  }

  async open(runnerId: string): Promise<FileJournal> {
    const { clock, logger } = this.#options;
    return new FileJournal({
      folder: this.#folderOf(runnerId),
      identity: this.#identify(runnerId),
      clock,
      logger,
    });
  }

  async adopt(runnerId: string): Promise<readonly AdoptedJournal[]> {
    const { clock, logger } = this.#options;
    const mine = this.#folderOf(runnerId);
    const left = (await this.#abandoned()).filter((folder) => folder !== mine);
    // If this process dies too, the next adopter must be able to recognise that.
    if (left.length > 0 && readOwner(mine) === null) {
      writeOwner(mine, { identity: this.#identify(runnerId), isClosed: false });
    }
    for (const [dead, adopter] of await takeJournals(left, mine, logger)) {
      this.#formerAdopters.set(dead, adopter);
    }
    const journals: AdoptedJournal[] = [];
    for (const folder of adoptedIn(mine)) {
      const journal = await this.#read(folder, this.#formerAdopters.get(basename(folder)));
      if (journal !== null) journals.push(this.#adopted(journal, folder, mine));
      else {
        takeParked(folder, mine); // without a readable journal, its database is unknown
        if (segmentsIn(folder).length === 0) await discardJournal(folder);
      }
    }
    await sweepSetAside(this.#setAsideFolder, clock.now(), logger);
    return journals;
  }

  #adopted(journal: SeenJournal, folder: string, mine: string): AdoptedJournal {
    return {
      ...journal,
      takeParked: () => takeParked(folder, mine),
      setAside: () => setJournalAside(folder, this.#setAsideFolder),
      discard: () => discardJournal(folder),
    };
  }

  async owners(): Promise<readonly string[]> {
    const names = await readdir(this.#root).catch(() => []);
    return names.filter((name) => this.#hasJournal(join(this.#root, name)));
  }

  async peek(): Promise<readonly SeenJournal[]> {
    const journals: SeenJournal[] = [];
    const folders = await this.#abandoned();
    const adopters = new Map<string, string>();
    for (const folder of folders) {
      const journal = await this.#read(folder, adopters.get(folder));
      if (journal !== null) journals.push(journal);
      for (const nested of adoptedIn(folder)) {
        adopters.set(nested, basename(folder)); // an adopter that died as well
        folders.push(nested);
      }
    }
    return journals;
  }

  /** Folders with journals of runners that will certainly not write any more. */
  async #abandoned(): Promise<string[]> {
    const names = await readdir(this.#root).catch(() => []);
    return names
      .map((name) => join(this.#root, name))
      .sort((a, b) => (a < b ? -1 : 1))
      .filter((folder) => this.#isAbandoned(folder));
  }

  #isAbandoned(folder: string): boolean {
    if (!this.#hasJournal(folder, false)) return false;
    const owner = readOwner(folder);
    if (owner !== null) {
      if (owner.isClosed || (this.#options.isGone ?? isGone)(owner.identity)) return true;
      return !isVisible(owner.identity) && this.#isSilent(folder);
    }
    this.#warnOnce(folder, 'The owner of this journal is unknown, so it is not taken over');
    return false;
  }

  /** `orElse`: the result for an unreadable folder. */
  #hasJournal(folder: string, orElse = true): boolean {
    try {
      return [segmentsIn(folder), adoptedIn(folder), parkedIn(folder)].some(({ length }) => length > 0);
    } catch (error) {
      this.#warnOnce(folder, 'A journal cannot be read', error);
      return orElse;
    }
  }

  /**
   * A process on another machine or in another container counts as gone once its files are old: a living one touches
   * them each second. One that was frozen for that long has lost its lease and gives up its waiting runs.
   */
  #isSilent(folder: string): boolean {
    try {
      const times = readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs);
      return this.#options.clock.now() - Math.max(0, ...times) > SILENCE_MS;
    } catch {
      return false;
    }
  }

  /** Null if there is none, or it is unreadable. */
  async #read(folder: string, adoptedBy: string | null = null): Promise<SeenJournal | null> {
    try {
      const owner = readOwner(folder);
      const text = owner === null ? null : await readJournal(folder, owner);
      if (owner === null || text === null) return null;
      const { hostname, pid } = owner.identity;
      const parkedCount = parkedIn(folder).reduce((sum, { count }) => sum + count, 0);
      return { runnerId: basename(folder), hostname, pid, parkedCount, adoptedBy, ...text };
    } catch (error) {
      this.#warnOnce(folder, 'A journal cannot be read', error);
      return null;
    }
  }

  #warnOnce(folder: string, sentence: string, error?: unknown): void {
    if (this.#warnedOf.has(folder)) return;
    this.#warnedOf.add(folder);
    this.#options.logger.warn({ folder, ...(error === undefined ? {} : { err: error }) }, sentence);
  }

  #folderOf(runnerId: string): string {
    return join(this.#root, runnerId);
  }

  #identify(runnerId: string) {
    return (this.#options.identify ?? identifyProcess)(runnerId);
  }
}
