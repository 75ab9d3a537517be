import { join } from 'node:path';
import Database from 'libsql';
import { FakeClock } from '@zenpulse/core/testing';
import { silentLogger, type Backend } from '@zenpulse/core/ports';
import { connectSqlite } from '../sqlite/connect-sqlite.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A SQLite backend on its own file, and SQL by hand on the same file. */
export interface SqliteSubject {
  readonly backend: Backend;
  readonly clock: FakeClock;
  readonly file: string;
  readonly byHand: SqlByHand;
  close(): Promise<void>;
}

/** A second connection, as a person with a shell has. */
export interface SqlByHand {
  run(sql: string): Promise<void>;
  read(sql: string): Promise<unknown[][]>;
  close(): Promise<void>;
}

export async function sqliteSubject(): Promise<SqliteSubject> {
  const folder = temporaryFolder();
  const clock = new FakeClock();
  const file = join(folder.path, 'zenpulse.db');
  const stateDir = join(folder.path, '.zenpulse');
  const backend = await connectSqlite({ file, stateDir, clock, logger: silentLogger });
  const byHand = await sqlByHand(file);
  return {
    backend,
    clock,
    file,
    byHand,
    close: async () => {
      await byHand.close();
      await backend.close();
      folder.remove();
    },
  };
}

export function sqlByHand(file: string): Promise<SqlByHand> {
  const database = new Database(file, { timeout: 10_000 });
  const settled = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);
  return settled(() => ({
    run: (sql) => settled(() => void database.exec(sql)),
    read: (sql) => settled(() => database.prepare(sql).raw().all() as unknown[][]),
    close: () => settled(() => void database.close()),
  }));
}
