import { BY_TEST } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

/** `ends-…` let `quick` finish first, and end the process later in the same turn of the event loop. */
const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  let finishQuick;
  const finished = new Promise((resolve) => { finishQuick = resolve; });
  const begun = (name) => appendFileSync('begun.txt', name + '\\n');
  const microtasks = async (count) => { for (let i = 0; i < count; i += 1) await null; };
  zenpulseJob('quick', async () => { begun('quick'); await finished; });
  zenpulseJob('ends-exit', async () => { begun('ends-exit'); finishQuick(); await microtasks(500); process.exit(3); });
  zenpulseJob('ends-abort', async () => { begun('ends-abort'); process.abort(); });
  zenpulseJob('ends-memory', async () => {
    begun('ends-memory');
    const kept = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
  });
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
});
afterEach(() => sandbox.close());

describe('a job that ends the runner’s process', () => {
  it.each([
    ['ends-exit', { quick: { status: 'success', reason: null } }],
    ['ends-abort', { quick: { status: 'interrupted', reason: 'runner-died', durationMs: null } }],
    ['ends-memory', { quick: { status: 'interrupted', reason: 'runner-died', durationMs: null } }],
  ] as const)('%s: each run is recorded once, with what is known, by the next runner', async (deed, of) => {
    const backend = await sandbox.backend();
    const ask = async (jobKey: string): Promise<string> => {
      const rare = { intervalValue: 52, intervalUnit: 'weeks', logPolicy: 'all', maxRetries: 3 } as const;
      const { id: scheduleId } = await backend.schedules.create(fields({ jobKey, ...rare }), BY_TEST);
      await backend.runRequests.add({ id: `by-hand-${jobKey}`, scheduleId, requestedAt: Date.now() });
      return `by-hand-${jobKey}`;
    };
    const begun = async () => (await sandbox.read('begun.txt')).split('\n').filter((name) => name !== '');

    const first = sandbox.run(['--lock'], { NODE_OPTIONS: '--max-old-space-size=160' });
    await first.said(/This runner fires/);
    const quick = await ask('quick');
    await eventually(async () => (await begun()).includes('quick'), 'the start of the other run');
    const asked = Date.now();
    const id = await ask(deed);
    expect(await first.ended).not.toBe(0);
    const died = Date.now();

    const second = sandbox.run(['--lock']);
    const execution = await eventually(() => backend.executions.get(id), 'the record of the run');
    expect(execution).toMatchObject({
      status: 'interrupted',
      reason: 'runner-died',
      origin: 'manual',
      pid: first.child.pid,
      durationMs: null,
      attempt: 1,
    });
    expect(execution.runTime).toBeGreaterThanOrEqual(asked);
    expect(execution.runTime).toBeLessThanOrEqual(died);
    expect(
      await eventually(() => backend.executions.get(quick), 'the record of the other run'),
    ).toMatchObject({ pid: first.child.pid, ...of.quick });

    await second.said(/This runner fires/);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    const { items } = await backend.executions.list({}, { limit: 10 });
    expect(items.map((one) => one.id).toSorted()).toEqual([id, quick].toSorted());
    expect(await begun()).toEqual(['quick', deed]);
  });
});
