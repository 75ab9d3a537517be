// Generates what is derived from prisma/ (the typed clients, and the migrations and models as text for the bundle) and
// the SQLite thread, which cannot start from TypeScript, and the types of `zenpulse/client`. Runs after an install, so that types and tests find both;
// skips what is up to date.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSqliteThread, sqliteThreadStamp } from './build-sqlite-thread.mjs';
import { generateClientTypes } from './generate-client-types.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

for (const provider of ['sqlite', 'postgres', 'mysql']) {
  const source = join(root, 'prisma', provider);
  const target = join(root, 'packages/store/src', provider, 'generated');
  const schema = join(source, 'schema.prisma');
  const stampFile = join(target, 'stamp');
  const migrations = readMigrations(join(source, 'migrations'));
  const stamp = createHash('sha256')
    .update(readFileSync(schema))
    .update(JSON.stringify(migrations))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) continue;

  mkdirSync(target, { recursive: true });
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/prisma/build/index.js'), 'generate', '--schema', schema],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      // `generate` does not run the schema engine but looks for it: an existing file prevents a download.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    },
  );
  writeFileSync(
    join(target, 'migrations.ts'),
    `export const migrations: readonly { readonly name: string; readonly sql: string }[] = ${JSON.stringify(migrations, null, 2)};\n`,
  );
  writeFileSync(join(target, 'models.ts'), `export const models = ${JSON.stringify(modelsOf(schema))};\n`);
  writeFileSync(stampFile, stamp);
}

const thread = join(root, 'packages/store/src/sqlite/generated/sqlite-thread.js');
const threadStamp = sqliteThreadStamp();
if (!existsSync(thread) || readStamp(`${thread}.stamp`) !== threadStamp) {
  await buildSqliteThread(thread);
  writeFileSync(`${thread}.stamp`, threadStamp);
}

await generateClientTypes();

/** The models as written, without what only our own client needs. */
function modelsOf(schema) {
  const text = readFileSync(schema, 'utf8');
  return text.slice(text.search(/^(?:\/\/\/ .*\n)*model /m));
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function readMigrations(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }));
}
