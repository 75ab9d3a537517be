/**
 * A runner's own append-only record of what it decided, started and finished. The format of the lines belongs to the
 * engine.
 */
export interface Journal {
  /**
   * Appends whole lines (without line ends). True: they survive the death of this process. False: they could not be
   * written completely; the journal is degraded until `rewrite` succeeds.
   */
  append(lines: readonly string[]): boolean;
  /** Replaces the whole content, so that the journal stays small; false if that failed. */
  rewrite(lines: readonly string[]): boolean;
  /**
   * Begins to replace the whole content in steps, between which lines may be appended as before. Null if that failed, or
   * while it is degraded. Only one at a time: `rewrite` and `close` end it.
   */
  beginRewrite(): JournalRewrite | null;
  /** Bytes since the last rewrite. */
  readonly size: number;
  /** Resolves once everything appended survives a crash of the machine; to false if that failed. */
  sync(): Promise<boolean>;
  /**
   * Stores a batch of lines separately, where `rewrite` does not remove it. True: it survives a crash of the machine.
   * False: it could not be written, or the limit of parked batches is reached.
   */
  park(lines: readonly string[]): boolean;
  /** The oldest parked batch, of this runner or of one whose journal it adopted; null if there is none. May reject. */
  oldestParked(): Promise<ParkedLines | null>;
  /** The number of parked lines, as last seen. */
  readonly parkedCount: number;
  /** Closes the journal. If kept, its lines stay for an adopter; parked lines always stay. Idempotent. */
  close(isKept: boolean): Promise<void>;
}

/** The new content of a journal. Until it is whole, a reader finds the old one. */
export interface JournalRewrite {
  /** Adds lines that say what the journal said when this began. False if that failed. */
  add(lines: readonly string[]): boolean;
  /**
   * Adds a part of what was appended meanwhile; with the last part the new content replaces the old one. `failed`: the
   * journal is as if this had never begun.
   */
  finish(): 'more' | 'done' | 'failed';
  /** The journal stays as it is. Idempotent. */
  abandon(): void;
}

export interface ParkedLines {
  readonly lines: readonly string[];
  /** Deletes the batch. Idempotent. */
  discard(): Promise<void>;
}

/** Where runners keep their journals. */
export interface JournalShelf {
  /** Opens this runner's own, empty journal. Nothing is written before the first `append`. */
  open(runnerId: string): Promise<Journal>;
  /**
   * Takes over the journals of runners that are certainly dead, each by an atomic rename, so that exactly one adopter
   * gets it. Only the lease holder calls this. Includes journals that a previous adopter took over and did not discard.
   */
  adopt(runnerId: string): Promise<readonly AdoptedJournal[]>;
  /**
   * The runner ids of the journals here, of living and dead runners, whether readable or not; adopted ones are left
   * out.
   */
  owners(): Promise<readonly string[]>;
  /** What `adopt` would take over; takes nothing. */
  peek(): Promise<readonly SeenJournal[]>;
}

export interface AdoptedJournal {
  /** The runner that wrote it. */
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  /** Whole lines, oldest first; an incomplete last one is left out. */
  readonly lines: readonly string[];
  /** True if nothing can be missing at its end: the machine has not restarted since, and all writes succeeded. */
  readonly isComplete: boolean;
  /** The number of its parked lines. */
  readonly parkedCount: number;
  /** The adopter that took it over before and died without discarding it; null if there is none. */
  readonly adoptedBy: string | null;
  /** Moves its parked lines to the adopter's parked lines. Idempotent. */
  takeParked(): void;
  /**
   * Moves it where no runner reads it, for inspection by people; it is deleted after `SET_ASIDE_KEPT_MS`. Idempotent.
   */
  setAside(): Promise<void>;
  /** Deletes it, once its content is stored elsewhere. Idempotent. */
  discard(): Promise<void>;
}

/** The readable part of a journal. */
export type SeenJournal = Omit<AdoptedJournal, 'discard' | 'setAside' | 'takeParked'>;

/** How long a journal that was set aside is kept. */
export const SET_ASIDE_KEPT_MS = 7 * 86_400_000;
