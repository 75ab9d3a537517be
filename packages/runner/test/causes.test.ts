import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describeOnServers, type Place, type ServerDatabase } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zenpulse } from './cli/zenpulse.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

const JOBS = `import { zenpulseJob } from '${zenpulseUrl}'; zenpulseJob('tick', { every: '1 hour' }, () => {});`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
});
afterEach(() => sandbox.close());

/** The answer of `/readyz`, as one text. */
async function readiness(runner: RunnerProcess): Promise<{ status: number; text: string }> {
  await runner.said(/"address":"[^"]+"/);
  const [, address] = /"address":"([^"]+)"/.exec(runner.output()) ?? [];
  const answer = await fetch(`http://${address}/readyz`);
  return { status: answer.status, text: await answer.text() };
}

describeOnServers('a database that refuses', (database) => {
  let place: Place;
  let account: Awaited<ReturnType<ServerDatabase['createAccount']>>;
  beforeEach(async () => {
    place = database.place('causes');
    await database.migrate(place.url);
    account = await database.createAccount(place);
  });
  afterEach(() => account.drop());

  /** Whatever error the first connection meets: one line and exit code 2, from every entry. */
  const refusals = async (url: string): Promise<string[]> => {
    const lines: string[] = [];
    for (const command of ['schedules', 'migrate', 'migrate --status', 'logs']) {
      const answer = await zenpulse(sandbox.folder, [...command.split(' '), '--database', url]);
      expect({ command, code: answer.code, stdout: answer.stdout }).toEqual({ command, code: 2, stdout: '' });
      lines.push(answer.stderr);
    }
    for (const flags of [[], ['--lock'], ['--plan']]) {
      const runner = sandbox.run([...flags, '--database', url]);
      expect(await runner.ended).toBe(2);
      lines.push(runner.errors());
      expect(runner.output()).not.toMatch(/ {4}at /);
      expect(runner.output()).not.toContain('This runner fires');
    }
    return lines;
  };

  const changed = (change: (url: URL) => void): string => {
    const url = new URL(account.url);
    change(url);
    return url.href;
  };

  it('an account that it does not know ends every command with one line', async () => {
    const lines = await refusals(
      changed((url) => {
        url.username = 'zenpulse_nobody';
        url.password = 'secret-of-nobody';
      }),
    );
    for (const line of lines) {
      expect(line).toMatch(/^error: (?:PostgreSQL|MySQL) [^\n]*correct[^\n]*zenpulse_nobody[^\n]*\n$/);
      expect(line).not.toContain('secret-of-nobody');
    }
  });

  it('a database that is not there is named, with what to do', async () => {
    const url = changed((url) => {
      url.pathname = '/zenpulse_nowhere';
    });
    const answer = await zenpulse(sandbox.folder, ['schedules', '--database', url]);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(/^error: [^\n]*zenpulse_nowhere[^\n]*\n$/);
    const runner = sandbox.run(['--database', url]);
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toMatch(/^error: [^\n]*zenpulse_nowhere[^\n]*\n$/);
  });

  it('once it has served, the same refusal is an outage that is reported and waited for', async () => {
    const byHand = await database.byHand();
    const runner = sandbox.run(['--http', '0', '--sync-every', '1', '--database', account.url]);
    try {
      await runner.said(/This runner fires/);
      const { username } = new URL(account.url);
      const [lock, unlock] =
        database.kind === 'postgres'
          ? [`ALTER ROLE ${username} NOLOGIN`, `ALTER ROLE ${username} LOGIN`]
          : [`ALTER USER '${username}'@'%' ACCOUNT LOCK`, `ALTER USER '${username}'@'%' ACCOUNT UNLOCK`];
      await byHand.query(lock);
      await endSessionsOf(byHand, database.kind, username);
      const away = await eventually(async () => {
        const { status, text } = await readiness(runner);
        return status === 503 && /does not let|refuses this user/.test(text) && text;
      }, 'the cause in /readyz');
      expect(away).not.toMatch(/ {4}at |Prisma/);
      await byHand.query(unlock);
      await eventually(async () => (await readiness(runner)).status === 200, 'ready again');
      expect(runner.child.exitCode).toBeNull();
      expect(runner.output()).not.toMatch(/Prisma|DriverAdapter/);
    } finally {
      await byHand.end();
    }
  });
});

async function endSessionsOf(
  byHand: Awaited<ReturnType<ServerDatabase['byHand']>>,
  kind: ServerDatabase['kind'],
  user: string,
): Promise<void> {
  if (kind === 'postgres') {
    await byHand.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [user]);
    return;
  }
  const { rows } = await byHand.query<{ id: number }>(
    'SELECT "ID" AS "id" FROM information_schema.processlist WHERE "USER" = $1',
    [user],
  );
  for (const { id } of rows) await byHand.query(`KILL ${id}`).catch(() => undefined); // it may have ended already
}

describe('a SQLite file that may not be written', () => {
  it('is refused with one line and exit code 2', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root may start a process as another user');
    expect((await zenpulse(sandbox.folder, ['migrate'])).code).toBe(0);
    await chmod(sandbox.folder, 0o755);
    await chmod(join(sandbox.folder, 'zenpulse.db'), 0o644);
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const runner = sandbox.run([], {}, nobody);
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toMatch(/^error: [^\n]*\n$/);
    expect(runner.output()).not.toMatch(/ {4}at /);
  });
});
