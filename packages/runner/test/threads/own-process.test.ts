import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, zenpulseUrl, type Sandbox } from '../sandbox.ts';

const EVERY_SECOND = `triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds'`;
const JOBS = `
  import { writeSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('in_thread', { isolation: 'thread', ${EVERY_SECOND} }, () => {
    writeSync(1, isMainThread ? 'in the main thread\\n' : 'in a thread\\n');
  });
  zenpulseJob('blocks', { ${EVERY_SECOND} }, () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_500);
  });
`;

describe('createRunner in a process of its own', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await createSandbox();
    await sandbox.write('jobs.mjs', JOBS);
  });
  afterEach(() => sandbox.close());

  const run = async (options: string) => {
    await sandbox.write(
      'app.mjs',
      `import { createRunner, JobRegistry } from '${zenpulseUrl}';
       import './jobs.mjs';
       const of = (key) => JobRegistry.getAllJobs().filter((job) => job.key === key);
       const runner = createRunner(${options});
       await runner.start();
       await new Promise((resolve) => setTimeout(resolve, 5_000));
       await runner.stop();`,
    );
    return promisify(execFile)(process.execPath, [join(sandbox.folder, 'app.mjs')], { cwd: sandbox.folder });
  };

  it('runs a job in a thread that loads the job modules, and ends with its process', async () => {
    const { stdout, stderr } = await run(`{ jobs: of('in_thread'), jobModules: ['jobs.mjs'] }`);
    expect(stdout).toMatch(/^(in a thread\n)+$/);
    expect(stderr).toBe('');
  });

  it('refuses a job in a thread when it is not told the modules', async () => {
    await expect(run(`{ jobs: of('in_thread') }`)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /SettingsError: jobs: the job "in_thread" has isolation: 'thread'.*jobModules/,
      ) as string,
    });
  });

  it('has a watchdog when it is asked for one', async () => {
    const { stderr } = await run(`{ jobs: of('blocks'), watchdog: true }`);
    expect(stderr).toMatch(/^zenpulse-runner: the event loop has been blocked for 2 s by the job "blocks";/);
    expect((await run(`{ jobs: of('blocks') }`)).stderr).toBe('');
  });
});
