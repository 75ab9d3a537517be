import { rmSync, statSync } from 'node:fs';
import type { KnownFiles } from './thread-messages.ts';

/** `written`: the same file, written by another process. */
type FileState = 'same' | 'written' | 'replaced' | 'missing';

/**
 * Checks whether the path still names the opened file, and whether other processes have written to it. A connection
 * keeps working on a file that was moved or deleted, and its writes are then lost.
 */
export class WatchedFile {
  readonly #file: string;
  #known: KnownFiles | null;
  /** The file's time and size as last seen; null before the first look. */
  #content: string | null = null;
  #mayHaveNewLog = false;

  constructor(file: string, known: KnownFiles | null) {
    this.#file = file;
    this.#known = known;
  }

  /**
   * Called at the end of a turn, before its result is known elsewhere: the files it opened exist, and if it wrote, a
   * change of the file may be its own (a checkpoint).
   */
  remember(hasWritten: boolean): void {
    if (this.#known?.log == null || this.#mayHaveNewLog) this.#rememberLog();
    if (hasWritten || this.#content === null) this.#content = contentOf(this.#file);
  }

  /** Called before the connection is opened again, possibly with another log. */
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
   * Deletes the write-ahead log of the replaced file, if it is the one beside the new file: SQLite would apply its
   * pages to the new file. Must be called while the old file is still open, so that its inode is not reused.
   */
  removeStaleLog(): void {
    const log = `${this.#file}-wal`;
    if (this.#known?.log == null || identityOf(log) !== this.#known.log) return;
    rmSync(log, { force: true });
    rmSync(`${this.#file}-shm`, { force: true });
  }

  /** Only if the file was not replaced in this moment. */
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

/** Null if there is no such file. */
function identityOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}

/** Null if there is no such file. */
function contentOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.mtimeNs}:${stat.size}`;
}
