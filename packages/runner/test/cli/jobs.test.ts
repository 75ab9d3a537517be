import { BY_TEST } from '@zenpulse/core/testing';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fields } from '../fields.ts';
import { createSandbox, zenpulseUrl, type Sandbox } from '../sandbox.ts';
import { answerOf, refusalOf, zenpulse } from './zenpulse.ts';

const JOBS = `import { zenpulseJob } from '${zenpulseUrl}';
console.log('a module that talks, and leaves a timer behind');
setInterval(() => {}, 1_000);
zenpulseJob('report', { triggerType: 'cron', cronMinute: '30', cronHour: '8' }, () => {});
zenpulseJob('by_hand', { isolation: 'thread', maxInstances: 5, logPolicy: 'all' }, () => {});
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

it('lists the jobs of the modules, and makes no database for it', async () => {
  await sandbox.write('jobs.mjs', JOBS);
  const { code, stdout, stderr } = await zenpulse(sandbox.folder, ['jobs', '--json']);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^a module that talks.*\nnote: there is no database yet at SQLite \/.*zenpulse\.db\n$/,
  );
  expect(JSON.parse(stdout)).toEqual([
    {
      jobKey: 'report',
      definedAt: expect.stringMatching(/\/jobs\.mjs:4$/),
      declared: { jobKey: 'report', triggerType: 'cron', cronMinute: '30', cronHour: '8' },
      defaults: {},
      isolation: 'inline',
      paramsSchema: null,
      description: 'Every day at 08:30',
      schedules: null,
    },
    {
      jobKey: 'by_hand',
      definedAt: expect.stringMatching(/\/jobs\.mjs:5$/),
      declared: null,
      defaults: { maxInstances: 5, logPolicy: 'all' },
      isolation: 'thread',
      paramsSchema: null,
      description: null,
      schedules: null,
    },
  ]);
  expect(existsSync(join(sandbox.folder, 'zenpulse.db'))).toBe(false);
});

it('shows which of them have a schedule', async () => {
  await sandbox.write('other.mjs', JOBS.replace(/console.*/, ''));
  const backend = await sandbox.backend();
  const { id } = await backend.schedules.create(
    fields({ jobKey: 'by_hand', variant: 'eu', enabled: false }),
    BY_TEST,
  );
  const [items, words] = await Promise.all([
    answerOf(sandbox.folder, ['jobs', '--jobs', 'other.mjs']),
    zenpulse(sandbox.folder, ['jobs', '--jobs', 'other.mjs']),
  ]);
  expect(items).toMatchObject([{ schedules: [] }, { schedules: [{ id, variant: 'eu', enabled: false }] }]);
  expect(words.stdout.split('\n')).toEqual([
    'JOB      IN CODE                                       SCHEDULED  DEFINED AT',
    expect.stringMatching(/^report {3}Every day at 08:30 +no {9}.*other\.mjs:4$/),
    expect.stringMatching(
      /^by_hand {2}maxInstances 5, logPolicy "all", in a thread {2}eu off {5}.*other\.mjs:5$/,
    ),
    '',
  ]);
});

it('refuses what the runner refuses, in the same words', async () => {
  expect(await refusalOf(sandbox.folder, ['jobs'])).toMatch(/^jobs: no job module found\. Looked for/);
  await sandbox.write('jobs.mjs', 'throw new Error("no configuration");');
  expect(await refusalOf(sandbox.folder, ['jobs'])).toMatch(
    /^jobs: .*jobs\.mjs cannot be loaded: Error: no configuration/,
  );
});
