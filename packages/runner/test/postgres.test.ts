import { describeOnPostgres, type PostgresDatabase } from '@zenpulse/store/testing/postgres-subject';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerOf, refusalOf, zenpulse } from './cli/zenpulse.ts';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('tick', ({ scheduledAt }) =>
    appendFileSync('ran.txt', [process.pid, scheduledAt.toISOString(), Date.now()].join(' ') + '\\n'));
`;

interface Ran {
  readonly pid: number;
  readonly scheduledAt: string;
  readonly at: number;
}

describeOnPostgres('a runner on PostgreSQL', (database) => {
  let schema = 0;
  let sandbox: Sandbox;
  let byHand: Awaited<ReturnType<PostgresDatabase['byHand']>>;
  beforeEach(async () => {
    schema += 1;
    sandbox = await createSandbox();
    await sandbox.write('jobs.mjs', JOBS);
    const url = `${database.url}?schema=runner_${schema}`;
    await sandbox.write('zenpulse.config.json', JSON.stringify({ database: url }));
    byHand = await database.byHand();
    await byHand.query(`SET search_path = runner_${schema}`);
  });
  afterEach(async () => {
    await sandbox.close();
    await byHand.end();
  });

  const migrate = () => answerOf<{ applied: string[] }>(sandbox.folder, ['migrate']);
  const schedule = async (changes: Partial<Parameters<typeof fields>[0]> = {}) => {
    const backend = await sandbox.backend();
    return backend.schedules.create(fields({ jobKey: 'tick', ...changes }));
  };
  const ran = async (): Promise<Ran[]> => {
    const lines = (await sandbox.read('ran.txt')).split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const [pid, scheduledAt = '', at] = line.split(' ');
      return { pid: Number(pid), scheduledAt, at: Number(at) };
    });
  };
  const repeated = async () => {
    const seen = (await ran()).map(({ scheduledAt }) => scheduledAt);
    return seen.filter((instant, index) => seen.indexOf(instant) !== index);
  };
  const pair = async (): Promise<[RunnerProcess, RunnerProcess]> => {
    const first = sandbox.run(['--lock']);
    await first.said(/This runner fires/);
    const second = sandbox.run(['--lock']);
    await second.said(/Another runner holds the lease/);
    await eventually(async () => (await ran()).length >= 2, 'runs of the first');
    return [first, second];
  };
  const firstOf = (pid: number | undefined) =>
    eventually(async () => (await ran()).find((run) => run.pid === pid), 'a run of the second');

  it('refuses without tables and names the command; with them it fires, and every process reads the same', async () => {
    const runner = sandbox.run(['--lock']);
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toMatch(
      /^error: PostgreSQL \S+ \(schema "runner_\d+"\): it has no tables .*"npx zenpulse migrate"\n$/,
    );
    expect(await refusalOf(sandbox.folder, ['schedules'])).toMatch(/"npx zenpulse migrate"$/);

    const { applied } = await migrate();
    expect(applied.length).toBeGreaterThan(1);
    expect((await zenpulse(sandbox.folder, ['migrate'])).stdout).toMatch(
      /^The tables in PostgreSQL \S+ \(schema "runner_\d+"\) are up to date\.\n$/,
    );
    await answerOf(sandbox.folder, [
      'schedules',
      'add',
      'tick',
      '--every',
      '1 second',
      '--log-policy',
      'all',
    ]);
    const again = sandbox.run(['--lock']);
    await again.said(/This runner fires/);
    const run = await answerOf<{ status: string }>(sandbox.folder, ['run', 'tick']);
    expect(run.status).toBe('success');
    const logs = await answerOf<{ status: string }[]>(sandbox.folder, ['logs']);
    expect(logs.every(({ status }) => status === 'success')).toBe(true);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });

  it('says with migrate --status and --dry-run what migrate would do, and does nothing', async () => {
    const status = () => zenpulse(sandbox.folder, ['migrate', '--status']);
    expect(await status()).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/0001_initial +pending/) as string,
      stderr: expect.stringMatching(/it has no tables of ZenPulse yet/) as string,
    });
    const { stdout: sql } = await zenpulse(sandbox.folder, ['migrate', '--dry-run']);
    expect(sql).toMatch(
      /\nSET TimeZone = 'UTC'; SET search_path = "runner_\d+"; .*\nCREATE SCHEMA "runner_\d+";\n/,
    );
    expect((await status()).code, 'still').toBe(1);
    await byHand.query(sql);
    expect(await status()).toMatchObject({ code: 0, stderr: '' });
    expect(await migrate()).toMatchObject({ applied: [] });
    await sandbox.run(['--lock']).said(/This runner fires/);
  });

  it.each([
    [
      `DELETE FROM "zenpulse_migration" WHERE "name" = '0002_lease'; DROP TABLE "zenpulse_lease"`,
      /0002_lease is missing/,
    ],
    [`INSERT INTO "zenpulse_migration" VALUES ('9999_later', now())`, /9999_later is unknown .*update/],
  ])('refuses tables of another release: %s', async (sql, line) => {
    await migrate();
    await byHand.query(sql);
    const runner = sandbox.run();
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toMatch(line);
    expect(runner.errors().trimEnd().split('\n')).toHaveLength(1);
    expect(await refusalOf(sandbox.folder, ['logs'])).toMatch(line);
  });

  it('notices an edit by SQL within a second', async () => {
    await migrate();
    const { id } = await schedule({ intervalValue: 1, intervalUnit: 'hours' });
    const runner = sandbox.run(['--lock', '--sync-every', '3600']);
    await runner.said(/This runner fires/);
    await byHand.query(
      `UPDATE "zenpulse_schedule_config" SET "interval_unit" = 'seconds', "anchor_at" = now() - interval '1 day' WHERE "id" = $1`,
      [id],
    );
    const editedAt = Date.now();
    const { at } = await firstOf(runner.child.pid);
    expect(at - editedAt).toBeLessThan(2_000); // one second to notice, and one to the next occurrence
  });

  it('stands by with --lock and takes over within two seconds of kill -9; nothing runs twice', async () => {
    await migrate();
    await schedule({ coalesce: false });
    const [first, second] = await pair();
    const killedAt = Date.now();
    first.child.kill('SIGKILL');
    await second.said(/This runner fires/);
    const tookMs = Date.now() - killedAt;
    await firstOf(second.child.pid);
    expect(tookMs).toBeLessThan(2_000);
    expect(await repeated()).toEqual([]);
  });

  it('takes over from one that stands still, which stands by when it goes on; nothing runs twice', async () => {
    await migrate();
    await schedule({ coalesce: false });
    const [first, second] = await pair();
    const frozenAt = Date.now();
    first.child.kill('SIGSTOP');
    await second.said(/This runner fires/);
    const tookMs = Date.now() - frozenAt;
    const taken = await firstOf(second.child.pid);
    first.child.kill('SIGCONT');
    await first.said(/Another runner holds the lease/);
    const late = (await ran()).filter(({ pid, at }) => pid === first.child.pid && at > taken.at);
    expect(late).toEqual([]);
    expect(await repeated()).toEqual([]);
    expect(tookMs).toBeLessThan(20_000);
  });

  it('hands over at once when it stops; nothing is lost and nothing runs twice', async () => {
    await migrate();
    await schedule({ coalesce: false });
    const [first, second] = await pair();
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await second.said(/This runner fires/);
    await eventually(
      async () => (await ran()).filter(({ pid }) => pid === second.child.pid).length >= 3,
      'runs',
    );
    expect(await repeated()).toEqual([]);
    const instants = (await ran()).map(({ scheduledAt }) => Date.parse(scheduledAt)).sort((a, b) => a - b);
    const gaps = instants.slice(1).map((instant, index) => instant - (instants[index] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([1_000]));
  });

  it('exits with 75 instead of standing by with --no-standby', async () => {
    await migrate();
    const first = sandbox.run(['--lock']);
    await first.said(/This runner fires/);
    expect(await sandbox.run(['--lock', '--no-standby']).ended).toBe(75);
  });

  it('goes on through a restart of its connections, and says nothing about the password', async () => {
    await migrate();
    await schedule();
    const runner = sandbox.run(['--lock']);
    await runner.said(/This runner fires/);
    await byHand.query(
      `SELECT pg_terminate_backend("pid") FROM pg_stat_activity
        WHERE "datname" = current_database() AND "pid" <> pg_backend_pid()`,
    );
    const before = (await ran()).length;
    await eventually(async () => (await ran()).length >= before + 12, 'runs for longer than trust lasts');
    expect(runner.output()).not.toMatch(/The lease was lost/);
    expect(await repeated()).toEqual([]);
  });
});
