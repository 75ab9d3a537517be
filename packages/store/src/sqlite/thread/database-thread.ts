import type { Clock, Timer } from '@zenpulse/core/ports';
import type { SqliteValue } from '../sqlite-database.ts';
import { answerMessages } from './answer-parts.ts';
import { LibsqlConnection, type Answer, type Statement } from './libsql-connection.ts';
import { plainError, threadError } from './plain-error.ts';
import { primaryCodeOf, SQLITE_BUSY } from './sqlite-code.ts';
import {
  FILE_MISSING,
  FILE_REPLACED,
  TRANSACTION_ENDED,
  type FromThread,
  type ThreadData,
  type ToThread,
} from './thread-messages.ts';
import { isWrite, Turns, type Turn } from './turns.ts';
import { WatchedFile } from './watched-file.ts';

const PAUSE_MS = 25;

/**
 * Owns the one connection and gives callers their turns.
 *
 *     waiting ──turn──> run ──> answered, in parts (the next one when asked for)
 *        ^               │
 *        └── 25 ms ── busy, until the patience is over
 *
 * A transaction over several turns belongs to one caller: other turns wait until it ends or is rolled back after its
 * time limit.
 */
export class DatabaseThread {
  readonly #data: ThreadData;
  readonly #clock: Clock;
  readonly #send: (message: FromThread) => void;
  readonly #connection: LibsqlConnection;
  readonly #file: WatchedFile;
  readonly #turns = new Turns();
  readonly #answers = new Map<
    number,
    { readonly messages: ReturnType<typeof answerMessages>; readonly turn: Turn }
  >();
  #transaction: { readonly id: number; readonly limit: Timer } | null = null;
  #isStepping = false;
  #isClosing = false;
  /** True while another process has the write lock: writes are tried again after a pause. */
  #isBusy = false;

  constructor(data: ThreadData, clock: Clock, send: (message: FromThread) => void) {
    this.#data = data;
    this.#clock = clock;
    this.#send = send;
    this.#connection = new LibsqlConnection(data.file, data.mayCreate);
    this.#file = new WatchedFile(data.file, data.known);
  }

  take(message: ToThread): void {
    switch (message.kind) {
      case 'work': {
        const { id, work, transaction, patienceMs } = message;
        const giveUpAt = this.#clock.monotonic() + patienceMs;
        this.#turns.add({ id, work, transaction, giveUpAt, ran: [] });
        this.#step();
        return;
      }
      case 'rows':
        this.#turns.addRows(message.id, message.rows);
        return;
      case 'more':
        this.#sendNext(message.id);
        return;
      case 'close':
        this.#isClosing = true;
        this.#isBusy = false;
        this.#endTransaction();
        this.#step();
    }
  }

