import { PrismaClient } from '../generated/client/client.ts';
import type { SqliteFile } from '../sqlite-file.ts';
import { createThreadAdapter } from './thread-adapter.ts';

/** Loading this module takes 60 MB and 200 ms. */
export function createSqliteClient(file: SqliteFile): PrismaClient {
  return new PrismaClient({ adapter: createThreadAdapter(file) });
}
