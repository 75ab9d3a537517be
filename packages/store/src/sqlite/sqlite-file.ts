import type { Logger } from '@zenpulse/core/ports';
import { databaseOver, type Caller } from './database-over.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { missingFile } from './opening-problem.ts';
import { SqliteWorker } from './sqlite-worker.ts';
import { primaryCodeOf, SQLITE_BUSY } from './thread/sqlite-code.ts';
import type { Answer } from './thread/libsql-connection.ts';
import { FILE_MISSING, FILE_REPLACED, type KnownFiles, type Work } from './thread/thread-messages.ts';
import { knownFiles } from './thread/watched-file.ts';

/** How long to wait for other processes' transactions. */
const PATIENCE_MS = 10_000;
const TRANSACTION_MS = 5_000;

export interface SqliteFileOptions {
  readonly file: string;
  /** The database's name for messages. */
  readonly label: string;
  readonly logger: Logger;
  /** True if a missing file is created, until one opening has succeeded. */
  readonly mayCreate: boolean;
  /**
   * Called first on each opened file, to migrate it. `isFirst`: no file was opened before. If it throws, every call
   * throws the same until it succeeds.
   */
  readonly prepare: (database: SqliteDatabase, isFirst: boolean) => Promise<void>;
  readonly patienceMs?: number;
  readonly transactionMs?: number;
  /** Defaults to the thread's file in the build. */
  readonly thread?: string;
}

/** A transaction over several calls: all other callers wait, and it is rolled back after 5 s. */
export interface SqliteTransaction {
  call(work: Work): Promise<readonly Answer[]>;
}

interface Life {
  readonly worker: SqliteWorker;
  readonly ready: Promise<void>;
}

/**
 * One SQLite file and the thread that opens it. The first call starts the thread; after it died, or after the file was
 * replaced by another one, the next call starts a new one. A missing file is an outage: no empty one is created.
 */
export class SqliteFile {
  readonly database: SqliteDatabase;
  readonly #options: SqliteFileOptions;
  #life: Life | null = null;
  /** Earlier threads that are still ending. */
  readonly #ending = new Set<Promise<void>>();
  #wasOpened = false;
  /** The files of the last thread that was ready, in case it dies. */
  #known: KnownFiles | null = null;
  #isClosed = false;

  constructor(options: SqliteFileOptions) {
    this.#options = options;
    this.database = databaseOver(
      (work) => this.call(work),
      () => this.begin(),
    );
  }

  /** Starts the thread and prepares the file. Throws the errors of `prepare`. */
  async open(): Promise<void> {
    await this.#worker();
  }

  async call(work: Work): Promise<readonly Answer[]> {
    return this.#onWorker((worker) => worker.call(work, { patienceMs: this.#patienceMs }).answers);
  }

  async begin(): Promise<SqliteTransaction> {
    return this.#onWorker(async (worker) => {
      const { id: transaction, answers } = worker.call({ kind: 'begin' }, { patienceMs: this.#patienceMs });
      await answers;
      return { call: (work) => worker.call(work, { patienceMs: 0, transaction }).answers };
    });
  }

  /** Ends the thread at once, as a crash would. */
  async crash(): Promise<void> {
    await this.#life?.worker.terminate();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#life?.ready.catch(() => undefined);
    this.#retire(this.#life?.worker);
    await Promise.all(this.#ending);
  }

  get #patienceMs(): number {
    return this.#options.patienceMs ?? PATIENCE_MS;
  }

  async #onWorker<T>(send: (worker: SqliteWorker) => Promise<T>): Promise<T> {
    for (;;) {
      let worker: SqliteWorker | undefined;
      try {
        worker = await this.#worker();
        return await send(worker);
      } catch (error) {
        if (isReplaced(error)) this.#startAnew(worker);
        else throw this.#refusal(error, worker);
      }
    }
  }

  #startAnew(worker: SqliteWorker | undefined): void {
    if (worker !== undefined && this.#life?.worker !== worker && this.#life !== null) return; // another call has handled it already
    this.#retire(worker ?? this.#life?.worker);
    this.#known = null;
    const { label, logger } = this.#options;
    logger.warn({}, `${label} was replaced by another file: it is opened anew, and read anew`);
  }

  #refusal(error: unknown, worker: SqliteWorker | undefined): unknown {
    if ((error as { code?: string }).code === FILE_MISSING) return missingFile(this.#options.label, error);
    // After SQLITE_BUSY a closed connection may keep its lock, so the whole thread is ended.
    if (primaryCodeOf(error) === SQLITE_BUSY) this.#retire(worker);
    return error;
  }

  async #worker(): Promise<SqliteWorker> {
    if (this.#isClosed) throw new Error(`expected ${this.#options.label} to be open, got it closed`);
    if (this.#life === null || this.#life.worker.isOver) this.#life = this.#start();
    const { worker, ready } = this.#life;
    await ready;
    return worker;
  }

  #start(): Life {
    const { file, logger, mayCreate, prepare, transactionMs = TRANSACTION_MS, thread } = this.#options;
    const isFirst = !this.#wasOpened;
    const worker = new SqliteWorker({
      file,
      mayCreate: isFirst && mayCreate,
      known: this.#known,
      transactionMs,
      logger,
      ...(thread === undefined ? {} : { thread }),
    });
    const call: Caller = (work) => worker.call(work, { patienceMs: this.#patienceMs }).answers;
    const ready = prepare(databaseOver(call), isFirst).then(
      () => {
        this.#wasOpened = true;
        this.#known = knownFiles(file);
      },
      (error: unknown) => {
        this.#retire(worker);
        throw error;
      },
    );
    return { worker, ready };
  }

  #retire(worker: SqliteWorker | undefined): void {
    if (worker === undefined) return;
    if (this.#life?.worker === worker) this.#life = null;
    const ending = worker.close().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}

/** True if the file was replaced before the call began: it may be sent again, to a new thread. */
export function isReplaced(error: unknown): boolean {
  return (error as { code?: string }).code === FILE_REPLACED;
}