  /** Runs one turn; the next follows after pending messages were received. */
  #step(): void {
    if (this.#isStepping) return;
    const turn = this.#turns.next({
      transaction: this.#transaction?.id ?? null,
      mayWrite: !this.#isBusy,
    });
    if (turn === undefined) {
      if (this.#isClosing) this.#close();
      return;
    }
    this.#isStepping = true;
    this.#perform(turn);
    this.#clock.yieldTo(() => {
      this.#isStepping = false;
      this.#step();
    });
  }

  #perform(turn: Turn): void {
    try {
      this.#refuseOtherFile();
      const answers = this.#attempt(turn);
      this.#file.remember(isWrite(turn));
      this.#answer(turn, answers);
    } catch (error) {
      if (primaryCodeOf(error) === SQLITE_BUSY && this.#waitsLonger(turn)) return;
      this.#fail(turn, error);
    }
  }

  #waitsLonger(turn: Turn): boolean {
    if (this.#transaction !== null || this.#isClosing) return false;
    if (this.#connection.isTainted) this.#connection.close();
    if (this.#clock.monotonic() >= turn.giveUpAt) return false;
    // Other writes would find it busy too, and each attempt would delay the reads.
    if (isWrite(turn)) this.#isBusy = true;
    if (isWrite(turn)) this.#turns.putBack(turn);
    this.#clock.setTimer(PAUSE_MS, () => {
      if (isWrite(turn)) this.#isBusy = false;
      else this.#turns.add(turn);
      this.#step();
    });
    return true;
  }

  #refuseOtherFile(): void {
    const state = this.#file.state();
    if (state === 'same') return;
    if (state === 'written') {
      this.#forgetPages();
      return;
    }
    if (this.#transaction !== null) this.#endTransaction();
    if (state === 'replaced') this.#file.removeStaleLog();
    throw state === 'replaced'
      ? threadError(FILE_REPLACED, 'the file was replaced by another one')
      : threadError(FILE_MISSING, 'the file is missing');
  }

  /**
   * A connection keeps using the pages it has read until it sees a commit. A checkpoint by another process changes none of
   * them, but a file copied over this one (`cp`) changes all of them without a commit. The two look alike, so the pages
   * are dropped. The connection stays open: closed, it could keep its locks.
   */
  #forgetPages(): void {
    if (this.#transaction !== null) return;
    this.#connection.dropPages();
    this.#file.forget();
  }

  #attempt(turn: Turn): readonly Answer[] {
    const { work, transaction, ran } = turn;
    if (transaction !== null && transaction !== this.#transaction?.id) {
      if (work.kind === 'rollback') return [];
      throw threadError(
        TRANSACTION_ENDED,
        `expected the transaction to end within ${this.#data.transactionMs} ms; it was rolled back`,
      );
    }
    const run = (statement: Statement): Answer => {
      ran.push(statement.sql);
      return this.#connection.run(statement);
    };
    if (work.kind === 'run')
      return work.isWrite ? this.#write(() => work.statements.map(run)) : work.statements.map(run);
    if (work.kind === 'each') return this.#runEach(turn, work.sql, work.rows);
    if (work.kind === 'script') return this.#script(work.sql, ran);
    return work.kind === 'begin' ? this.#begin(turn) : this.#end(work.kind, ran);
  }

  #write<T>(work: () => T): T {
    return this.#transaction === null ? this.#connection.write(work) : work();
  }

  #runEach({ id, ran }: Turn, sql: string, last: readonly (readonly SqliteValue[])[]): readonly Answer[] {
    const rows = this.#turns.takeRows(id, last);
    ran.push(sql);
    try {
      this.#write(() => this.#connection.runEach(sql, rows));
    } catch (error) {
      this.#turns.addRows(id, rows.slice(0, rows.length - last.length)); // put back, since it may be tried again
      throw error;
    }
    return [];
  }

  #script(sql: string, ran: string[]): readonly Answer[] {
    ran.push(sql);
    try {
      this.#connection.script(sql);
      return [];
    } catch (error) {
      if (this.#transaction === null) this.#connection.rollBack();
      throw error;
    }
  }

  #begin({ id, ran }: Turn): readonly Answer[] {
    ran.push('BEGIN IMMEDIATE');
    this.#connection.begin();
    const limit = this.#clock.setTimer(this.#data.transactionMs, () => {
      this.#endTransaction();
      this.#step();
    });
    this.#transaction = { id, limit };
    return [];
  }

  #end(how: 'commit' | 'rollback', ran: string[]): readonly Answer[] {
    ran.push(how.toUpperCase());
    try {
      if (how === 'commit') this.#connection.script('COMMIT');
    } finally {
      this.#endTransaction();
    }
    return [];
  }

  #endTransaction(): void {
    this.#transaction?.limit.cancel();
    this.#transaction = null;
    this.#connection.rollBack();
  }

  #answer(turn: Turn, answers: readonly Answer[]): void {
    this.#answers.set(turn.id, { messages: answerMessages(answers), turn });
    this.#sendNext(turn.id);
  }

  #sendNext(id: number): void {
    const answer = this.#answers.get(id);
    if (answer === undefined) return;
    const { value: parts, done } = answer.messages.next();
    if (done !== true) {
      this.#send({ kind: 'parts', id, parts });
      return;
    }
    this.#answers.delete(id);
    this.#send({ kind: 'done', id, parts, ran: answer.turn.ran });
  }

  /** Runs after the waiting turns. */
  #close(): void {
    this.#connection.close();
    this.#send({ kind: 'closed' });
  }

  #fail({ id, ran }: Turn, error: unknown): void {
    this.#turns.takeRows(id, []);
    this.#send({ kind: 'failed', id, error: plainError(error), ran });
  }
}
