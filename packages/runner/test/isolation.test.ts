import { BY_TEST } from '@zenpulse/core/testing';
import { existsSync, readdirSync } from 'node:fs';
import type { Execution, ExecutionSummary } from '@zenpulse/core/domain';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

const BLOCK_MS = 5_000;

const JOBS = `
  import { isMainThread, threadId } from 'node:worker_threads';
  import { zenpulseJob } from '${zenpulseUrl}';
  // Asleep, as in a synchronous read: a busy loop would wait for a processor on a busy machine, and no job is blamed for that.
  const block = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  const inThread = { isolation: 'thread' };
  zenpulseJob('tick', () => {});
  zenpulseJob('blocks', () => block(${BLOCK_MS}));
  zenpulseJob('blocks-later', async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    block(${BLOCK_MS});
  });
  zenpulseJob('blocks-in-thread', inThread, ({ log }) => { block(${BLOCK_MS}); log.info('main: ' + isMainThread); });
  zenpulseJob('spins', inThread, ({ log }) => { log.info('thread ' + threadId); for (;;); });
  zenpulseJob('exits', inThread, () => process.exit(7));
  zenpulseJob('eats', inThread, () => {
    const all = [];
    for (;;) all.push(new Array(1e5).fill(all.length + Math.random()));
  });
  zenpulseJob('stubborn', inThread, () => new Promise(() => {}));
`;

let sandbox: Sandbox;
let backend: Backend;
const schedules = new Map<string, string>();
beforeEach(async () => {
  schedules.clear();
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
  backend = await sandbox.backend();
});
afterEach(() => sandbox.close());

const started = async (args: readonly string[] = [], env: Record<string, string> = {}) => {
  const runner = sandbox.run(args, env);
  await runner.said(/This runner fires/);
  return runner;
};
/** The id of a schedule that is never due. */
const scheduleOf = async (jobKey: string, timeoutSeconds: number | null): Promise<string> => {
  const known = schedules.get(jobKey);
  if (known !== undefined) return known;
  const yearly = { intervalValue: 52, intervalUnit: 'weeks', logPolicy: 'all' } as const;
  const { id } = await backend.schedules.create(fields({ jobKey, ...yearly, timeoutSeconds }), BY_TEST);
  schedules.set(jobKey, id);
  return id;
};
const ask = async (jobKey: string, timeoutSeconds: number | null = null): Promise<string> => {
  const id = `${jobKey}-${Math.random()}`;
  const scheduleId = await scheduleOf(jobKey, timeoutSeconds);
  await backend.runRequests.add({ id, scheduleId, requestedAt: Date.now() });
  return id;
};
const endOf = (id: string): Promise<Execution> =>
  eventually(() => backend.executions.get(id), `the end of ${id}`);
const perform = async (jobKey: string, timeoutSeconds: number | null = null) =>
  endOf(await ask(jobKey, timeoutSeconds));
/** The job that ticks each second: what the database has of it. */
const ticks = async (): Promise<readonly ExecutionSummary[]> =>
  (await backend.executions.list({ jobKey: 'tick' }, { limit: 1_000 })).items;
const startTicking = async () => {
  await backend.schedules.create(fields({ jobKey: 'tick', logPolicy: 'all', coalesce: false }), BY_TEST);
  await eventually(async () => (await ticks()).length >= 2, 'two ticks');
};
/** Ticks that were due during a block, and one after it. */
const ticksUntil = async (block: Execution) => {
  const until = block.runTime + BLOCK_MS;
  await eventually(
    async () => (await ticks()).some(({ scheduledAt }) => scheduledAt > until),
    'a tick after it',
  );
  return (await ticks()).filter(({ scheduledAt }) => scheduledAt > block.runTime && scheduledAt <= until);
};

