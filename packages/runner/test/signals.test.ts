import { BY_TEST } from '@zenpulse/core/testing';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { zenpulseJob } from '${zenpulseUrl}';
  const note = (text) => appendFileSync('notes.txt', text + '\\n');
  zenpulseJob('slow', async () => { note('begun'); await sleep(1_500); note('done'); });
  zenpulseJob('stubborn', async () => { note('begun'); await sleep(600_000); });
`;

/** Like Nest's shutdown hooks: closes what is open, and sends the signal again. */
const RESENDS = (afterMs: number) => `
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    const hook = async () => {
      await sleep(${afterMs});
      note('hook');
      process.removeListener(signal, hook);
      process.kill(process.pid, signal);
    };
    process.on(signal, hook);
  }
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

const notes = async () => (await sandbox.read('notes.txt')).split('\n').filter((line) => line !== '');

/** A runner in which a job runs. */
async function running(
  jobKey: string,
  jobs: string,
  args: readonly string[] = [],
): Promise<[RunnerProcess, Backend]> {
  await sandbox.write('jobs.mjs', jobs);
  const backend = await sandbox.backend();
  const runner = sandbox.run(args);
  await runner.said(/This runner fires/);
  const { id: scheduleId } = await backend.schedules.create(
    fields({ jobKey, intervalValue: 52, intervalUnit: 'weeks', logPolicy: 'all' }),
    BY_TEST,
  );
  await backend.runRequests.add({ id: 'by-hand', scheduleId, requestedAt: Date.now() });
  await eventually(async () => (await notes()).includes('begun'), 'the job at work');
  return [runner, backend];
}

describe('a signal', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const)(
    '%s: waits for the running job, records it and exits with 0',
    async (signal) => {
      const [runner, backend] = await running('slow', JOBS);
      runner.child.kill(signal);
      expect(await runner.ended).toBe(0);
      expect(await notes()).toEqual(['begun', 'done']);
      expect(await backend.executions.get('by-hand')).toMatchObject({ status: 'success' });
    },
  );

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s: exits with 0 while modules are being loaded',
    async (signal) => {
      await sandbox.write(
        'jobs.mjs',
        `console.log('loading'); await new Promise((resolve) => setTimeout(resolve, 600_000));`,
      );
      const runner = sandbox.run();
      await runner.said(/loading/);
      runner.child.kill(signal);
      expect(await runner.ended).toBe(0);
      expect(runner.errors()).toBe('');
    },
  );

  it('exits with 0 before the first line of output', async () => {
    await sandbox.write('jobs.mjs', JOBS);
    await sandbox.write(
      'first.cjs',
      // The listener is the first thing that the process sets up: the signal follows it at once.
      `const { on } = process;
       process.on = function (event, listener) {
         on.call(process, event, listener);
         if (event === 'SIGTERM') { process.on = on; setImmediate(() => process.kill(process.pid, 'SIGTERM')); }
         return process;
       };`,
    );
    const runner = sandbox.run([], { NODE_OPTIONS: `--require ${sandbox.folder}/first.cjs` });
    expect(await runner.ended).toBe(0);
    expect([runner.output(), runner.errors()]).toEqual(['', '']);
  });

  it('that a process manager and a terminal send both counts once', async () => {
    const [runner] = await running('slow', JOBS);
    runner.child.kill('SIGINT');
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
    expect(await notes()).toEqual(['begun', 'done']);
  });

  it.each([0, 1_200])(
    'that a library sends again after %i ms, as Nest does, counts once',
    async (afterMs) => {
      const [runner] = await running('slow', JOBS + RESENDS(afterMs));
      runner.child.kill('SIGTERM');
      expect(await runner.ended).toBe(0);
      expect((await notes()).toSorted()).toEqual(['begun', 'done', 'hook']);
    },
  );

  it('that comes again later ends the process at once', async () => {
    const [runner] = await running('stubborn', JOBS);
    runner.child.kill('SIGTERM');
    await runner.said(/Stopping/);
    const again = setInterval(() => runner.child.kill('SIGTERM'), 100); // received after the first second
    expect(await runner.ended).toBe(130);
    clearInterval(again);
  });
});

describe('onStop of a job module', () => {
  const WITH_STOP = (body: string) => `${JOBS} export async function onStop() { ${body} }`;

  it('is awaited after the running jobs have ended', async () => {
    const [runner] = await running('slow', WITH_STOP(`note('closing'); await sleep(300); note('closed');`));
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
    expect(await notes()).toEqual(['begun', 'done', 'closing', 'closed']);
  });

  it('is called in each module, in TypeScript and CommonJS too, though another one fails', async () => {
    await sandbox.write('a.cjs', `module.exports.onStop = () => { throw new Error('no'); };`);
    await sandbox.write(
      'b.ts',
      `import { appendFileSync } from 'node:fs';
       import type { OnStop } from '${zenpulseUrl}';
       export const onStop: OnStop = () => appendFileSync('notes.txt', 'closed\\n');`,
    );
    await sandbox.write('jobs.mjs', JOBS);
    const runner = sandbox.run(['--jobs', 'jobs.mjs', 'a.cjs', 'b.ts']);
    await runner.said(/This runner fires/);
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
    expect(await notes()).toEqual(['closed']);
    expect(runner.output()).toMatch(/a\.cjs.*The onStop of a job module failed/);
  });

  it('does not hold up the end for longer than what is left of the grace', async () => {
    const [runner] = await running('slow', WITH_STOP(`await sleep(600_000);`), ['--grace', '0']);
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
    expect(runner.output()).toContain('The onStop of a job module did not end within 2 s');
  });

  it('that is no function is refused', async () => {
    await sandbox.write('jobs.mjs', `${JOBS} export const onStop = 'later';`);
    const runner = sandbox.run();
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toContain('jobs.mjs exports onStop: expected a function, got "later"');
  });
});
