import type { ChangeFeed, ChangeKind } from '../../ports/index.ts';

/** Calls its listeners at once with what `changed` is called with. */
export class MemoryChangeFeed implements ChangeFeed {
  readonly #listeners = new Set<(kind: ChangeKind) => void>();

  listen(onChange: (kind: ChangeKind) => void): () => void {
    const listener = (kind: ChangeKind): void => onChange(kind);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(kind: ChangeKind): void {
    for (const listener of this.#listeners) listener(kind);
  }
}
