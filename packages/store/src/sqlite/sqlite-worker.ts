import type { Worker, WorkerOptions } from 'node:worker_threads';
import { StoreError, type Logger } from '@zenpulse/core/ports';
import { systemClock } from '../system-clock.ts';
import { sqliteThreadFile, startThread } from '../drivers/package-files.ts';
import type { SqliteValue } from './sqlite-database.ts';
import { AnswerReader } from './thread/answer-parts.ts';
import type { Answer } from './thread/libsql-connection.ts';
import type { FromThread, PlainError, ThreadData, ToThread, Work } from './thread/thread-messages.ts';

/** The limits of one message: rows, and characters of text. */
const ROWS_IN_MESSAGE = 500;
const TEXT_IN_MESSAGE = 100_000;

export interface SqliteWorkerOptions extends ThreadData {
  readonly logger: Logger;
  /** Defaults to the file of `sqliteThreadFile`. */
  readonly thread?: string;
}

export interface CallOptions {
  readonly patienceMs: number;
  /** The id of the call that began the transaction. */
  readonly transaction?: number | undefined;
}

/** An error of the driver or the thread. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';
  readonly code: string;
  /** SQLite's extended result code; absent if the error is not SQLite's. */
  declare readonly rawCode?: number;

  constructor({ message, code, rawCode }: PlainError) {
    super(message);
    this.code = code;
    if (rawCode !== undefined) this.rawCode = rawCode;
  }
}

interface Call {
  readonly reader: AnswerReader;
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The application's preloaded modules are not loaded in the thread, except with Yarn's Plug'n'Play, whose preload finds
 * packages.
 */
function ownOptions(): WorkerOptions {
  return process.versions['pnp'] === undefined ? { env: {}, execArgv: [] } : {};
}

/**
 * One run of the SQLite thread. It keeps the process alive only while an answer is pending. When the thread ends, all
 * pending calls fail with `store_unavailable`.
 */
export class SqliteWorker {
  readonly #worker: Worker;
  readonly #logger: Logger;
  readonly #calls = new Map<number, Call>();
  readonly #ended: Promise<void>;
  #lastId = 0;
  #problem: unknown;
  #isOver = false;

  constructor({ logger, thread = sqliteThreadFile(), ...data }: SqliteWorkerOptions) {
    this.#logger = logger;
    this.#worker = startThread(thread, {
      name: 'zenpulse-sqlite',
      workerData: data satisfies ThreadData,
      ...ownOptions(),
    });
    this.#worker.unref();
    this.#worker.on('message', (message: FromThread) => this.#hear(message));
    this.#worker.on('error', (error) => {
      this.#problem = error;
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#end(code);
        resolve();
      });
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves to one answer per statement, and the call's id. Throws a `SqliteError`, or `store_unavailable`. */
  call(
    work: Work,
    { patienceMs, transaction }: CallOptions,
  ): { id: number; answers: Promise<readonly Answer[]> } {
    this.#lastId += 1;
    const id = this.#lastId;
    const answers = new Promise<readonly Answer[]>((resolve, reject) => {
      if (this.#isOver) {
        reject(this.#loss());
        return;
      }
      this.#calls.set(id, { reader: new AnswerReader(), resolve, reject });
      this.#worker.ref();
      this.#post(this.#shortened(id, work), id, patienceMs, transaction);
    });
    return { id, answers };
  }

  /** Closes the connection, then ends the thread. */
  async close(): Promise<void> {
    if (!this.#isOver) {
      this.#worker.ref();
      this.#send({ kind: 'close' });
    }
    await this.#ended;
  }

  /** Ends the thread at once; its connection and locks end with it. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
    await this.#ended;
  }

  /** Sends a long batch ahead in parts; the returned work has the last part. */
  #shortened(id: number, work: Work): Work {
    if (work.kind !== 'each') return work;
    const parts = rowsInParts(work.rows);
    for (const rows of parts.slice(0, -1)) this.#send({ kind: 'rows', id, rows });
    return { ...work, rows: parts.at(-1) ?? [] };
  }

  #post(work: Work, id: number, patienceMs: number, transaction: number | null = null): void {
    this.#send({ kind: 'work', id, work, patienceMs, transaction });
  }

  #send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromThread): void {
    if (message.kind === 'closed') return;
    const call = this.#calls.get(message.id);
    if (call === undefined) return;
    if (message.kind === 'failed') {
      this.#settle(message.id, message.ran);
      call.reject(new SqliteError(message.error));
      return;
    }
    for (const part of message.parts) call.reader.take(part);
    if (message.kind === 'parts') {
      // Pending messages are received all at once, so the next part is requested after other work had its turn.
      systemClock.yieldTo(() => this.#send({ kind: 'more', id: message.id }));
      return;
    }
    this.#settle(message.id, message.ran);
    call.resolve(call.reader.answers);
  }

  #settle(id: number, ran: readonly string[]): void {
    this.#calls.delete(id);
    for (const sql of ran) this.#logger.trace({ sql }, 'SQL');
    if (this.#calls.size === 0) this.#worker.unref();
  }

  #end(code: number): void {
    this.#isOver = true;
    this.#problem ??= new Error(`the thread ended with code ${code}`);
    for (const { reject } of this.#calls.values()) reject(this.#loss());
    this.#calls.clear();
  }

  #loss(): StoreError {
    return new StoreError(
      'store_unavailable',
      "the database does not answer: SQLite's thread has ended; the next call starts another",
      {
        cause: this.#problem,
      },
    );
  }
}

function rowsInParts(rows: readonly (readonly SqliteValue[])[]): (readonly (readonly SqliteValue[])[])[] {
  const parts: (readonly SqliteValue[])[][] = [];
  let text = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const part = parts.at(-1);
    const more = row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0);
    if (part === undefined || part.length >= ROWS_IN_MESSAGE || text + more > TEXT_IN_MESSAGE) {
      parts.push([row]);
      text = more;
    } else {
      part.push(row);
      text += more;
    }
  }
  return parts;
}
