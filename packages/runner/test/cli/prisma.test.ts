import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeOnPostgres, describeOnServers } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { answerOf, zenpulse } from './zenpulse.ts';

const prismaBin = fileURLToPath(new URL('../../../../node_modules/prisma/build/index.js', import.meta.url));
const engine = fileURLToPath(new URL('../../../store/src/testing/schema-engine.mjs', import.meta.url));
/** Every call reads a configuration and starts an engine. */
const MINUTES = 240_000;
const NOTE = 'model Note {\n  id Int @id\n';

interface Advice {
  readonly prismaConfig: object;
  readonly models: string;
}

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

describeOnPostgres('beside an application with its own Prisma', (database) => {
  beforeEach(async () => {
    const byHand = await database.byHand();
    await byHand.query(
      'DROP SCHEMA IF EXISTS zenpulse CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public',
    );
    await byHand.end();
    await sandbox.write('schema.prisma', `datasource db {\n  provider = "postgresql"\n}\n${NOTE}}\n`);
    await configure({});
  });

  const configure = (more: object) =>
    sandbox.write(
      'prisma.config.mjs',
      `export default ${JSON.stringify({ schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url: database.url }, ...more })};\n`,
    );
  const migrate = (url: string) => zenpulse(sandbox.folder, ['migrate', '--database', url]);
  const advice = (url: string) => answerOf<Advice>(sandbox.folder, ['prisma', '--database', url]);

  async function tablesIn(schema: string): Promise<number> {
    const byHand = await database.byHand();
    const { rows } = await byHand.query<{ count: number }>(
      `SELECT count(*)::int AS "count" FROM pg_tables WHERE schemaname = $1 AND tablename LIKE 'zenpulse%'`,
      [schema],
    );
    await byHand.end();
    return rows[0]?.count ?? 0;
  }

  it(
    'in one schema, its tables are drift for Prisma, and no longer with what `zenpulse prisma` prints',
    async () => {
      const url = `${database.url}?schema=public`;
      expect(await prisma('migrate', 'dev', '--name', 'first')).toMatch(/created and applied/);
      const { stderr } = await migrate(url);
      expect(stderr).toMatch(/^warning: your own Prisma manages the schema "public" too: .*\n$/);
      const tables = await tablesIn('public');
      expect(await prisma('migrate', 'dev')).toMatch(/Drift detected[^]*zenpulse_schedule_config/);
      expect(await prisma('db', 'push')).toMatch(/about to drop the `zenpulse_lease` table/);

      await configure((await advice(url)).prismaConfig);
      expect((await migrate(url)).stderr).toBe('');
      expect(await prisma('migrate', 'dev')).toMatch(/Already in sync/);
      expect(await prisma('db', 'push')).toMatch(/already in sync/);
      expect(await tablesIn('public')).toBe(tables);
    },
    MINUTES,
  );

  it(
    'in a schema of its own, Prisma does not meet its tables, and a reset leaves them',
    async () => {
      expect(await prisma('migrate', 'dev', '--name', 'first')).toMatch(/created and applied/);
      expect((await migrate(database.url)).stderr).toBe('');
      const tables = await tablesIn('zenpulse');
      expect(tables).toBeGreaterThan(0);
      expect(await prisma('migrate', 'dev')).toMatch(/Already in sync/);
      expect(await prisma('db', 'push')).toMatch(/already in sync/);
      expect(await prisma('migrate', 'reset', '--force')).toMatch(/reset successful/);
      expect(await tablesIn('zenpulse')).toBe(tables);
    },
    MINUTES,
  );

  it(
    'its models in the schema of the application change nothing in the database',
    async () => {
      await migrate(database.url);
      const { prismaConfig, models } = await advice(database.url);
      await configure(prismaConfig);
      const datasource =
        'datasource db {\n  provider = "postgresql"\n  schemas = ["public", "zenpulse"]\n}\n';
      await sandbox.write('schema.prisma', `${datasource}${NOTE}  @@schema("public")\n}\n${models}\n`);
      const tables = await tablesIn('zenpulse');
      expect(await prisma('migrate', 'dev', '--name', 'first')).toMatch(/created and applied/);
      expect(await sandbox.read('migrations/migration_lock.toml')).toContain('postgresql');
      expect(await prisma('migrate', 'dev')).toMatch(/Already in sync/);
      expect(await prisma('db', 'push')).toMatch(/already in sync/);
      expect(await tablesIn('zenpulse')).toBe(tables);
    },
    MINUTES,
  );
});

describeOnServers('zenpulse migrate', (database) => {
  it('warns where the migrations of Prisma are in the same place', async () => {
    const byHand = await database.byHand();
    await byHand.query('CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY)');
    const args = ['migrate', '--database', database.url];
    const { code, stderr } = await zenpulse(sandbox.folder, args);
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 0, lines: 2 });
    expect(stderr).toMatch(/^warning: your own Prisma manages .* "npx zenpulse prisma" .*own-orm\.md\)\n$/);
    await byHand.query('DROP TABLE _prisma_migrations');
    await byHand.end();
    expect((await zenpulse(sandbox.folder, args)).stderr).toBe('');
  });
});

describe('zenpulse prisma', () => {
  it('prints the settings and the models, and makes no file', async () => {
    const { code, stdout, stderr } = await zenpulse(sandbox.folder, ['prisma']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain("      'zenpulse_schedule_config',\n");
    expect(stdout).toContain("  tablesFilter: ['!zenpulse_*'],\n");
    expect(stdout).toMatch(
      /\nmodel ZenpulseScheduleConfig \{\n {2}id .*@@map\("zenpulse_schedule_config"\)\n\}/s,
    );
    expect(await sandbox.read('zenpulse.db')).toBe('');
  });
});

/**
 * Runs the real command with its whole output: the engine's exit codes differ between errors that only its text
 * explains.
 */
async function prisma(...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: engine,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NO_COLOR: '1',
  };
  const child = promisify(execFile)(process.execPath, [prismaBin, ...args], { cwd: sandbox.folder, env });
  child.child.stdin?.end();
  const { stdout, stderr } = await child.catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return `${stdout}${stderr}`;
}
