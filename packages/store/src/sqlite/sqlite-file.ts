import { StoreError, type Logger } from '@zenpulse/core/ports';
import { databaseOver, type Caller } from './database-over.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { SqliteWorker } from './sqlite-worker.ts';
import { primaryCodeOf, SQLITE_BUSY } from './thread/sqlite-code.ts';
import type { Answer } from './thread/libsql-connection.ts';
import { FILE_MISSING, FILE_REPLACED, type Work } from './thread/thread-messages.ts';

/** Other processes' transactions are waited for so long. */
const PATIENCE_MS = 10_000;
const TRANSACTION_MS = 5_000;

export interface SqliteFileOptions {
  readonly file: string;
  /** The database as it may be shown. */
  readonly label: string;
  readonly logger: Logger;
  /** Whether the first opening makes a file that is missing; later ones never do. */
  readonly mayCreate: boolean;
  /**
   * Before anything else on each file that is opened: brings its tables up to date. `isFirst`: as long as none was
   * opened yet. What it throws, every call throws until it succeeds.
   */
  readonly prepare: (database: SqliteDatabase, isFirst: boolean) => Promise<void>;
  readonly patienceMs?: number;
  readonly transactionMs?: number;
  /** Defaults to the thread of the build. */
  readonly thread?: string;
}

/** A transaction that spans calls: it keeps every other caller waiting, and is rolled back after 5 s. */
export interface SqliteTransaction {
  call(work: Work): Promise<readonly Answer[]>;
}

interface Life {
  readonly worker: SqliteWorker;
  readonly ready: Promise<void>;
}

/**
 * One SQLite file and the thread that has it. The thread is started by the first call; when it died, or the file was
 * replaced by another one, by the next call. A file that is missing is an outage: no empty one is made.
 */
export class SqliteFile {
  readonly database: SqliteDatabase;
  readonly #options: SqliteFileOptions;
  #life: Life | null = null;
  /** Ends of earlier threads. */
  readonly #ending = new Set<Promise<void>>();
  #wasOpened = false;
  #isClosed = false;

  constructor(options: SqliteFileOptions) {
    this.#options = options;
    this.database = databaseOver((work) => this.call(work));
  }

  /** Starts the thread and prepares the file. Throws what `prepare` throws. */
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

  /** Ends the thread wherever it is, as a crash would. */
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
      const worker = await this.#worker();
      try {
        return await send(worker);
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === FILE_MISSING) throw this.#missing(error);
        // A connection that met a busy database for long may hold on to something: the thread goes, not the connection alone.
        if (code !== FILE_REPLACED && primaryCodeOf(error) !== SQLITE_BUSY) throw error;
        this.#retire(worker);
        if (code !== FILE_REPLACED) throw error;
        const { label, logger } = this.#options;
        logger.warn({}, `${label} was replaced by another file: it is opened anew, and read anew`);
      }
    }
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
      transactionMs,
      logger,
      ...(thread === undefined ? {} : { thread }),
    });
    const call: Caller = (work) => worker.call(work, { patienceMs: this.#patienceMs }).answers;
    const ready = prepare(databaseOver(call), isFirst).then(
      () => {
        this.#wasOpened = true;
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

  #missing(cause: unknown): StoreError {
    return missingFile(this.#options.label, cause);
  }
}

export function missingFile(label: string, cause: unknown): StoreError {
  const message = `the database does not answer: ${label} is missing; put the file back, or stop every process and start with another one`;
  return new StoreError('store_unavailable', message, { cause });
}
