import { BY_TEST } from '@zenpulse/core/testing';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScheduleFields } from '@zenpulse/core/domain';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf } from './cli/zenpulse.ts';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

const SECOND = 1_000;
const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('tick', ({ scheduledAt, params }) =>
    appendFileSync('ran.txt', params.who + ' ' + scheduledAt.getTime() + '\\n'));
`;

let sandbox: Sandbox;
let backend: Backend;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
  backend = await sandbox.backend();
});
afterEach(() => sandbox.close());

/** A schedule of each second that catches up everything, known by its variant. */
const everySecond = (who: string, more: Partial<ScheduleFields> = {}) =>
  backend.schedules.create(
    fields({
      jobKey: 'tick',
      variant: who,
      params: { who },
      coalesce: false,
      misfireGraceTime: null,
      ...more,
    }),
    BY_TEST,
  );

async function start(...args: string[]): Promise<RunnerProcess> {
  const runner = sandbox.run(args);
  await runner.said(/This runner fires/);
  return runner;
}

/** The occurrences that ran, in order and each once. */
async function ran(who: string): Promise<number[]> {
  const lines = (await sandbox.read('ran.txt')).split('\n').filter((line) => line.startsWith(`${who} `));
  const instants = lines.map((line) => Number(line.split(' ')[1]));
  return [...new Set(instants)].toSorted((a, b) => a - b);
}

const isWithoutGap = (instants: readonly number[]) =>
  instants.every((at, index) => index === 0 || at - (instants[index - 1] ?? 0) === SECOND);

describe('effectiveFrom', () => {
  it.each([
    ['the zone', ['--timezone', 'Asia/Tokyo']],
    ['the cron', ['--cron', '* * * * *']],
  ])(
    'moves when %s is edited while no runner is up: what fell due before is not caught up',
    async (_what, edit) => {
      await everySecond('edited');
      await everySecond('left');
      const first = await start();
      await eventually(
        async () => (await ran('edited')).length > 1 && (await ran('left')).length > 1,
        'runs',
      );
      first.child.kill('SIGTERM');
      await first.ended;
      const stoppedAt = Date.now();
      await eventually(
        () => Promise.resolve(Date.now() > stoppedAt + 3 * SECOND),
        'three seconds without a runner',
      );
      const args = ['schedules', 'set', 'tick', '--variant', 'edited', ...edit];
      const { effectiveFrom } = await answerOf<{ effectiveFrom: string }>(sandbox.folder, args);
      const editedAt = Date.parse(effectiveFrom);
      expect(editedAt).toBeGreaterThan(stoppedAt);

      await start();
      await eventually(
        async () => ((await ran('left')).at(-1) ?? 0) > editedAt + 2 * SECOND,
        'runs after the edit',
      );
      expect(isWithoutGap(await ran('left'))).toBe(true);
      const meanwhile = (await ran('edited')).filter((at) => at > stoppedAt && at <= editedAt);
      expect(meanwhile).toEqual([]);
    },
  );
});

describe('onAmbiguous', () => {
  it('gives up, or runs, what a runner with a lost journal may have started', async () => {
    const skip = await everySecond('skip', { onAmbiguous: 'skip' });
    const run = await everySecond('run', { onAmbiguous: 'run' });
    const first = await start('--lock');
    await eventually(async () => (await ran('skip')).length > 1 && (await ran('run')).length > 1, 'runs');
    first.child.kill('SIGKILL');
    await first.ended;
    const killedAt = Date.now();
    const runners = join(sandbox.folder, '.zenpulse/runners');
    for (const name of await readdir(runners)) await rm(join(runners, name), { recursive: true }); // its journal is lost

    await start('--lock');
    const ambiguous = async (scheduleId: string) =>
      (await backend.executions.list({ scheduleId, status: ['missed'] }, { limit: 10 })).items.filter(
        ({ reason }) => reason === 'ambiguous',
      );
    await eventually(async () => (await ambiguous(skip.id)).length > 0, 'the record of what was given up');
    await eventually(
      async () =>
        Math.min((await ran('skip')).at(-1) ?? 0, (await ran('run')).at(-1) ?? 0) > killedAt + 10 * SECOND,
      'runs of both after all that was reserved',
    );
    expect(await ambiguous(run.id)).toEqual([]);
    expect(isWithoutGap(await ran('run'))).toBe(true);
    expect(isWithoutGap(await ran('skip'))).toBe(false);
  });
});
