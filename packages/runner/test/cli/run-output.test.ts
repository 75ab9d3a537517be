import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BY_TEST } from '@zenpulse/core/testing';
import type { OutputLine } from '@zenpulse/core/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fields } from '../fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from '../sandbox.ts';
import { answerOf, startZenpulse, zenpulse } from './zenpulse.ts';

/** Jobs that end when a file with the name of their run is there. */
const JOBS = `import { zenpulseJob } from '${zenpulseUrl}';
import { existsSync } from 'node:fs';
const until = (file) => new Promise((resolve) => {
  const timer = setInterval(() => { if (existsSync(file)) { clearInterval(timer); resolve(); } }, 50);
});
for (const isolation of ['inline', 'thread']) {
  zenpulseJob('talks-' + isolation, { isolation }, async ({ runId, log, progress }) => {
    log.info('begun, password=hunter2');
    log.warn('\\u001b[31mred\\u0007 <b>');
    progress(1, 4);
    await until('end-' + runId);
    log.error('the end');
  });
  zenpulseJob('floods-' + isolation, { isolation }, async ({ runId, log }) => {
    for (let n = 1; n <= 200_000; n += 1) {
      log.info('line ' + n + ' ' + 'x'.repeat(80));
      if (n % 2_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    log.info('flooded');
    await until('end-' + runId);
  });
}
`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
  const { schedules } = await sandbox.backend();
  for (const name of ['talks', 'floods'])
    for (const isolation of ['inline', 'thread'])
      await schedules.create(
        fields({
          jobKey: `${name}-${isolation}`,
          intervalValue: 52,
          intervalUnit: 'weeks',
          logPolicy: 'none',
        }),
        BY_TEST,
      );
  await sandbox.run().said(/This runner fires/);
});
afterAll(() => sandbox.close());

/** Starts a run, and resolves to its id when a runner has it. */
async function started(jobKey: string): Promise<string> {
  const { runId } = await answerOf<{ runId: string }>(sandbox.folder, ['run', jobKey, '--no-wait']);
  const backend = await sandbox.backend();
  await eventually(
    async () =>
      (await backend.runners.list()).some(({ runningNow }) => runningNow.some((run) => run.runId === runId)),
    `the run of ${jobKey}`,
  );
  return runId;
}

const end = (runId: string): void => writeFileSync(join(sandbox.folder, `end-${runId}`), '');

describe.each(['inline', 'thread'])('zenpulse logs RUN_ID of a job that runs %s', (isolation) => {
  it('shows each line with time and level as it comes, and how the run ended', async () => {
    const runId = await started(`talks-${isolation}`);
    const follower = startZenpulse(sandbox.folder, ['logs', runId, '--follow']);
    await follower.said(/red/);
    end(runId);
    const { code, stdout, stderr } = await follower.ended;
    expect(code).toBe(0);
    const time = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
    expect(stdout).toMatch(
      new RegExp(
        String.raw`^${time}  info   begun, password=\[redacted\]\n${time}  warn   \[31mred <b>\n${time}  error  the end\n$`,
      ),
    );
    expect(stderr).toBe(`note: the run ${runId} has ended: success\n`);
    const recorded = await zenpulse(sandbox.folder, ['logs', runId]);
    expect(recorded.stdout).toContain('the end');
  });

  it('shows the newest lines of one that writes a hundred thousand lines, and how many are missing', async () => {
    const runId = await started(`floods-${isolation}`);
    const follower = startZenpulse(sandbox.folder, ['logs', runId, '--follow', '--json']);
    await follower.said(/flooded/);
    end(runId);
    const { stdout, stderr } = await follower.ended;
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as OutputLine);
    expect(lines.at(-1)).toMatchObject({ seq: 200_001, level: 'info', text: 'flooded' });
    expect(lines.length).toBeLessThan(200_000);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(stderr).toMatch(/note: \d+ lines are not shown/);
  });
});

it('zenpulse logs RUN_ID refuses a filter, and an id that nobody knows', async () => {
  expect(await zenpulse(sandbox.folder, ['logs', 'r', '--job', 'x'])).toMatchObject({
    code: 2,
    stderr: 'error: expected no filter beside the id of a run, only --follow and --json\n',
  });
  expect(await zenpulse(sandbox.folder, ['logs', 'nobody', '--follow'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no runner has a run nobody') as string,
  });
});
