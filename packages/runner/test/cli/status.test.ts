import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { VERSION } from '@zenpulse/core/domain';
import { BY_TEST, sampleSnapshot } from '@zenpulse/core/testing';
import { describeOnServers, type Place, type ServerDatabase } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from '../fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from '../sandbox.ts';
import { zenpulse, type Answer } from './zenpulse.ts';

const JOBS = `import { existsSync } from 'node:fs';
import { zenpulseJob } from '${zenpulseUrl}';
zenpulseJob('tick', () => {});
zenpulseJob('long', async () => {
  while (!existsSync('enough')) await new Promise((resolve) => setTimeout(resolve, 20));
});
`;

interface Status {
  readonly database: string;
  readonly revision: number | null;
  readonly schedules: number | null;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
  readonly runners: readonly { pid: number; state: string; isAlive: boolean; zoneData: string }[] | null;
  readonly running: readonly { jobKey: string; pid: number; lateMs: number | null }[];
  readonly late: readonly { jobKey: string; count: number; waitsFor: string; lateMs: number }[];
}

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
});
afterEach(() => sandbox.close());

const status = async (): Promise<Status & Pick<Answer, 'code' | 'stderr'>> => {
  const { code, stdout, stderr } = await zenpulse(sandbox.folder, ['status', '--json']);
  return { ...(JSON.parse(stdout) as Status), code, stderr };
};
const text = () => zenpulse(sandbox.folder, ['status']);
const codesOf = ({ problems }: Status) => problems.map(({ code }) => code);

/** What a living pair of runners shows, and what is left when it is killed. `age`: makes its last heartbeat old. */
async function followsAPair(age: () => Promise<void>): Promise<void> {
  const backend = await sandbox.backend();
  await backend.schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
  await backend.schedules.create(fields({ jobKey: 'long', logPolicy: 'none' }), BY_TEST);
  const first = sandbox.run(['--lock']);
  await first.said(/This runner fires/);
  const second = sandbox.run(['--lock']);
  await second.said(/Another runner holds the lease/);

  const seen = await eventually(async () => {
    const found = await status();
    const isAll = found.running.length > 0 && (found.runners?.length ?? 0) > 1;
    return isAll ? found : null;
  }, 'the pair and a run');
  expect(seen).toMatchObject({ code: 0, stderr: '', schedules: 2, problems: [] });
  expect(seen.runners).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ pid: first.child.pid, state: 'active', zoneData: process.versions['tz'] }),
      expect.objectContaining({ pid: second.child.pid, state: 'standby' }),
    ]),
  );
  expect(seen.running).toMatchObject([{ jobKey: 'long', pid: first.child.pid }]);
  const { code, stdout } = await text();
  expect(code).toBe(0);
  expect(stdout).toMatch(
    new RegExp(`^Database  .*: 2 schedules, revision \\d+\nActive    .*, process ${first.child.pid}, since `),
  );
  expect(stdout).toMatch(new RegExp(`\nStandby   .*, process ${second.child.pid}, since .*zone data `));
  expect(stdout).toMatch(/\nRunning now\nJOB .*\nlong  /);
  expect(stdout).toMatch(/\n\nNo problems\.\n$/);

  second.child.kill('SIGKILL');
  await second.ended;
  first.child.kill('SIGKILL');
  await first.ended;
  await age();
  const dead = await eventually(async () => {
    const found = await status();
    const isGone = found.runners?.every(({ isAlive }) => !isAlive) === true;
    return isGone && found.late.length > 0 ? found : null;
  }, 'what is late');
  expect(dead).toMatchObject({ code: 1, stderr: '', running: [] });
  expect(dead.problems).toEqual([
    {
      code: 'no-active-runner',
      message: expect.stringMatching(
        /^No runner is active, so no job runs\. The last one, .* died: /,
      ) as string,
    },
  ]);
  expect(dead.late).toEqual(
    expect.arrayContaining([expect.objectContaining({ jobKey: 'tick', waitsFor: 'runner' })]),
  );
  const said = await text();
  expect(said.code).toBe(1);
  expect(said.stdout).toMatch(/\nActive    no runner\nDied  /);
  expect(said.stdout).toMatch(/\nLate\nJOB .*\n.*tick(, \d+ occurrences)? .* an active runner\n/);
}

