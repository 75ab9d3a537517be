import type { AdoptedJournal, Journal, JournalShelf } from '../../ports/index.ts';

export interface Folder {
  readonly owner: Owner;
  lines: string[];
  /** Batches that lie aside. */
  parked: (readonly string[])[];
  /** How many of them survive the death of the machine. */
  syncedCount: number;
  size: number;
  /** A line, or a part of one, was refused since the last `rewrite`. */
  isBroken: boolean;
  isLeft: boolean;
  /** It was written to. */
  isThere: boolean;
  adopter: Owner | null;
  /** Who had it before `adopter`. */
  formerAdopter: Owner | null;
}

/** A runner as it is known by what it has on the shelf. */
export interface Owner {
  readonly runnerId: string;
  /** Dead, or done with its journal. */
  isGone: boolean;
}

/** How a runner died. `killed`: what it wrote is there. `power-lost`: what it had not synced is gone, the rest torn. */
export type JournalDeath = 'killed' | 'power-lost';

export interface MemoryProcessFacts {
  readonly hostname: string;
  readonly pid: number;
}

/** Where journals outlive the processes that wrote them, as on a disk. */
export class JournalRoom {
  /** While true nothing can be written, as on a full disk. */
  isFull = false;
  readonly #facts: MemoryProcessFacts;
  readonly #owners = new Set<Owner>();
  #folders: Folder[] = [];
  /** Whose journals were set aside. */
  readonly setAside: string[] = [];

  constructor(facts: MemoryProcessFacts = { hostname: 'host-1', pid: 4242 }) {
    this.#facts = facts;
  }

  /** The runner is dead for certain: what it wrote may be adopted. */
  markDead(runnerId: string, death: JournalDeath = 'killed'): void {
    for (const owner of this.#owners) if (owner.runnerId === runnerId) owner.isGone = true;
    if (death === 'power-lost') {
      for (const folder of this.#folders) if (folder.owner.runnerId === runnerId) loseUnsynced(folder);
    }
  }

  /** Whether a line of the runner's was refused and its journal has not been written anew since. */
  isBroken(runnerId: string): boolean {
    return this.#folders.some((folder) => folder.owner.runnerId === runnerId && folder.isBroken);
  }

  /** The shelf as one process sees it. */
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
          found.filter(({ lines }) => lines.length === 0), // nothing says whose they are
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

  /** Of somebody who is gone, and with nobody there who has taken it over. */
  protected mayAdopt({ isLeft, owner, adopter }: Folder, by: Owner | null): boolean {
    return (isLeft || owner.isGone) && (adopter === null || adopter === by || adopter.isGone);
  }

  #takeParked(found: readonly Folder[], owner: Owner): void {
    const parked = found.flatMap((folder) => folder.parked.splice(0));
    if (parked.length === 0) return;
    const known = this.#folders.find((folder) => folder.owner === owner);
    const mine = known ?? emptyFolder(owner); // it may have written nothing of its own yet
    this.#put(mine);
    mine.parked.push(...parked);
    for (const folder of found) if (folder.lines.length === 0) this.#remove(folder);
  }

  #open(owner: Owner, isCut: () => boolean): Journal {
    const folder = emptyFolder(owner);
    /** Of the runner, whichever of its folders they are in. */
    const parked = () => this.#folders.filter((one) => one.owner === owner).flatMap((one) => one.parked);
    const isClosed = () => isCut() || folder.isLeft;
    return {
      append: (lines) => {
        if (isClosed()) return false;
        this.#put(folder);
        if (folder.isBroken) return false;
        folder.isBroken = this.isFull;
        // A disk fills up in the middle of a write: what went before is there, and a torn line is left out.
        const written = this.isFull ? lines.slice(0, lines.length >> 1) : lines;
        for (const line of written) {
          folder.lines.push(line);
          folder.size += line.length + 1;
        }
        return !this.isFull;
      },
      rewrite: (lines) => {
        if (isClosed() || this.isFull) return false;
        this.#put(folder);
        Object.assign(folder, { lines: [...lines], syncedCount: lines.length, size: 0, isBroken: false });
        return true;
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

  /** What lies aside stays. */
  #empty(owner: Owner): void {
    for (const folder of this.#folders.filter((one) => one.owner === owner)) {
      folder.lines = [];
      if (folder.parked.length === 0) this.#remove(folder);
    }
  }

  /** Once: what was deleted stays deleted, whoever still writes into it. */
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
