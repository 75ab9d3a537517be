import { BY_TEST, sampleExecution } from '@zenpulse/core/testing';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

const DAY = 86_400_000;

let sandbox: Sandbox;
let backend: Backend;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write(
    'jobs.mjs',
    `import { appendFileSync } from 'node:fs';
     import { zenpulseJob } from '${zenpulseUrl}';
     zenpulseJob('tick', ({ scheduledAt }) => appendFileSync('ran.txt', scheduledAt.toISOString() + '\\n'));`,
  );
  backend = await sandbox.backend();
});
afterEach(() => sandbox.close());

it('deletes old executions under --lock although each runner is killed long before six hours, and firing continues', async () => {
  const at = Date.now() - 100 * DAY;
  for (let batch = 0; batch < 20; batch += 1) {
    await backend.executions.append(
      Array.from({ length: 1_000 }, (_, n) =>
        sampleExecution({ id: `old-${batch}-${n}`, runTime: at + n, scheduledAt: at + batch * 1_000 + n }),
      ),
    );
  }
  await backend.schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
  const left = async () => (await backend.executions.count({ to: at + DAY }, Infinity)).count;
  const ticks = async () => (await sandbox.read('ran.txt')).split('\n').length - 1;

  const first = sandbox.run(['--lock']);
  await first.said(/This runner fires/);
  first.child.kill('SIGKILL');
  await first.ended;
  expect(await left()).toBe(20_000);

  const second = sandbox.run(['--lock']);
  await second.said(/This runner fires/);
  await second.said(/Executions older than 90 days were deleted/);
  expect(await left()).toBe(0);
  const before = await ticks();
  await eventually(async () => (await ticks()) >= before + 2, 'two more ticks');
  const ran = (await sandbox.read('ran.txt')).trim().split('\n');
  expect(new Set(ran).size).toBe(ran.length);
  expect(second.output()).not.toMatch(/The lease was lost/);
});
