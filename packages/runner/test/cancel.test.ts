import { BY_TEST } from '@zenpulse/core/testing';
import type { Backend } from '@zenpulse/core/ports';
import { requestCancel } from '@zenpulse/store';
import { openProxy } from '@zenpulse/store/testing/proxy';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, refusalOf, zenpulse } from './cli/zenpulse.ts';
import { fields } from './fields.ts';
import { LONG_JOBS, runningRun } from './long-jobs.ts';
import { createSandbox, eventually, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let backend: Backend;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', LONG_JOBS);
});
afterEach(() => sandbox.close());

/** Soon due, and not again for a year. */
async function schedule(jobKey: string, changes = {}): Promise<string> {
  const { id } = await backend.schedules.create(
    fields({ jobKey, intervalValue: 52, intervalUnit: 'weeks', maxRetries: 3, ...changes }),
    BY_TEST,
  );
  return id;
}
async function start(scheduleId: string): Promise<string> {
  const { runId } = await answerOf<{ runId: string }>(sandbox.folder, ['run', scheduleId, '--no-wait']);
  await eventually(async () => (await ran()).includes(`begun ${runId}`), 'its begin');
  return runId;
}
const ran = () => sandbox.read('ran.txt');
const cancelled = (runId: string) =>
  eventually(async () => {
    const execution = await backend.executions.get(runId);
    return execution?.status === 'interrupted' ? execution : null;
  }, 'its row');

describe('zenpulse cancel', () => {
  beforeEach(async () => {
    backend = await sandbox.backend();
  });

  it('ends a run that is going on; its row says so, and it is not tried again', async () => {
    await sandbox.run(['--lock']).said(/This runner fires/);
    const id = await schedule('long');
    const runId = await start(id);
    expect(await answerOf(sandbox.folder, ['cancel', runId])).toEqual({ runId });
    expect(await cancelled(runId)).toMatchObject({ reason: 'cancelled', exceptionType: 'AbortError' });
    expect(await ran()).toContain(`aborted ${runId}`);

    const again = await zenpulse(sandbox.folder, ['cancel', runId]);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toBe(`error: the run ${runId} has ended: interrupted\n`);
    const next = await start(id);
    expect((await zenpulse(sandbox.folder, ['cancel', next])).stdout).toBe(`Cancelling ${next}.\n`);
    await cancelled(next);
    expect((await backend.executions.list({}, { limit: 10 })).items).toHaveLength(2);
    expect(await backend.cancelRequests.list()).toEqual([]);
  });

  it('is told of a job that does not listen, which keeps its slot', async () => {
    await sandbox.run().said(/This runner fires/);
    const id = await schedule('deaf');
    const runId = await start(id);
    await answerOf(sandbox.folder, ['cancel', runId]);
    await cancelled(runId);
    const told = async () => (await backend.runners.list())[0]?.runningNow;
    await eventually(async () => (await told())?.[0]?.cancelledAt, 'the report');
    expect(await told()).toMatchObject([{ runId, cancelledAt: expect.any(Number) as number }]);
    const next = await zenpulse(sandbox.folder, ['run', id]);
    expect(next.stderr).toContain('skipped: all instances busy');
  });

  it('ends the thread of a job that cannot listen, and its slot is free again', async () => {
    await sandbox.run().said(/This runner fires/);
    const id = await schedule('blocks');
    const runId = await start(id);
    await answerOf(sandbox.folder, ['cancel', runId]);
    expect(await cancelled(runId)).toMatchObject({ reason: 'cancelled' });
    const slots = async () => (await backend.runners.list())[0]?.runningNow.length;
    await eventually(async () => (await slots()) === 0, 'the end of its thread');
    const next = await start(id);
    await answerOf(sandbox.folder, ['cancel', next]);
    await cancelled(next);
  });

  it('takes back a run that nobody has taken yet', async () => {
    const id = await schedule('long');
    const { runId } = await answerOf<{ runId: string }>(sandbox.folder, ['run', id, '--no-wait']);
    const { stderr } = await zenpulse(sandbox.folder, ['cancel', runId]);
    expect(stderr).toBe('note: no runner is alive; the next one finds it\n');
    await sandbox.run().said(/This runner fires/);
    const execution = await eventually(() => backend.executions.get(runId), 'its row');
    expect(execution).toMatchObject({ status: 'skipped', reason: 'cancelled' });
    expect(await ran()).toBe('');
  });

  it('refuses what is no run', async () => {
    expect(await refusalOf(sandbox.folder, ['cancel', 'nobody'])).toBe(
      'no runner has a run nobody, and no execution has this id',
    );
    expect(await refusalOf(sandbox.folder, ['cancel', 'a b'])).toMatch(
      /^run-id: expected the id of a run: .*, got "a b"$/,
    );
    expect(await refusalOf(sandbox.folder, ['cancel'])).toMatch(/missing required argument 'run-id'/);
  });
});

describeOnServers('a run that is cancelled', (database) => {
  let round = 0;
  let url: string;
  beforeEach(async () => {
    round += 1;
    ({ url } = database.place(`cancel_${round}`));
    await sandbox.write('zenpulse.config.json', JSON.stringify({ database: url }));
    await answerOf(sandbox.folder, ['migrate']);
    backend = await sandbox.backend();
  });

  it('is ended by the one that has it, while another stands by', async () => {
    const holder = sandbox.run(['--lock']);
    await holder.said(/This runner fires/);
    const standby = sandbox.run(['--lock']);
    await standby.said(/Another runner holds the lease/);
    await backend.schedules.create(fields({ jobKey: 'long', logPolicy: 'all' }), BY_TEST);
    const runId = await runningRun(backend, 'long');
    await requestCancel(runId, backend, backend.clock);
    expect(await cancelled(runId)).toMatchObject({ reason: 'cancelled', pid: holder.child.pid });
    await eventually(async () => (await backend.cancelRequests.list()).length === 0, 'the request forgotten');
    expect(standby.output()).not.toContain('A run was interrupted');
  });

  it('goes on while its runner is cut off from the database, and is ended when that is back', async () => {
    const proxy = await openProxy(new URL(url));
    try {
      const runner = sandbox.run(['--database', proxy.urlOf(url)]);
      await runner.said(/This runner fires/);
      const runId = await start(await schedule('long'));
      await proxy.refuse();
      await runner.said(/The connection that listens was lost|Schedules cannot be read/);
      await requestCancel(runId, backend, backend.clock);
      expect(await ran()).not.toContain('aborted');
      expect(await backend.executions.get(runId)).toBeNull();
      await proxy.accept();
      expect(await cancelled(runId)).toMatchObject({ reason: 'cancelled' });
    } finally {
      await proxy.close();
    }
  });
});
