/**
 * A hint that the store changed. It carries nothing and may be lost, late or repeated: whoever hears it reads
 * the store, and the store is the truth.
 */
export interface Signal {
  /** Tells the others. Never throws: a lost hint only costs the others their next tick. */
  send(): void;
  /** Calls `onHint` on each hint until the returned function is called. */
  listen(onHint: () => void): () => void;
  /** For the regular sync: whether the store may have changed since the last hint or call. */
  mayHaveChanged(): boolean;
  /** Whether the store certainly has not changed since the last hint or `mayHaveChanged`. Never true where only the store can tell. */
  isQuiet(): boolean;
}
