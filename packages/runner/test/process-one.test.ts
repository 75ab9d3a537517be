import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, zenpulseUrl, type Sandbox } from './sandbox.ts';

/** Starts a process with its own pid namespace, in which it is process 1, as in a container without an init. */
const ASIDE = ['--pid', '--fork', '--kill-child', '--mount-proc'];
const hasNamespaces = spawnSync('unshare', [...ASIDE, 'true']).status === 0;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write(
    'jobs.mjs',
    `import { zenpulseJob } from '${zenpulseUrl}'; zenpulseJob('a', () => {});`,
  );
});
afterEach(() => sandbox.close());

it.skipIf(!hasNamespaces)(
  'the runner as process 1 says that the container needs an init (skipped where there are no process namespaces)',
  async () => {
    const runner = sandbox.run([], {}, ['unshare', ...ASIDE]);
    await runner.said(/This runner fires/);
    expect(runner.output()).toMatch(/The runner is process 1 of its container: .*docker run --init/);
  },
);
