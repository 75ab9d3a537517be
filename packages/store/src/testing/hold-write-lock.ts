import Database from 'libsql';

/** Another process's transaction: it has run `sql` and commits when released. */
export async function holdWriteLock(file: string, sql: string): Promise<() => Promise<void>> {
  const holder = new Database(file, { timeout: 10_000 });
  holder.exec('BEGIN IMMEDIATE');
  holder.exec(sql);
  return Promise.resolve(() => {
    holder.exec('COMMIT');
    holder.close();
    return Promise.resolve();
  });
}
