import { BY_TEST } from '@zenpulse/core/testing';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnServers, type ServerDatabase } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zenpulse } from './cli/zenpulse.ts';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  for (const key of ['a', 'b', 'c', 'd'])
    zenpulseJob(key, () => appendFileSync('ran.txt', key + ' ' + Date.now() + '\\n'));
`;

/** What an operator does to a database with its own tools. */
interface Tools {
  /** As the configuration names it. */
  readonly url: string;
  /** Takes everything away, so that there are no tables. */
  wipe(): Promise<void>;
  dump(file: string): void;
  /** Puts a dump in the place of what is there. */
  load(file: string): void;
  /** Called after all processes have ended. */
  remove(): Promise<void>;
}

function historiesSuite(open: (sandbox: Sandbox) => Promise<Tools>): void {
  let sandbox: Sandbox;
  let tools: Tools;
  beforeEach(async () => {
    sandbox = await createSandbox();
    tools = await open(sandbox);
    await sandbox.write('jobs.mjs', JOBS);
    await sandbox.write('zenpulse.config.json', JSON.stringify({ database: tools.url }));
    await migrate();
  });
  afterEach(async () => {
    await sandbox.close();
    await tools.remove();
  });

  const migrate = async () => expect(await zenpulse(sandbox.folder, ['migrate'])).toMatchObject({ code: 0 });
  /** A separate process each time, since the tables may have been recreated. */
  const seed = async (...keys: string[]) => {
    const backend = await sandbox.backend();
    for (const jobKey of keys) await backend.schedules.create(fields({ jobKey, logPolicy: 'none' }), BY_TEST);
    return (await backend.schedules.readRevision()).revision;
  };
  const toggle = async (...keys: string[]) => {
    const { schedules } = await sandbox.backend();
    for (const key of keys) {
      const [ref] = await schedules.findByJobs([key]);
      const row = await schedules.get(ref?.id ?? '');
      if (row === null || row.isDamaged) throw new Error(`expected a schedule of ${key}`);
      const { id, version, enabled } = row.schedule;
      await schedules.change(id, version, () => ({ enabled: !enabled }), BY_TEST);
    }
    return (await schedules.readRevision()).revision;
  };
  const ran = async () =>
    (await sandbox.read('ran.txt'))
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [{ key: line[0] ?? '', at: Number(line.slice(2)) }]));
  const firing = async (...args: string[]): Promise<RunnerProcess> => {
    const runner = sandbox.run(args);
    await runner.said(/This runner fires/);
    await eventually(async () => (await ran()).length > 3, 'runs of before');
    return runner;
  };
  /** The keys of the jobs that run in the two seconds and more after the runner has reported another history. */
  const runsAfter = async (runner: RunnerProcess, pattern: RegExp, witness: string) => {
    await runner.said(pattern);
    const saidAt = Date.now();
    const after = async () => (await ran()).filter(({ at }) => at > saidAt);
    await eventually(
      async () => (await after()).filter(({ key }) => key === witness).length >= 3,
      `runs of ${witness}`,
    );
    return [...new Set((await after()).map(({ key }) => key))].sort();
  };
  /** A suspended runner sees nothing of what happens meanwhile. */
  const whileStopped = async ({ child }: RunnerProcess, work: () => Promise<void>) => {
    child.kill('SIGSTOP');
    await work();
    child.kill('SIGCONT');
  };

  it('made anew and seeded again, at the same revision with other rows, fires the new rows', async () => {
    const revision = await seed('a', 'b');
    const runner = await firing('--sync-every', '2');
    await whileStopped(runner, async () => {
      await tools.wipe();
      await migrate();
      expect(await seed('c', 'd')).toBe(revision);
    });
    expect(await runsAfter(runner, /another one than before/, 'c')).toEqual(['c', 'd']);
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
  });

  it("with another system's dump over it, at a higher revision, fires what the dump has", async () => {
    const dump = join(sandbox.folder, 'other.dump');
    await seed('c', 'd');
    const higher = await toggle('d', 'd', 'd');
    tools.dump(dump);
    await tools.wipe();
    await migrate();
    expect(await seed('a', 'b')).toBeLessThan(higher);
    const runner = await firing('--sync-every', '2');
    tools.load(dump);
    expect(await runsAfter(runner, /another one than before/, 'c')).toEqual(['c']);
    const { schedules } = await sandbox.backend();
    expect((await schedules.readRevision()).revision).toBeGreaterThanOrEqual(higher);
  });

  it('that lost two commits and had two others since, at the same revision again, fires what its rows say', async () => {
    const dump = join(sandbox.folder, 'before.dump');
    await seed('a', 'b', 'c');
    tools.dump(dump);
    const lost = await toggle('c', 'c');
    const runner = await firing('--sync-every', '2');
    await whileStopped(runner, async () => {
      tools.load(dump);
      expect(await toggle('a', 'b')).toBe(lost);
    });
    expect(await runsAfter(runner, /set back or restored/, 'c')).toEqual(['c']);
  });
}

const run = (command: string, args: readonly string[], input?: string) => {
  if (input === undefined) return execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const file = openSync(input, 'r');
  try {
    return execFileSync(command, args, { stdio: [file, 'pipe', 'pipe'] });
  } finally {
    closeSync(file);
  }
};

/** True if the tools of a database are installed here. */
function isThere(...commands: string[]): boolean {
  return commands.every((command) => {
    try {
      execFileSync(command, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

let count = 0;

describeOnServers('a database', (database) => {
  const isPostgres = database.kind === 'postgres';
  const needed = isPostgres ? ['pg_dump', 'psql'] : ['mariadb-dump', 'mariadb'];
  const name = `while a runner lives (needs ${needed.join(' and ')})`;
  describe.skipIf(!isThere(...needed))(name, () => {
    historiesSuite(() => (isPostgres ? postgresTools(database) : mysqlTools(database)));
  });
});

describe.skipIf(!isThere('sqlite3'))('SQLite: a database while a runner lives (needs sqlite3)', () => {
  historiesSuite(async ({ folder }) => sqliteTools(folder));
});

async function postgresTools(database: ServerDatabase): Promise<Tools> {
  const schema = `history_${(count += 1)}`;
  const psql = [database.url, '--quiet', '--no-psqlrc', '--set', 'ON_ERROR_STOP=1'];
  const wiping = `DROP SCHEMA IF EXISTS "${schema}" CASCADE`;
  const wipe = async () => void run('psql', [...psql, '--command', wiping]);
  return {
    url: database.place(schema).url,
    wipe,
    remove: wipe,
    dump: (file) => void run('pg_dump', [database.url, '--schema', schema, '--file', file]),
    load: (file) => void run('psql', [...psql, '--single-transaction', '--command', wiping, '--file', file]),
  };
}

async function mysqlTools(database: ServerDatabase): Promise<Tools> {
  const { url } = database.place(`history_${(count += 1)}`);
  const { hostname, port, username, password, pathname } = new URL(url);
  const name = decodeURIComponent(pathname.slice(1));
  const access = ['--host', hostname, '--port', port || '3306', '--user', decodeURIComponent(username)];
  if (password !== '') access.push(`--password=${decodeURIComponent(password)}`);
  const wipe = () => void run('mariadb', [...access, '--execute', `DROP DATABASE IF EXISTS \`${name}\``]);
  return {
    url,
    wipe: async () => wipe(),
    remove: async () => wipe(),
    dump: (file) => writeFileSync(file, run('mariadb-dump', [...access, '--triggers', name])),
    load: (file) => {
      wipe();
      run('mariadb', [...access, '--execute', `CREATE DATABASE \`${name}\``]);
      run('mariadb', [...access, name], file);
    },
  };
}

function sqliteTools(folder: string): Tools {
  const file = join(folder, 'zenpulse.db');
  const empty = join(folder, 'empty.db');
  const sqlite3 = (command: string) => void run('sqlite3', ['-cmd', '.timeout 10000', file, command]);
  return {
    url: 'file:./zenpulse.db',
    wipe: async () => {
      run('sqlite3', [empty, 'VACUUM']);
      sqlite3(`.restore ${empty}`);
    },
    dump: (target) => sqlite3(`.backup ${target}`),
    load: (source) => sqlite3(`.restore ${source}`),
    remove: async () => undefined, // it goes with the folder
  };
}
