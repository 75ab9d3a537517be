import type { SqliteValue } from '../sqlite-database.ts';
import type { Work } from './thread-messages.ts';

/** A caller's waiting turn. */
export interface Turn {
  readonly id: number;
  readonly work: Work;
  readonly transaction: number | null;
  /** Monotonic: if the database is still busy then, the turn fails. */
  readonly giveUpAt: number;
  /** The statements run for it so far. */
  readonly ran: string[];
}

/** The waiting turns, in order. While a transaction is open, only its own turns are taken. */
export class Turns {
  readonly #waiting: Turn[] = [];
  readonly #rows = new Map<number, (readonly SqliteValue[])[]>();

  add(turn: Turn): void {
    this.#waiting.push(turn);
  }

  /** Puts a turn back at the front. */
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

  /** Adds rows of a batch that is not complete yet. */
  addRows(id: number, rows: readonly (readonly SqliteValue[])[]): void {
    const known = this.#rows.get(id);
    if (known === undefined) this.#rows.set(id, [...rows]);
    else known.push(...rows);
  }

  /** Returns all rows of a batch, including the last ones. */
  takeRows(id: number, last: readonly (readonly SqliteValue[])[]): readonly (readonly SqliteValue[])[] {
    const before = this.#rows.get(id);
    this.#rows.delete(id);
    return before === undefined ? last : [...before, ...last];
  }
}

export function isWrite({ work }: Turn): boolean {
  return work.kind !== 'run' || work.isWrite;
}
