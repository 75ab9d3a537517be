import { BY_TEST } from '@zenpulse/core/testing';
import { describeOnServers, type Place, type ServerDatabase } from '@zenpulse/store/testing/servers';
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

describeOnServers('a runner', (database) => {
  let count = 0;
  let place: Place;
  let sandbox: Sandbox;
  let byHand: Awaited<ReturnType<ServerDatabase['byHand']>>;
  beforeEach(async () => {
    count += 1;
    place = database.place(`runner_${count}`);
    sandbox = await createSandbox();
    await sandbox.write('jobs.mjs', JOBS);
    await sandbox.write('zenpulse.config.json', JSON.stringify({ database: place.url }));
    byHand = await database.byHand();
  });
  afterEach(async () => {
    await sandbox.close();
    await byHand.end();
  });

  const migrate = async () => {
    const answer = await answerOf<{ applied: string[] }>(sandbox.folder, ['migrate']);
    await byHand.query(place.enter);
    return answer;
  };
  const schedule = async (changes: Partial<Parameters<typeof fields>[0]> = {}) => {
    const backend = await sandbox.backend();
    return backend.schedules.create(fields({ jobKey: 'tick', ...changes }), BY_TEST);
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
    const { label } = place;
    expect(runner.errors()).toBe(
      `error: ${label}: it has no tables of ZenPulse yet; make them with "npx zenpulse migrate"\n`,
    );
    expect(await refusalOf(sandbox.folder, ['schedules'])).toMatch(/"npx zenpulse migrate"$/);

    const { applied } = await migrate();
    expect(applied.length).toBeGreaterThan(1);
    expect((await zenpulse(sandbox.folder, ['migrate'])).stdout).toBe(
      `The tables in ${label} are up to date.\n`,
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

  it('prints with migrate --status and --dry-run what migrate would do, and does nothing', async () => {
    const status = () => zenpulse(sandbox.folder, ['migrate', '--status']);
    const nothing = {
      code: 1,
      stdout: expect.stringMatching(/^MIGRATION +APPLIED\n0001_initial +pending\n/) as string,
      stderr: expect.stringContaining(`${place.label}: it has no tables of ZenPulse yet`) as string,
    };
    expect(await status()).toMatchObject(nothing);
    const { stdout, code } = await zenpulse(sandbox.folder, ['migrate', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^-- What "zenpulse migrate" would run on .*\nSET [^]*\n-- 0001_initial\n[^]*CREATE TABLE /,
    );
    expect(await status()).toMatchObject(nothing);
    await migrate();
    expect(await status()).toMatchObject({ code: 0, stderr: '' });
  });

  it.each<[string, (sql: ServerDatabase['sql']) => string[], RegExp]>([
    [
      'an older',
      () => [`DELETE FROM "zenpulse_migration" WHERE "name" = '0002_lease'`, 'DROP TABLE "zenpulse_lease"'],
      /0002_lease is missing/,
    ],
    [
      'a newer',
      ({ now }) => [`INSERT INTO "zenpulse_migration" VALUES ('9999_later', ${now})`],
      /9999_later is unknown .*update/,
    ],
  ])('refuses tables of %s release', async (_which, statements, line) => {
    await migrate();
    for (const statement of statements(database.sql)) await byHand.query(statement);
    const runner = sandbox.run();
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toMatch(line);
    expect(runner.errors().trimEnd().split('\n')).toHaveLength(1);
    expect(await refusalOf(sandbox.folder, ['logs'])).toMatch(line);
  });

  it('notices an edit by SQL long before its next sync: by NOTIFY, or by its next renewal', async () => {
    await migrate();
    const { id } = await schedule({ intervalValue: 1, intervalUnit: 'hours' });
    const runner = sandbox.run(['--lock', '--sync-every', '3600']);
    await runner.said(/This runner fires/);
    await byHand.query(
      `UPDATE "zenpulse_schedule_config" SET "interval_unit" = 'seconds',
         "anchor_at" = ${database.sql.instant(Date.now() - 86_400_000)} WHERE "id" = $1`,
      [id],
    );
    await firstOf(runner.child.pid);
  });

  it('notices an edit by another process of this host long before its next sync, without --lock too', async () => {
    await migrate();
    const { id, version } = await schedule({ intervalValue: 1, intervalUnit: 'hours' });
    const runner = sandbox.run(['--sync-every', '3600']);
    await runner.said(/This runner fires/);
    const backend = await sandbox.backend();
    await backend.schedules.change(id, version, () => ({ intervalUnit: 'seconds' }), BY_TEST);
    await firstOf(runner.child.pid);
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

  it('takes over from a suspended runner, which is on standby when it resumes; nothing runs twice', async () => {
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

  it('continues through a restart of its connections, and never prints the password', async () => {
    await migrate();
    await schedule();
    const runner = sandbox.run(['--lock']);
    await runner.said(/This runner fires/);
    await database.sql.endSessions(byHand);
    const before = (await ran()).length;
    await eventually(async () => (await ran()).length >= before + 12, 'runs for longer than trust lasts');
    expect(runner.output()).not.toMatch(/The lease was lost/);
    expect(await repeated()).toEqual([]);
  });
});
