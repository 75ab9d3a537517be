import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { FakeClock } from '@zenpulse/core/testing';
import { silentLogger, type Backend } from '@zenpulse/core/ports';
import { connectSqlite } from '../sqlite/connect-sqlite.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A SQLite backend on a file of its own, and SQL by hand on the same file. */
export interface SqliteSubject {
  readonly backend: Backend;
  readonly clock: FakeClock;
  readonly file: string;
  readonly byHand: SqlByHand;
  close(): Promise<void>;
}

/** A second connection, as somebody with a shell has. */
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

export async function sqlByHand(file: string): Promise<SqlByHand> {
  const adapter = await new PrismaLibSql({ url: pathToFileURL(file).href, timeout: 10_000 }).connect();
  return {
    run: (sql) => adapter.executeScript(sql),
    read: async (sql) => (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows,
    close: () => adapter.dispose(),
  };
}
