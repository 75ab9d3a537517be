import { describe, expect, it } from 'vitest';
import { CANCEL_REQUEST_TTL_MS } from '../ports/index.ts';
import { createTestRunner, type TestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';
import type { JobContext, JobFunction } from './jobs/job-registry.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const seldom = { intervalValue: 1, intervalUnit: 'days', logPolicy: 'all' } as const;
const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' } as const;

/** How a job reacts to its aborted signal. */
const WAYS = {
  heeds: ({ signal }: JobContext, _resolve: () => void, reject: (reason: unknown) => void) =>
    signal.addEventListener('abort', () => reject(signal.reason)),
  returns: ({ signal }: JobContext, resolve: () => void) => signal.addEventListener('abort', resolve),
  ignores: () => undefined,
};

/** A runner whose jobs take a minute, unless they are aborted and react. */
function createRunner(way: keyof typeof WAYS, options: TestRunnerOptions = {}): TestRunner {
  const fn: JobFunction = (context) =>
    new Promise<void>((resolve, reject) => {
      runner.clock.setTimer(MINUTE, resolve);
      WAYS[way](context, resolve, reject);
    });
  const runner: TestRunner = createTestRunner({ jobs: { 'report.send': fn }, ...options });
  return runner;
}

const runningNow = async ({ backend }: TestRunner) => (await backend.runners.list())[0]?.runningNow ?? [];
const told = async (runner: TestRunner) =>
  (await runner.executions()).map(({ id, status, reason }) => [id, status, reason]);
const standing = ({ backend }: TestRunner) => backend.cancelRequests.list();

describe('a run that is cancelled', () => {
  const started = async (way: keyof typeof WAYS, fields = {}, options: TestRunnerOptions = {}) => {
    const runner = createRunner(way, options);
    const { id } = await runner.schedule({ ...seldom, ...fields });
    await runner.engine.start();
    const runId = await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
    return { runner, id, runId };
  };

  it('ends as interrupted, with the abort as its reason, and is not tried again', async () => {
    const { runner, runId } = await started('heeds', { maxRetries: 3 });
    await runner.cancel(runId);
    await runner.clock.advance(10 * MINUTE);
    expect(await runner.executions()).toMatchObject([
      {
        id: runId,
        status: 'interrupted',
        reason: 'cancelled',
        durationMs: 5_000,
        exceptionType: 'AbortError',
        exceptionMessage: 'the run was cancelled',
        traceback: 'AbortError: the run was cancelled',
      },
    ]);
    expect(await runningNow(runner)).toEqual([]);
    expect(await standing(runner)).toEqual([]);
    await runner.stop();
  });

  it('ends so too when its function returns as if it had done its work', async () => {
    const { runner, runId } = await started('returns');
    await runner.cancel(runId);
    await runner.clock.advance(SECOND);
    expect(await runner.executions()).toMatchObject([
      { id: runId, status: 'interrupted', reason: 'cancelled', exceptionType: null },
    ]);
    await runner.stop();
  });

  it('ends so too when its timeout comes at the same moment', async () => {
    const { runner, runId } = await started('ignores', { timeoutSeconds: 6, maxRetries: 3 });
    await runner.clock.advance(980);
    await runner.cancel(runId);
    await runner.clock.advance(10 * MINUTE);
    expect(await told(runner)).toEqual([[runId, 'interrupted', 'cancelled']]);
    await runner.stop();
  });

  it('and ignores it is reported as interrupted, and keeps its slot until it ends', async () => {
    const { runner, id, runId } = await started('ignores');
    const cancelledAt = runner.clock.now();
    await runner.cancel(runId);
    await runner.clock.advance(2 * SECOND);
    expect(await told(runner)).toEqual([[runId, 'interrupted', 'cancelled']]);
    expect(await runningNow(runner)).toMatchObject([{ runId, cancelledAt }]);
    const next = await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect(await runner.backend.executions.get(next)).toMatchObject({
      status: 'skipped',
      reason: 'max-instances',
    });
    await runner.cancel(runId);
    await runner.clock.advance(2 * SECOND);
    expect(await runningNow(runner), 'a second time').toMatchObject([{ runId, cancelledAt }]);
    await runner.clock.advance(MINUTE);
    expect(await runningNow(runner)).toEqual([]);
    expect(await told(runner)).toContainEqual([runId, 'interrupted', 'cancelled']);
    await runner.stop();
  });

  it('after its timeout was reported stays a timeout', async () => {
    const { runner, runId } = await started('ignores', { timeoutSeconds: 2 });
    await runner.cancel(runId);
    await runner.clock.advance(2 * SECOND);
    expect(await told(runner)).toEqual([[runId, 'timeout', null]]);
    expect(await runningNow(runner)).toMatchObject([{ runId, cancelledAt: null }]);
    expect(await standing(runner)).toEqual([]);
    await runner.stop();
  });

  it('leaves no row where its policy keeps none', async () => {
    const runner = createRunner('heeds');
    await runner.schedule({ ...tenSeconds, logPolicy: 'none' });
    await runner.engine.start();
    await runner.clock.advance(12 * SECOND);
    const [run] = await runningNow(runner);
    await runner.cancel(run?.runId ?? '');
    await runner.clock.advance(SECOND);
    expect([await runningNow(runner), await runner.executions()]).toEqual([[], []]);
    await runner.stop();
  });

  it('is the only one: the rest of its chain goes on', async () => {
    const runner = createRunner('heeds');
    await runner.schedule({ ...tenSeconds, coalesce: false, misfireGraceTime: null });
    await runner.engine.start();
    await runner.clock.advance(5 * SECOND);
    runner.clock.block(40 * SECOND);
    await runner.clock.advance(2 * SECOND);
    const [first] = await runningNow(runner);
    await runner.cancel(first?.runId ?? '');
    await runner.clock.advance(2 * SECOND);
    const [second] = await runningNow(runner);
    expect(second?.scheduledAt).toBe((first?.scheduledAt ?? 0) + 10 * SECOND);
    expect(await told(runner)).toEqual([[first?.runId, 'interrupted', 'cancelled']]);
    await runner.stop();
  });
});

describe('a run that waits', () => {
  it('for a place is given up, and those behind it are not', async () => {
    const runner = createRunner('heeds', { settings: { concurrency: 1 } });
    const { id } = await runner.schedule({ ...seldom, maxInstances: 3 });
    await runner.engine.start();
    const [running, waiting, behind] = [
      await runner.runNow(id),
      await runner.runNow(id),
      await runner.runNow(id),
    ];
    await runner.clock.advance(5 * SECOND);
    await runner.cancel(waiting);
    await runner.clock.advance(SECOND);
    expect(await told(runner)).toEqual([[waiting, 'skipped', 'cancelled']]);
    await runner.cancel(running);
    await runner.clock.advance(SECOND);
    expect(await runningNow(runner)).toMatchObject([{ runId: behind }]);
    await runner.stop();
  });

  it('as a retry is given up, and no other follows', async () => {
    const runner = createTestRunner({
      jobs: {
        'report.send': () => {
          throw new Error('always');
        },
      },
    });
    const { id } = await runner.schedule({ ...seldom, maxRetries: 5 });
    await runner.engine.start();
    await runner.runNow(id);
    await runner.clock.advance(4_500); // failed at 0, 1 and 3 s; the next try is at 7
    const ids = (await runner.executions()).map((execution) => execution.id);
    const waiting = 'runner-1-run-0003';
    expect(ids).toHaveLength(3);
    await runner.cancel(waiting);
    await runner.clock.advance(10 * MINUTE);
    expect((await told(runner)).slice(3)).toEqual([[waiting, 'skipped', 'cancelled']]);
    await runner.stop();
  });

  it('for a runner is never started by the one that comes', async () => {
    const runner = createRunner('heeds');
    const { id } = await runner.schedule(seldom);
    const runId = await runner.runNow(id);
    await runner.cancel(runId);
    await runner.engine.start();
    await runner.clock.advance(SECOND);
    expect(await runner.executions()).toMatchObject([
      { id: runId, status: 'skipped', reason: 'cancelled', durationMs: null },
    ]);
    await runner.stop();
  });
});

describe('a request to cancel', () => {
  it('for a run that no runner has is kept for a minute, does no harm, and is deleted', async () => {
    const runner = createRunner('heeds');
    await runner.schedule(seldom);
    await runner.engine.start();
    await runner.cancel('nobody');
    await runner.clock.advance(CANCEL_REQUEST_TTL_MS - SECOND);
    expect(await standing(runner)).toMatchObject([{ runId: 'nobody' }]);
    await runner.clock.advance(12 * SECOND);
    expect(await standing(runner)).toEqual([]);
    expect(await runner.executions()).toEqual([]);
    const before = runner.backend.calls.length;
    await runner.clock.advance(10 * MINUTE);
    expect(runner.backend.calls.slice(before)).toEqual([]);
    await runner.stop();
  });

  it('for a run that has ended changes nothing of it', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    const { id } = await runner.schedule(seldom);
    await runner.engine.start();
    const runId = await runner.runNow(id);
    await runner.clock.advance(SECOND);
    await runner.cancel(runId);
    await runner.clock.advance(2 * MINUTE);
    expect(await told(runner)).toEqual([[runId, 'success', null]]);
    expect(await standing(runner)).toEqual([]);
    await runner.stop();
  });

  it('costs nothing a run: it is read when the revision changes', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    const { id } = await runner.schedule(tenSeconds);
    await runner.engine.start();
    await runner.clock.advance(5 * MINUTE);
    const reads = () => runner.backend.calls.filter((call) => call === 'cancelRequests.list').length;
    const before = reads();
    await runner.clock.advance(5 * MINUTE);
    expect(reads()).toBe(before);
    await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect(reads()).toBe(before + 1);
    await runner.stop();
  });

  it('waits for an unavailable database, and is carried out when it is back', async () => {
    const runner = createRunner('heeds');
    const { id } = await runner.schedule(seldom);
    await runner.engine.start();
    const runId = await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
    await runner.cancel(runId);
    runner.backend.isAway = true;
    await runner.clock.advance(30 * SECOND);
    expect(await runningNow(runner)).toMatchObject([{ runId, cancelledAt: null }]);
    runner.backend.isAway = false;
    await runner.clock.advance(12 * SECOND);
    expect(await told(runner)).toEqual([[runId, 'interrupted', 'cancelled']]);
    await runner.stop();
  });

  it('that cannot be forgotten at once is forgotten later', async () => {
    const runner = createRunner('heeds');
    const { id } = await runner.schedule(seldom);
    await runner.engine.start();
    const runId = await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
    const { cancelRequests } = runner.backend;
    void runner.cancel(runId);
    while ((await cancelRequests.list()).length === 0) await Promise.resolve();
    runner.backend.isAway = true;
    await runner.clock.advance(20 * SECOND);
    runner.backend.isAway = false;
    await runner.clock.advance(30 * SECOND);
    expect(await told(runner)).toEqual([[runId, 'interrupted', 'cancelled']]);
    expect(await standing(runner)).toEqual([]);
    await runner.stop();
  });

  it('is carried out by the lease holder, and ignored by the standby', async () => {
    const holder = createRunner('heeds', { isLocking: true });
    const { id } = await holder.schedule(seldom);
    await holder.engine.start();
    const standby = createTestRunner({
      jobs: { 'report.send': () => undefined },
      settings: { runnerId: 'runner-2' },
      isLocking: true,
      beside: holder,
    });
    await standby.engine.start();
    const runId = await holder.runNow(id);
    await holder.clock.advance(5 * SECOND);
    await holder.cancel(runId);
    await holder.clock.advance(SECOND);
    expect(await told(holder)).toEqual([[runId, 'interrupted', 'cancelled']]);
    expect(await standing(holder)).toEqual([]);
    await holder.stop();
    await standby.stop();
  });

  it('reaches the run of a runner that has lost the lease', async () => {
    const first = createRunner('heeds', { isLocking: true });
    const { id } = await first.schedule(seldom);
    await first.engine.start();
    const runId = await first.runNow(id);
    await first.clock.advance(5 * SECOND);
    const second = createTestRunner({
      jobs: { 'report.send': () => undefined },
      settings: { runnerId: 'runner-2' },
      isLocking: true,
      beside: first,
    });
    await second.engine.start();
    first.backend.revokeLease('taken away');
    await first.clock.advance(20 * SECOND);
    const states = (await first.backend.runners.list()).map(({ runnerId, state }) => [runnerId, state]);
    expect(states).toEqual([
      ['runner-1', 'standby'],
      ['runner-2', 'active'],
    ]);
    await first.cancel(runId);
    await first.clock.advance(SECOND);
    expect(await told(first)).toEqual([[runId, 'interrupted', 'cancelled']]);
    await first.stop();
    await second.stop();
  });

  it('that was made while no runner was active is found by the next holder', async () => {
    const dead = createRunner('heeds', { isLocking: true });
    const { id } = await dead.schedule(seldom);
    await dead.engine.start();
    const next = createTestRunner({
      jobs: { 'report.send': () => undefined },
      settings: { runnerId: 'runner-2' },
      isLocking: true,
      beside: dead,
    });
    await next.engine.start();
    dead.crash('unseen');
    const runId = await next.runNow(id);
    await next.cancel(runId);
    await next.clock.advance(MINUTE);
    expect(await told(next)).toEqual([[runId, 'skipped', 'cancelled']]);
    await next.clock.advance(2 * MINUTE);
    expect(await standing(next)).toEqual([]);
    await next.stop();
  });
});
