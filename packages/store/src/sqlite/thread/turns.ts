import type { SqliteValue } from '../sqlite-database.ts';
import type { Work } from './thread-messages.ts';

/** A caller's turn that waits. */
export interface Turn {
  readonly id: number;
  readonly work: Work;
  readonly transaction: number | null;
  /** Monotonic: a database that is busy until then is an error. */
  readonly giveUpAt: number;
  /** What was run for it so far. */
  readonly ran: string[];
}

/** The turns that wait, in their order. While a transaction is open, only its own are taken. */
export class Turns {
  readonly #waiting: Turn[] = [];
  readonly #rows = new Map<number, (readonly SqliteValue[])[]>();

  add(turn: Turn): void {
    this.#waiting.push(turn);
  }

  /** It goes first again. */
  putBack(turn: Turn): void {
    this.#waiting.unshift(turn);
  }

  next({
    transaction,
    mayWrite,
  }: {
    readonly transaction: number | null;
    readonly mayWrite: boolean;
  }): Turn | undefined {
    const index = this.#waiting.findIndex(
      (turn) => (transaction === null || turn.transaction === transaction) && (mayWrite || !isWrite(turn)),
    );
    return index === -1 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  /** Rows of a batch that is not complete yet. */
  addRows(id: number, rows: readonly (readonly SqliteValue[])[]): void {
    const known = this.#rows.get(id);
    if (known === undefined) this.#rows.set(id, [...rows]);
    else known.push(...rows);
  }

  /** All rows of a batch, with the last ones. */
  takeRows(id: number, last: readonly (readonly SqliteValue[])[]): readonly (readonly SqliteValue[])[] {
    const before = this.#rows.get(id);
    this.#rows.delete(id);
    return before === undefined ? last : [...before, ...last];
  }
}

export function isWrite({ work }: Turn): boolean {
  return work.kind !== 'run' || work.isWrite;
}