describe('a job that blocks for 5 s beside one that ticks each second', () => {
  it('inline makes the others late, and is named while it lasts and afterwards', async () => {
    const runner = await started();
    await startTicking();
    const late = (await ticksUntil(await perform('blocks'))).filter(
      ({ lateReason }) => lateReason === 'blocked-loop',
    );
    expect(late.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...late.map(({ lateMs }) => lateMs ?? 0))).toBeGreaterThan(3_000);
    await runner.said(/The job \\"blocks\\" blocked the event loop for \d{4} ms; the others waited\./);
    expect(runner.errors()).toMatch(
      /the event loop has been blocked for 2 s by the job "blocks"; nothing else can run/,
    );
    const [seen] = await backend.runners.list();
    expect(seen?.events.map(({ kind }) => kind)).toContain('blocked-loop');
  });

  it('inline and later than its first stretch is named as well, for it is the only one that runs', async () => {
    const runner = await started();
    const execution = await perform('blocks-later');
    expect(execution.status).toBe('success');
    await runner.said(/The event loop was blocked for \d{4} ms while the job \\"blocks-later\\" ran/);
    expect(runner.errors()).toMatch(/blocked for 2 s while the job "blocks-later" runs/);
  });

  it('in a thread delays no other job', async () => {
    const runner = await started();
    await startTicking();
    const execution = await perform('blocks-in-thread');
    expect(execution).toMatchObject({ status: 'success', output: 'main: false\n' });
    expect(execution.durationMs).toBeGreaterThanOrEqual(BLOCK_MS);
    const others = await ticksUntil(execution);
    expect(others.length).toBeGreaterThanOrEqual(4);
    expect(others.map(({ lateReason }) => lateReason)).not.toContain('blocked-loop');
    expect(runner.output() + runner.errors()).not.toMatch(/blocked[^\n]*blocks-in-thread/);
  });
});

describe('a job in a thread', () => {
  it('that ignores its timeout ends with the thread, and the next run has another', async () => {
    const { child } = await started();
    const first = await perform('spins', 1);
    const isFree = async () => (await backend.runners.list())[0]?.runningNow.length === 0;
    await eventually(isFree, 'the slot of the first');
    const second = await perform('spins', 1);
    for (const { status, exceptionMessage } of [first, second]) {
      expect([status, exceptionMessage]).toEqual(['timeout', 'timed out after 1 s']);
    }
    expect(first.output).toMatch(/^thread \d+\n$/);
    expect(second.output).not.toBe(first.output);
    if (!existsSync('/proc/self/task')) return; // only Linux shows the threads of a process
    const isSpinning = async () => {
      const before = await busyThreads(child.pid ?? 0);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [...(await busyThreads(child.pid ?? 0))].some(
        ([id, ticks]) => ticks - (before.get(id) ?? ticks) > 10,
      );
    };
    await eventually(async () => !(await isSpinning()), 'a process in which no thread spins');
  });

  it('may end its thread or eat all its memory, and the runner lives', async () => {
    await started([], { NODE_OPTIONS: '--max-old-space-size=120' });
    expect(await perform('exits')).toMatchObject({
      status: 'fail',
      exceptionMessage: 'The job ended its thread with process.exit(7)',
    });
    expect(await perform('eats')).toMatchObject({
      status: 'fail',
      exceptionMessage: expect.stringContaining('ran out of memory') as string,
    });
    expect(await perform('blocks-in-thread')).toMatchObject({ status: 'success' });
  });

  it('is interrupted when the runner stops, which it does in order', async () => {
    const { child, ended } = await started(['--grace', '0']);
    const ids = [await ask('spins'), await ask('stubborn')];
    const runs = async () => (await backend.runners.list())[0]?.runningNow.length === 2;
    await eventually(runs, 'both at work');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    for (const id of ids) {
      expect(await endOf(id)).toMatchObject({ status: 'interrupted', reason: 'runner-stopped' });
    }
  });

  it('has its modules from where the runner has them, in TypeScript too', async () => {
    await sandbox.write(
      'jobs.ts',
      `import { isMainThread } from 'node:worker_threads';
       import { zenpulseJob, type JobContext } from '${zenpulseUrl}';
       const say = ({ log }: JobContext): void => log.info('main: ' + isMainThread);
       zenpulseJob('typed', { isolation: 'thread' }, say);`,
    );
    await sandbox.write(
      'more.cjs',
      `const { isMainThread } = require('node:worker_threads');
       const { zenpulseJob } = require(${JSON.stringify(new URL(zenpulseUrl).pathname)});
       zenpulseJob('common', { isolation: 'thread' }, ({ log }) => log.info('main: ' + isMainThread));`,
    );
    await started(['--jobs', 'jobs.ts', 'more.cjs']);
    for (const jobKey of ['typed', 'common']) {
      expect(await perform(jobKey)).toMatchObject({ status: 'success', output: 'main: false\n' });
    }
  });
});

/** The processor time of each thread, in the kernel's ticks. */
async function busyThreads(pid: number): Promise<Map<string, number>> {
  const { readFile } = await import('node:fs/promises');
  const ids = readdirSync(`/proc/${pid}/task`);
  const times = ids.map(async (id): Promise<[string, number]> => {
    const stat = await readFile(`/proc/${pid}/task/${id}/stat`, 'utf8').catch(() => ''); // it may have ended
    const [, , , , , , , , , , , user = '0'] = stat.slice(stat.lastIndexOf(')')).split(' ');
    return [id, Number(user)];
  });
  return new Map(await Promise.all(times));
}
