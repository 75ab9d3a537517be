/** One runner's own append-only memory of what it decided, started and finished. Its words are the engine's. */
export interface Journal {
  /**
   * Appends whole lines (each without its line end). When it returns true they survive the death of this process.
   * False: they could not be written, or not wholly; the journal is degraded until `rewrite` succeeds.
   */
  append(lines: readonly string[]): boolean;
  /** Replaces everything by these lines, so that the journal stays small; false when it could not. */
  rewrite(lines: readonly string[]): boolean;
  /** Bytes since the last `rewrite`. */
  readonly size: number;
  /** Resolves once everything appended survives the death of the machine; false when that failed. */
  sync(): Promise<boolean>;
  /**
   * Puts a batch of lines aside, where `rewrite` leaves it. True: it survives the death of the machine. False: it cannot
   * be written, or too much lies there already.
   */
  park(lines: readonly string[]): boolean;
  /** The oldest batch that lies aside, of this runner or of one that it has adopted; null for none. Rejects. */
  oldestParked(): Promise<ParkedLines | null>;
  /** Lines that lie aside, as far as they were seen. */
  readonly parkedCount: number;
  /** Ends it. Kept, its lines are for an adopter, and what lies aside always is. Idempotent. */
  close(isKept: boolean): Promise<void>;
}

export interface ParkedLines {
  readonly lines: readonly string[];
  /** Deletes the batch. Idempotent. */
  discard(): Promise<void>;
}

/** Where runners keep their journals. */
export interface JournalShelf {
  /** Opens this runner's own, empty one. Nothing is written before the first `append`. */
  open(runnerId: string): Promise<Journal>;
  /**
   * Takes over the journals of runners that are dead for certain, each by an atomic rename, so that one adopter gets
   * it. Only the holder of the lease calls this. What an adopter had taken over and not discarded comes too.
   */
  adopt(runnerId: string): Promise<readonly AdoptedJournal[]>;
  /** Whose journals lie here and are nobody else's, of the living and the dead, readable or not. */
  owners(): Promise<readonly string[]>;
  /** What `adopt` would take over, without taking it. */
  peek(): Promise<readonly SeenJournal[]>;
}

export interface AdoptedJournal {
  /** Whose it was. */
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  /** Whole lines, oldest first; a torn last one is left out. */
  readonly lines: readonly string[];
  /** Nothing can be missing at its end: the machine has not restarted since, and all writes succeeded. */
  readonly isComplete: boolean;
  /** Lines that lay aside. */
  readonly parkedCount: number;
  /** Who had taken it over before, and died without having deleted it; null for nobody. */
  readonly adoptedBy: string | null;
  /** What lay aside of it lies aside of the adopter from here on. Idempotent. */
  takeParked(): void;
  /** Puts it where no runner reads it, for people to look at; it is deleted after `SET_ASIDE_KEPT_MS`. Idempotent. */
  setAside(): Promise<void>;
  /** Deletes it, once everything in it is kept elsewhere. Idempotent. */
  discard(): Promise<void>;
}

/** What a journal says. */
export type SeenJournal = Omit<AdoptedJournal, 'discard' | 'setAside' | 'takeParked'>;

/** So long a journal that was set aside is kept. */
export const SET_ASIDE_KEPT_MS = 7 * 86_400_000;
