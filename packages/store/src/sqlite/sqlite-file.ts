import type { Logger } from '@zenpulse/core/ports';
import { databaseOver, type Caller } from './database-over.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { missingFile } from './opening-problem.ts';
import { SqliteWorker } from './sqlite-worker.ts';
import { primaryCodeOf, SQLITE_BUSY } from './thread/sqlite-code.ts';
import type { Answer } from './thread/libsql-connection.ts';
import { FILE_MISSING, FILE_REPLACED, type KnownFiles, type Work } from './thread/thread-messages.ts';
import { knownFiles } from './thread/watched-file.ts';

/** Other processes' transactions are waited for so long. */
const PATIENCE_MS = 10_000;
const TRANSACTION_MS = 5_000;

export interface SqliteFileOptions {
  readonly file: string;
  /** The database as it may be shown. */
  readonly label: string;
  readonly logger: Logger;
  /** Whether openings make a file that is missing, until the first has succeeded. */
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
  /** Of the last thread that was ready, in case it dies. */
  #known: KnownFiles | null = null;
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
    if (worker !== undefined && this.#life?.worker !== worker && this.#life !== null) return; // another call saw it first
    this.#retire(worker ?? this.#life?.worker);
    this.#known = null;
    const { label, logger } = this.#options;
    logger.warn({}, `${label} was replaced by another file: it is opened anew, and read anew`);
  }

  #refusal(error: unknown, worker: SqliteWorker | undefined): unknown {
    if ((error as { code?: string }).code === FILE_MISSING) return missingFile(this.#options.label, error);
    // A closed connection that met a busy database may hold on to its lock: the thread goes, not the connection alone.
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

/** The file was replaced before the call began: it may be sent again, to another thread. */
export function isReplaced(error: unknown): boolean {
  return (error as { code?: string }).code === FILE_REPLACED;
}
