// Builds the SQLite worker thread as one file, which loads the driver and none of our other modules.
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const store = join(dirname(fileURLToPath(import.meta.url)), '../packages/store/src');

/** Writes it under another name first, so that no process reads an incomplete file. */
export async function buildSqliteThread(file) {
  const bundler = await rolldown({
    input: join(store, 'sqlite/thread/sqlite-thread.ts'),
    platform: 'node',
    external: [/^node:/, 'libsql'],
    resolve: { conditionNames: ['zenpulse-source', 'import', 'node', 'default'] },
  });
  const partial = `${file}.${process.pid}`;
  await bundler.write({ file: partial, format: 'esm', codeSplitting: false });
  await bundler.close();
  renameSync(partial, file);
}

/** Changes when the file must be built again. */
export function sqliteThreadStamp() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  const folder = join(store, 'sqlite/thread');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  hash.update(readFileSync(join(store, 'system-clock.ts')));
  return hash.digest('hex');
}
