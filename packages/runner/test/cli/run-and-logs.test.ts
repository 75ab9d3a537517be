import { BY_TEST } from '@zenpulse/core/testing';
import type { Backend } from '@zenpulse/core/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fields } from '../fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from '../sandbox.ts';
import { answerOf, refusalOf, startZenpulse, zenpulse } from './zenpulse.ts';

const zodUrl = new URL('../../node_modules/zod/index.js', import.meta.url).href;
const JOBS = `import { zenpulseJob } from '${zenpulseUrl}';
import { z } from '${zodUrl}';
const paramsSchema = z.object({ to: z.string(), limit: z.int().default(100) });
for (const isolation of ['inline', 'thread'])
  zenpulseJob('declared-' + isolation, { isolation, paramsSchema }, ({ params, log }) => log.info(JSON.stringify(params)));
zenpulseJob('good', ({ log }) => log.info('done well'));
zenpulseJob('bad', () => { throw new RangeError('no disk\\nat all'); });
zenpulseJob('long', ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)));
`;

interface Row {
  readonly id: string;
  readonly jobKey: string;
  readonly status: string | null;
  readonly runTime: string;
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
  const { schedules } = await sandbox.backend();
  const yearly = { intervalValue: 52, intervalUnit: 'weeks', timezone: 'Asia/Dhaka' } as const;
  for (const jobKey of ['good', 'bad', 'long'])
    await schedules.create(fields({ jobKey, ...yearly }), BY_TEST);
  for (const jobKey of ['declared-inline', 'declared-thread'])
    await schedules.create(fields({ jobKey, ...yearly, params: { to: 'all' } }), BY_TEST);
});
afterAll(() => sandbox.close());

const logs = (...args: string[]) => answerOf<Row[]>(sandbox.folder, ['logs', ...args]);

describe('without a runner', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await sandbox.backend();
  });

  /** The ids of the requests that wait, which then wait no longer. */
  const takeBack = async (): Promise<string[]> => {
    const { runRequests } = backend;
    const ids = (await runRequests.expired(Date.now() + 1)).map(({ id }) => id);
    await runRequests.forget(ids);
    return ids;
  };

  it('zenpulse run says that nobody has taken it, and can be told not to wait', async () => {
    const waited = await zenpulse(sandbox.folder, ['run', 'good', '--wait', '1', '--json']);
    expect(waited.code).toBe(1);
    expect(JSON.parse(waited.stdout)).toEqual({ id: expect.any(String), status: null });
    expect(waited.stderr).toMatch(
      /^note: no runner is alive; waiting for one\nerror: good: no outcome yet; .*\n$/,
    );

    const asked = await answerOf<{ runId: string }>(sandbox.folder, ['run', 'good', '--no-wait']);
    expect(asked).toEqual({ id: asked.runId, runId: expect.any(String), status: null });
    expect(await takeBack()).toContain(asked.runId);
  });

  it('Ctrl-C ends the waiting with the id of the run', async () => {
    const command = startZenpulse(sandbox.folder, ['run', 'good']);
    await eventually(async () => (await takeBack()).length > 0, 'the request');
    command.interrupt();
    const { code, stderr } = await command.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/error: good: no outcome yet; .* \(run .+\)\n$/);
  });

  it('zenpulse run refuses a schedule that does not exist', async () => {
    expect(await refusalOf(sandbox.folder, ['run', 'nobody'])).toMatch(
      /^there is no schedule "nobody" .*bad, declared-inline, declared-thread, good, long$/,
    );
    expect(await refusalOf(sandbox.folder, ['run', 'good', '--wait', '0'])).toMatch(
      /'--wait <seconds>'.*from 1 to 86400/,
    );
  });

  it('zenpulse logs has nothing to show', async () => {
    expect(await logs()).toEqual([]);
    expect((await zenpulse(sandbox.folder, ['logs'])).stdout).toMatch(
      /^There is no such execution in SQLite \//,
    );
  });
});

