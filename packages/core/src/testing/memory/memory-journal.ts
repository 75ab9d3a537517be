import type { AdoptedJournal, Journal, JournalShelf } from '../../ports/index.ts';

export interface Folder {
  readonly owner: Owner;
  lines: string[];
  /** Parked batches. */
  parked: (readonly string[])[];
  /** How many lines survive a crash of the machine. */
  syncedCount: number;
  size: number;
  /** True if a line, or a part of one, was not written since the last `rewrite`. */
  isBroken: boolean;
  isLeft: boolean;
  /** True once something was written. */
  isThere: boolean;
  adopter: Owner | null;
  /** The adopter before `adopter`. */
  formerAdopter: Owner | null;
}

/** A runner as an owner of journals. */
export interface Owner {
  readonly runnerId: string;
  /** Dead, or finished with its journal. */
  isGone: boolean;
}

/** How a runner died. `killed`: everything written is there. `power-lost`: unsynced lines are lost or incomplete. */
export type JournalDeath = 'killed' | 'power-lost';

export interface MemoryProcessFacts {
  readonly hostname: string;
  readonly pid: number;
}

/** Keeps journals beyond the life of their processes, as a disk does. */
export class JournalRoom {
  /** While true, writes fail, as on a full disk. */
  isFull = false;
  readonly #facts: MemoryProcessFacts;
  readonly #weight: number;
  readonly #owners = new Set<Owner>();
  #folders: Folder[] = [];
  /** The runner ids of journals that were set aside. */
  readonly setAside: string[] = [];

  /** `weight`: so many bytes a character counts as, so that journals become long soon. */
  constructor(facts: MemoryProcessFacts = { hostname: 'host-1', pid: 4242 }, weight = 1) {
    this.#facts = facts;
    this.#weight = weight;
  }

  /** Makes the runner certainly dead: its journal may be adopted. */
  markDead(runnerId: string, death: JournalDeath = 'killed'): void {
    for (const owner of this.#owners) if (owner.runnerId === runnerId) owner.isGone = true;
    if (death === 'power-lost') {
      for (const folder of this.#folders) if (folder.owner.runnerId === runnerId) loseUnsynced(folder);
    }
  }

  /** True if a line of the runner's was not written and its journal has not been rewritten since. */
  isBroken(runnerId: string): boolean {
    return this.#folders.some((folder) => folder.owner.runnerId === runnerId && folder.isBroken);
  }

  /** The shelf as seen by one process. */
  shelf(isCut: () => boolean = () => false): JournalShelf {
    const owners = new Map<string, Owner>();
    const ownerOf = (runnerId: string): Owner => {
      const known = owners.get(runnerId);
      if (known !== undefined && !known.isGone) return known;
      const owner = { runnerId, isGone: false };
      owners.set(runnerId, owner);
      this.#owners.add(owner);
      return owner;
    };
    return {
      open: async (runnerId) => this.#open(ownerOf(runnerId), isCut),
      adopt: async (runnerId) => {
        const owner = ownerOf(runnerId);
        const found = this.#folders.filter((folder) => this.mayAdopt(folder, owner));
        for (const folder of found) {
          if (folder.adopter === owner) continue;
          folder.formerAdopter = folder.adopter;
          folder.adopter = owner;
        }
        const adopted = found.map((folder) =>
          this.#adopted(folder, () => isCut() || folder.adopter !== owner),
        );
        this.#takeParked(
          found.filter(({ lines }) => lines.length === 0), // their runner is unknown
          owner,
        );
        return adopted.filter(({ lines, parkedCount }) => lines.length > 0 || parkedCount === 0);
      },
      owners: async () => [
        ...new Set(
          this.#folders.filter(({ adopter }) => adopter === null).map(({ owner }) => owner.runnerId),
        ),
      ],
      peek: async () =>
        this.#folders
          .filter((folder) => this.mayAdopt(folder, null))
          .map((folder) => {
            const { discard: _d, setAside: _s, takeParked: _p, ...seen } = this.#adopted(folder, () => true);
            return { ...seen, adoptedBy: folder.adopter?.runnerId ?? null };
          }),
    };
  }

  /** True if its owner is gone and no living runner has adopted it. */
  protected mayAdopt({ isLeft, owner, adopter }: Folder, by: Owner | null): boolean {
    return (isLeft || owner.isGone) && (adopter === null || adopter === by || adopter.isGone);
  }

  /** Of the lines that were appended while the journal was rewritten, those that the new content has. */
  protected keptByRewrite(appended: readonly string[]): readonly string[] {
    return appended;
  }

  #takeParked(found: readonly Folder[], owner: Owner): void {
    const parked = found.flatMap((folder) => folder.parked.splice(0));
    if (parked.length === 0) return;
    const known = this.#folders.find((folder) => folder.owner === owner);
    const mine = known ?? emptyFolder(owner); // it may not have written anything yet
    this.#put(mine);
    mine.parked.push(...parked);
    for (const folder of found) if (folder.lines.length === 0) this.#remove(folder);
  }

