/**
 * A hint that the store changed. It carries no data and may be lost, late or repeated: listeners read the store, which
 * is the truth.
 */
export interface Signal {
  /** Sends a hint to the other processes. Never throws: a lost hint costs them only the time until their next tick. */
  send(): void;
  /** Calls `onHint` on each hint until the returned function is called. */
  listen(onHint: () => void): () => void;
  /** For the regular sync: true if the store may have changed since the last hint or call. */
  mayHaveChanged(): boolean;
  /**
   * True only if the store has certainly not changed since the last hint or `mayHaveChanged`. Never true where that
   * would need a query.
   */
  isQuiet(): boolean;
}