describe('with a runner', () => {
  beforeAll(async () => {
    await sandbox.run().said(/This runner fires/);
  });

  it('zenpulse run waits for the outcome, and logs --follow tells it as it comes', async () => {
    const follower = startZenpulse(sandbox.folder, ['logs', '--follow', '--json']);
    const good = await answerOf<Row>(sandbox.folder, ['run', 'good']);
    expect(good).toMatchObject({
      jobKey: 'good',
      status: 'success',
      origin: 'manual',
      output: 'done well\n',
    });
    expect(good.runTime).toMatch(/^\d{4}-.*Z$/);

    const bad = await zenpulse(sandbox.folder, ['run', 'bad']);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/^bad: fail after \S+ ms \(run .+\)\n$/);
    expect(bad.stderr).toBe('error: bad: fail: RangeError: no disk at all\n');

    await follower.said(/"status":"fail".*\n/);
    follower.interrupt();
    const { code, stdout, stderr } = await follower.ended;
    const told = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(told.map(({ jobKey, status }) => [jobKey, status])).toEqual([
      ['good', 'success'],
      ['bad', 'fail'],
    ]);
    expect(told[0]).toEqual(good);
  });

  it('zenpulse run says where a run is that takes longer than it waits', async () => {
    const { code, stderr } = await zenpulse(sandbox.folder, ['run', 'long', '--wait', '3']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: long: still running on \S+ \(pid \d+\) \(run .+\)\n$/);
  });

  it.each(['declared-inline', 'declared-thread'])('gives %s the params of the run', async (jobKey) => {
    const own = await answerOf<Row>(sandbox.folder, ['run', jobKey, '--params', '{"to":"me","limit":5}']);
    expect(own).toMatchObject({
      status: 'success',
      params: { to: 'me', limit: 5 },
      output: '{"to":"me","limit":5}\n',
    });
    const ofSchedule = await answerOf<Row>(sandbox.folder, ['run', jobKey]);
    expect(ofSchedule).toMatchObject({ params: { to: 'all' }, output: '{"to":"all","limit":100}\n' });
  });

  it.each([
    ['no JSON', '{to:', /^--params: expected a JSON object, got /],
    ['a list', '[]', /^--params: expected a JSON object, got \[\]/],
    ['what the job does not take', '{"limit":1.5}', /^--params\.to: .*; --params\.limit: /],
  ])('refuses %s as params', async (_what, params, message) => {
    expect(await refusalOf(sandbox.folder, ['run', 'declared-inline', '--params', params])).toMatch(message);
    const set = ['schedules', 'set', 'declared-inline', '--params', params];
    expect(await refusalOf(sandbox.folder, set)).toMatch(message);
  });

  it('zenpulse logs filters, newest first', async () => {
    const [all, failed, several, searched, none, limited] = await Promise.all([
      logs(),
      logs('--status', 'fail'),
      logs('--status', 'fail', '--status', 'success', '--job', 'good'),
      logs('--search', 'NO DISK'),
      logs('--to', '2020-01-01'),
      logs('--limit', '1', '--from', '2020-01-01T00:00:00Z'),
    ]);
    const [bad, good] = ['bad', 'good'].map((key) => all.filter(({ jobKey }) => jobKey === key));
    expect(all.map(({ runTime }) => runTime)).toEqual(
      all
        .map(({ runTime }) => runTime)
        .sort()
        .reverse(),
    );
    expect([bad?.length, good?.length]).toEqual([1, 1]);
    expect(failed).toEqual(bad);
    expect(several).toEqual(good);
    expect(searched).toEqual(bad);
    expect(none).toEqual([]);
    expect(limited).toEqual([all[0]]);
  });

  it('zenpulse logs and schedules show times in the zone of the schedule', async () => {
    const [listed, followed] = [
      zenpulse(sandbox.folder, ['logs']),
      startZenpulse(sandbox.folder, ['logs', '--follow']),
    ];
    const line = /\w{3} \S+ \S+ \+06:00 Asia\/Dhaka +fail +bad +\S+ ms +manual, RangeError: no disk at all\n/;
    expect((await listed).stdout).toMatch(/^TIME +STATUS +JOB +DURATION +DETAILS\n/);
    expect((await listed).stdout).toMatch(line);
    await followed.said(line);
    followed.interrupt();
    expect(await followed.ended).toMatchObject({ code: 0 });
    const { stdout } = await zenpulse(sandbox.folder, ['schedules', 'list', '--search', 'bad']);
    expect(stdout).toMatch(/Asia\/Dhaka .* fail \w{3} \S+ \S+ \+06:00\n$/);
  });
});

describe.concurrent('zenpulse logs refuses', () => {
  it.each<[string, string[], RegExp]>([
    [
      'an outcome that is none',
      ['--status', 'broken'],
      /'--status <outcome>'.*Expected any of success, fail, .* got "broken"/,
    ],
    [
      'a day that does not exist',
      ['--from', '2026-02-30'],
      /'--from <instant>'.*Expected an instant such as/,
    ],
    [
      'an end of what goes on',
      ['--follow', '--to', '2026-01-01'],
      /'--follow' cannot be used with option '--to/,
    ],
    ['too many', ['--limit', '10001'], /from 1 to 10000/],
  ])('%s', async (_what, args, message) => {
    expect(await refusalOf(sandbox.folder, ['logs', ...args])).toMatch(message);
  });
});
