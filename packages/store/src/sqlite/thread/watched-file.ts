import { rmSync, statSync } from 'node:fs';

export type FileState = 'same' | 'replaced' | 'missing';

/**
 * Knows whether the path still names the file that was opened. An open connection goes on in a file that was moved
 * away or deleted, and what it writes is lost.
 */
export class WatchedFile {
  readonly #file: string;
  #opened: string | null = null;
  #wal: string | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** The connection was opened, or has read: its files are there. */
  remember(): void {
    this.#opened ??= identityOf(this.#file);
    this.#wal ??= identityOf(`${this.#file}-wal`);
  }

  forget(): void {
    this.#opened = null;
    this.#wal = null;
  }

  state(): FileState {
    if (this.#opened === null) return 'same';
    const now = identityOf(this.#file);
    if (now === this.#opened) return 'same';
    return now === null ? 'missing' : 'replaced';
  }

  /**
   * Deletes the write-ahead log of the file that was replaced, if that is what lies beside the new one: SQLite would
   * write its pages into the new file. To be called while the old file is still open, so that its number is not
   * given to another.
   */
  removeStaleLog(): void {
    const log = `${this.#file}-wal`;
    if (this.#wal === null || identityOf(log) !== this.#wal) return;
    rmSync(log, { force: true });
    rmSync(`${this.#file}-shm`, { force: true });
  }
}

/** Null when there is no such file. */
function identityOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}
