import { BY_TEST } from '@zenpulse/core/testing';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

/** `waits` runs beside each of the others, which end the process in different ways. */
const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('waits', () => { appendFileSync('begun.txt', 'waits\\n'); return new Promise(() => {}); });
  zenpulseJob('exits-0', () => process.exit(0));
  zenpulseJob('exits-1', async () => { await null; process.exit(1); });
  zenpulseJob('exits-2', () => { process.exitCode = 2; process.exit(); });
  zenpulseJob('exits-75', async () => { await new Promise((resolve) => setTimeout(resolve, 10)); process.exit(75); });
  zenpulseJob('exits-twice', () => { process.on('exit', () => process.exit(0)); process.exit(0); });
  zenpulseJob('exits-and-sets-the-code', () => { process.on('exit', () => { process.exitCode = 0; }); process.exit(2); });
  zenpulseJob('exits-unheard', () => { process.removeAllListeners(); process.exit(0); });
  zenpulseJob('exits-frozen', () => { Object.freeze(process); process.exit(0); });
  zenpulseJob('exits-later', () => { setTimeout(() => process.exit(2), 10); });
`;

let sandbox: Sandbox;
let backend: Backend;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
  backend = await sandbox.backend();
});
afterEach(() => sandbox.close());

async function ask(jobKey: string): Promise<void> {
  const rare = { intervalValue: 52, intervalUnit: 'weeks', logPolicy: 'all' } as const;
  const { id: scheduleId } = await backend.schedules.create(fields({ jobKey, ...rare }), BY_TEST);
  await backend.runRequests.add({ id: `by-hand-${jobKey}`, scheduleId, requestedAt: Date.now() });
}

describe('process.exit in a job', () => {
  it.each([
    ['exits-0', 'process.exit(0)', '"exits-0", "waits"'],
    ['exits-1', 'process.exit(1)', '"waits", "exits-1"'],
    ['exits-2', 'process.exit(2)', '"exits-2", "waits"'],
    ['exits-75', 'process.exit(75)', '"waits", "exits-75"'],
    ['exits-twice', 'process.exit(0)', '"exits-twice", "waits"'],
    ['exits-and-sets-the-code', 'process.exit(2)', '"exits-and-sets-the-code", "waits"'],
    ['exits-unheard', 'process.exit(0)', '"exits-unheard", "waits"'],
    ['exits-frozen', 'process.exit(0)', '"exits-frozen", "waits"'],
  ])('%s: ends zenpulse-runner with 70 and one line that names what ran', async (jobKey, call, names) => {
    const runner = sandbox.run(['--lock', '--log-level', 'warn']);
    await runner.said(/Database/);
    await ask('waits');
    await eventually(async () => (await sandbox.read('begun.txt')) !== '', 'the start of the other job');
    await ask(jobKey);
    expect(await runner.ended).toBe(70);
    const lines = runner.errors().trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`zenpulse-runner: ${call} at ${sandbox.folder}/jobs.mjs:`);
    expect(lines[0]).toContain(`ended this process while the jobs ${names} ran`);
    expect(lines[0]).toContain('Exit code 70');
  });

  it('reports a call that a job left behind in a timer', async () => {
    const runner = sandbox.run(['--lock', '--log-level', 'warn']);
    await ask('exits-later');
    expect(await runner.ended).toBe(70);
    expect(runner.errors()).toMatch(
      /process\.exit\(2\) at .*jobs\.mjs:13:\d+ ended this process while no job ran/,
    );
  });
});

describe('a runner inside the host’s process', () => {
  it('leaves the exit code to the host', async () => {
    await sandbox.write(
      'host.mjs',
      `import { createRunner, zenpulseJob } from '${zenpulseUrl}';
       zenpulseJob('exits', { triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds' }, () => process.exit(5));
       await createRunner().start();`,
    );
    const host = sandbox.script('host.mjs');
    expect(await host.ended).toBe(5);
    expect(host.errors()).toBe('');
  });
});

describe('a job module that does not load to its end', () => {
  it.each(['jobs.mjs', 'jobs.cjs', 'jobs.ts'])(
    '%s: process.exit ends with 70 and names the module',
    async (name) => {
      await sandbox.write('other.mjs', name === 'jobs.mjs' ? '' : JOBS);
      await sandbox.write(name, 'process.exit(0);');
      const runner = sandbox.run(['--jobs', name]);
      expect(await runner.ended).toBe(70);
      expect(runner.errors().trim().split('\n')).toHaveLength(1);
      expect(runner.errors()).toContain(
        `zenpulse-runner: the job module ${sandbox.folder}/${name} called process.exit(0) at ${sandbox.folder}/${name}:1:`,
      );
    },
  );

  it('names the module that never finishes loading', async () => {
    await sandbox.write('stuck.mjs', 'await new Promise(() => {});');
    const runner = sandbox.run(['--jobs', 'stuck.mjs']);
    expect(await runner.ended).toBe(2);
    expect(runner.errors()).toContain(
      `jobs: ${sandbox.folder}/stuck.mjs cannot be loaded: a top-level await`,
    );
  });

  it('keeps exit code 1 for an uncaught error', async () => {
    await sandbox.write(
      'throws.mjs',
      `setTimeout(() => { throw new Error('late'); }, 5); await new Promise((resolve) => setTimeout(resolve, 5_000));`,
    );
    const runner = sandbox.run(['--jobs', 'throws.mjs']);
    expect(await runner.ended).toBe(1);
    expect(runner.errors()).toContain('Error: late');
    expect(runner.errors()).not.toContain('process.exit');
  });

  it('says what to write into one that registers nothing, and runs on', async () => {
    await sandbox.write('empty.mjs', 'export const nothing = 1;');
    const runner = sandbox.run(['--jobs', 'jobs.mjs', 'empty.mjs']);
    await runner.said(/This runner fires/);
    const lines = runner
      .output()
      .split('\n')
      .filter((line) => line.includes('registers no job'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(
      `The job module ${sandbox.folder}/empty.mjs registers no job. Write in it: import { zenpulseJob }`,
    );
  });
});
