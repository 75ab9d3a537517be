import { rmSync, statSync } from 'node:fs';
import type { KnownFiles } from './thread-messages.ts';

/** `written`: it is the same one, and somebody else wrote into it. */
type FileState = 'same' | 'written' | 'replaced' | 'missing';

/**
 * Knows whether the path still names the file that was opened, and whether others wrote into it. An open connection goes
 * on in a file that was moved away or deleted, and what it writes is lost.
 */
export class WatchedFile {
  readonly #file: string;
  #known: KnownFiles | null;
  /** Time and size of the file as the connection knows it; null before it does. */
  #content: string | null = null;
  #mayHaveNewLog = false;

  constructor(file: string, known: KnownFiles | null) {
    this.#file = file;
    this.#known = known;
  }

  /**
   * A turn is over, and nobody knows of it yet: what it opened is there, and if it wrote, what is in the file now may be its
   * own (a checkpoint).
   */
  remember(hasWritten: boolean): void {
    if (this.#known?.log == null || this.#mayHaveNewLog) this.#rememberLog();
    if (hasWritten || this.#content === null) this.#content = contentOf(this.#file);
  }

  /** The connection will be opened anew, perhaps with another log. */
  forget(): void {
    this.#mayHaveNewLog = true;
    this.#content = contentOf(this.#file);
  }

  state(): FileState {
    if (this.#known === null) return 'same';
    const now = identityOf(this.#file);
    if (now === null) return 'missing';
    if (now !== this.#known.file) return 'replaced';
    return this.#content === null || contentOf(this.#file) === this.#content ? 'same' : 'written';
  }

  /**
   * Deletes the write-ahead log of the file that was replaced, if that is what lies beside the new one: SQLite would
   * write its pages into the new file. To be called while the old file is still open, so that its number is not
   * given to another.
   */
  removeStaleLog(): void {
    const log = `${this.#file}-wal`;
    if (this.#known?.log == null || identityOf(log) !== this.#known.log) return;
    rmSync(log, { force: true });
    rmSync(`${this.#file}-shm`, { force: true });
  }

  /** Not that of a file which took the place of ours in this moment. */
  #rememberLog(): void {
    const now = knownFiles(this.#file);
    if (this.#known !== null && now.file !== this.#known.file) return;
    this.#known = now;
    this.#mayHaveNewLog = false;
  }
}

export function knownFiles(file: string): KnownFiles {
  return { file: identityOf(file), log: identityOf(`${file}-wal`) };
}

/** Null when there is no such file. */
function identityOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}

/** Null when there is no such file. */
function contentOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.mtimeNs}:${stat.size}`;
}