describe('SQLite: status', () => {
  it('shows who is active, who stands by and what runs, and, of dead runners, what is late', () =>
    followsAPair(() => Promise.resolve()));

  it('shows a change that the active runner has not applied', async () => {
    const backend = await sandbox.backend();
    const report = await backend.runners.open('slow');
    const { revision } = await backend.schedules.readRevision();
    await report.write(sampleSnapshot({ runnerId: 'slow', revision, syncEverySeconds: 1, version: VERSION }));
    const beat = setInterval(() => void report.heartbeat(), 500);
    try {
      expect(codesOf(await status())).toEqual([]);
      await backend.schedules.create(fields({ jobKey: 'off', enabled: false }), BY_TEST);
      const found = await status();
      expect(found.code).toBe(1);
      expect(found.problems).toMatchObject([
        {
          code: 'revision-behind',
          message: expect.stringMatching(/the latest changes are not applied\.$/) as string,
        },
      ]);
    } finally {
      clearInterval(beat);
    }
  });

  it('names damaged rows and jobs without code, and what a runner reports of itself', async () => {
    const backend = await sandbox.backend();
    await backend.schedules.create(fields({ jobKey: 'gone', intervalUnit: 'hours' }), BY_TEST);
    await backend.schedules.create(fields({ jobKey: 'off', intervalUnit: 'hours', enabled: false }), BY_TEST);
    const { id } = await backend.schedules.create(fields({ jobKey: 'hurt', intervalUnit: 'hours' }), BY_TEST);
    const sql = createClient({ url: `file:${join(sandbox.folder, 'zenpulse.db')}`, timeout: 5_000 });
    await sql.execute({
      sql: "UPDATE zenpulse_schedule_config SET timezone = 'Mars' WHERE id = ?",
      args: [id],
    });
    sql.close();
    const first = sandbox.run();
    await first.said(/This runner fires/);
    const alone = await status();
    expect(alone.code).toBe(1);
    expect(alone.problems).toEqual([
      {
        code: 'damaged',
        message: expect.stringMatching(
          /^A schedule is damaged and does not run: hurt \(timezone: expected /,
        ) as string,
      },
      {
        code: 'unregistered',
        message: 'The runner has no code for the job gone: their occurrences are skipped.',
      },
    ]);

    const second = sandbox.run(['--timezone', 'Asia/Dhaka']);
    await second.said(/This runner fires/);
    const both = await eventually(async () => {
      const found = await status();
      return codesOf(found).includes('runner') ? found : null;
    }, 'a problem that a runner reports');
    expect(codesOf(both)).toEqual(expect.arrayContaining(['several-active', 'zones-differ']));
  });

  it('names that all firing is stopped, and a runner that is paused by its own setting', async () => {
    const { calendar, schedules } = await sandbox.backend();
    await schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    await calendar.stopFiring({ reason: 'a move', actor: 'ada' });
    const stopped = await status();
    expect(codesOf(stopped)).toContain('firing-stopped');
    expect(stopped.late).toEqual([]);
    expect((await text()).stdout).toMatch(
      /All firing is stopped since .* by ada: a move\. .zenpulse resume --all./,
    );
    await calendar.resumeFiring();
    expect(codesOf(await status())).not.toContain('firing-stopped');

    await sandbox.run(['--lock'], { ZENPULSE_PAUSED: '1' }).said(/No schedule fires here/);
    await eventually(
      async () => (await status()).problems.some(({ message }) => message.includes('ZENPULSE_PAUSED')),
      'the report of the runner',
    );
  });

  it('reports that there is no database, and creates none', async () => {
    const none = await status();
    expect(none).toMatchObject({ code: 1, schedules: null, revision: null, runners: [] });
    expect(codesOf(none)).toEqual(['no-database', 'no-active-runner']);
    expect(await readdir(sandbox.folder)).toEqual(['jobs.mjs', 'package.json']);
  });

  it('shows the runner that is active while the database was taken away', async () => {
    const runner = sandbox.run();
    await runner.said(/This runner fires/);
    await eventually(async () => (await status()).code === 0, 'the runner');
    const active = [{ pid: runner.child.pid, state: 'active', isAlive: true }];
    for (const name of (await readdir(sandbox.folder)).filter((each) => each.startsWith('zenpulse.db')))
      await rm(join(sandbox.folder, name), { force: true }); // a checkpoint may take the log away first
    const gone = await status();
    expect(gone).toMatchObject({ code: 1, schedules: null, runners: active });
    expect(codesOf(gone)).toContain('database-away');
    expect(gone.problems[0]?.message).toMatch(/zenpulse\.db is missing/);
    expect(codesOf(gone)).not.toContain('no-active-runner');
  });

  it('refuses settings and flags as every command does', async () => {
    expect((await zenpulse(sandbox.folder, ['status', '--database', 'what'])).code).toBe(2);
    expect((await zenpulse(sandbox.folder, ['status', '--nothing'])).code).toBe(2);
    await sandbox.write('zenpulse.db', '');
    expect(await text()).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/"npx zenpulse migrate"\n$/) as string,
    });
  });

  it('reports why a server does not answer', async () => {
    const { code, stdout } = await zenpulse(sandbox.folder, [
      'status',
      '--json',
      '--database',
      'postgresql://user:s3cret@127.0.0.1:1/app',
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      runners: null,
      problems: [
        {
          code: 'database-away',
          message: expect.stringMatching(
            /^PostgreSQL 127\.0\.0\.1:1\/app: the database does not answer: /,
          ) as string,
        },
      ],
    });
  });
});

describeOnServers('status', (database) => {
  let count = 0;
  let place: Place;
  let byHand: Awaited<ReturnType<ServerDatabase['byHand']>>;
  beforeEach(async () => {
    count += 1;
    place = database.place(`status_${count}`);
    await sandbox.write('zenpulse.config.json', JSON.stringify({ database: place.url }));
    byHand = await database.byHand();
    expect((await zenpulse(sandbox.folder, ['migrate'])).code).toBe(0);
    await byHand.query(place.enter);
  });
  afterEach(() => byHand.end());

  it('shows who is active, who stands by and what runs, and, of dead runners, what is late', () =>
    followsAPair(async () => {
      const old = database.sql.instant(Date.now() - 3_600_000);
      await byHand.query(`UPDATE "zenpulse_runner" SET "heartbeat_at" = ${old}`);
      await byHand.query(`UPDATE "zenpulse_lease" SET "renewed_at" = ${old}`);
    }));
});