  #open(owner: Owner, isCut: () => boolean): Journal {
    const folder = emptyFolder(owner);
    /** The runner's parked batches, in any of its folders. */
    const parked = () => this.#folders.filter((one) => one.owner === owner).flatMap((one) => one.parked);
    const isClosed = () => isCut() || folder.isLeft;
    /** The rewrites in steps, and their ends. */
    let begun = 0;
    return {
      append: (lines) => {
        if (isClosed()) return false;
        this.#put(folder);
        if (folder.isBroken) return false;
        folder.isBroken = this.isFull;
        // A disk becomes full in the middle of a write: the lines before are there, an incomplete one is left out.
        const written = this.isFull ? lines.slice(0, lines.length >> 1) : lines;
        for (const line of written) {
          folder.lines.push(line);
          folder.size += (line.length + 1) * this.#weight;
        }
        return !this.isFull;
      },
      rewrite: (lines) => {
        if (isClosed() || this.isFull) return false;
        this.#put(folder);
        Object.assign(folder, { lines: [...lines], syncedCount: lines.length, size: 0, isBroken: false });
        return true;
      },
      beginRewrite: () => {
        if (isClosed() || this.isFull || folder.isBroken || !folder.isThere) return null;
        const number = (begun += 1);
        const { lines: old } = folder;
        const sizeBefore = folder.size;
        let copied = old.length;
        const [added, appended]: [string[], string[]] = [[], []];
        // An immediate rewrite makes a new list.
        const isOver = () =>
          isClosed() || this.isFull || folder.isBroken || folder.lines !== old || begun !== number;
        return {
          add: (lines) => {
            added.push(...lines);
            return !isOver();
          },
          finish: () => {
            if (isOver()) return 'failed';
            const left = old.slice(copied);
            appended.push(...left);
            copied += left.length;
            if (left.length > 1) return 'more';
            const lines = [...added, ...this.keptByRewrite(appended)];
            Object.assign(folder, { lines, syncedCount: lines.length, size: folder.size - sizeBefore });
            return 'done';
          },
          abandon: () => {
            if (begun === number) begun += 1;
          },
        };
      },
      get size() {
        return folder.size;
      },
      sync: async () => {
        if (isClosed() || this.isFull || folder.isBroken) return false;
        folder.syncedCount = folder.lines.length;
        return true;
      },
      park: (lines) => {
        if (isClosed() || this.isFull) return false;
        this.#put(folder);
        folder.parked.push([...lines]);
        return true;
      },
      oldestParked: async () => {
        const [lines] = parked();
        if (isClosed() || lines === undefined) return null;
        const discard = async () => {
          if (isCut()) return;
          for (const one of this.#folders) one.parked = one.parked.filter((batch) => batch !== lines);
        };
        return { lines, discard };
      },
      get parkedCount() {
        return parked().reduce((sum, { length }) => sum + length, 0);
      },
      close: async (isKept) => {
        if (isClosed()) return;
        folder.isLeft = true;
        owner.isGone = true;
        if (!isKept) this.#empty(owner);
      },
    };
  }

  #adopted(folder: Folder, isGone: () => boolean): AdoptedJournal {
    return {
      runnerId: folder.owner.runnerId,
      ...this.#facts,
      lines: [...folder.lines],
      isComplete: !folder.isBroken,
      parkedCount: folder.parked.reduce((sum, { length }) => sum + length, 0),
      adoptedBy: folder.formerAdopter?.runnerId ?? null,
      takeParked: () => {
        if (!isGone() && folder.adopter !== null) this.#takeParked([folder], folder.adopter);
      },
      setAside: async () => {
        if (isGone()) return;
        this.setAside.push(folder.owner.runnerId);
        this.#remove(folder);
      },
      discard: async () => {
        if (!isGone()) this.#remove(folder);
      },
    };
  }

  /** Parked batches stay. */
  #empty(owner: Owner): void {
    for (const folder of this.#folders.filter((one) => one.owner === owner)) {
      folder.lines = [];
      if (folder.parked.length === 0) this.#remove(folder);
    }
  }

  /** Adds the folder once: a deleted one stays deleted even if something still writes to it. */
  #put(folder: Folder): void {
    if (!folder.isThere && !this.#folders.includes(folder)) this.#folders.push(folder);
    folder.isThere = true;
  }

  #remove(folder: Folder): void {
    this.#folders = this.#folders.filter((other) => other !== folder);
  }
}

function emptyFolder(owner: Owner): Folder {
  return {
    owner,
    lines: [],
    parked: [],
    syncedCount: 0,
    size: 0,
    isBroken: false,
    isLeft: false,
    isThere: false,
    adopter: null,
    formerAdopter: null,
  };
}

function loseUnsynced(folder: Folder): void {
  folder.isBroken = true;
  folder.lines.length = folder.syncedCount;
}
