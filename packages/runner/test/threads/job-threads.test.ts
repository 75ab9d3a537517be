import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ThrownDescription } from '@zenpulse/core/domain';
import type { JobThreads, ThreadEvents, ThreadSeat } from '@zenpulse/core/ports';
import { createRecordingLogger, type RecordingLogger } from '@zenpulse/core/testing';
import { jobThreadsContract, threadContractJobs } from '@zenpulse/core/testing/contracts';
import { systemClock } from '@zenpulse/store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJobThreads } from '../../src/threads/open-job-threads.ts';
import { zenpulseUrl } from '../sandbox.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zenpulse-threads-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const moduleOf = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, `import { zenpulseJob } from '${zenpulseUrl}';\n${text}`);
  return file;
};
const open = (file: string, logger: RecordingLogger = createRecordingLogger()): Promise<JobThreads> =>
  openJobThreads({ modules: [file], size: 2, clock: systemClock, logger });

jobThreadsContract('the pool', async () => {
  const jobs = Object.entries(threadContractJobs).map(
    ([key, fn]) => `zenpulseJob('${key}', ${fn.toString()});`,
  );
  const threads = await open(moduleOf('contract.mjs', jobs.join('\n')));
  return { threads, close: () => threads.close() };
});

const ignored = () => undefined;
const DEAF: ThreadEvents = { onLine: ignored, onFlood: ignored, onProgress: ignored, onEnd: ignored };

/** Values whose description fails or is misleading. */
const THROWN: Readonly<Record<string, string>> = {
  nothing: 'undefined',
  symbol: `Symbol('s')`,
  uncloneable: `Object.assign(new Error('x'), { method() {}, port: new MessageChannel().port1 })`,
  trap: `new Proxy({}, { get() { throw new Error('trap'); }, getPrototypeOf() { throw new Error('trap'); } })`,
  revoked: `(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()`,
  getters: `Object.defineProperties(new Error('x'), Object.fromEntries(['name', 'message', 'stack', 'cause'].map(
    (name) => [name, { get() { throw new Error('getter'); } }])))`,
  cycle: `(() => { const a = new Error('a'); const b = new Error('b', { cause: a }); a.cause = b; return b; })()`,
  bare: `Object.setPrototypeOf(new Error('x'), null)`,
  huge: `new Error('x'.repeat(100_000_000))`,
  secret: `new Error('a\\0b\\uD800c password=hunter2 postgres://app:hunter2@db')`,
};

/** What a job may do to its thread. */
const JOBS = `
  import { threadId } from 'node:worker_threads';
  zenpulseJob('thread', ({ log }) => log.info(String(threadId)));
  zenpulseJob('exits', () => process.exit(7));
  let release;
  zenpulseJob('leaves-exit', () => { void new Promise((resolve) => { release = resolve; }).then(() => process.exit(9)); });
  zenpulseJob('goes-on', async ({ log }) => {
    release();
    await new Promise((resolve) => setImmediate(resolve));
    log.info(String(threadId));
  });
  zenpulseJob('spins', () => { for (;;); });
  zenpulseJob('closes-port', async () => (await import('node:worker_threads')).parentPort.close());
  zenpulseJob('tells-parent', async () => {
    const { parentPort } = await import('node:worker_threads');
    for (const message of [null, 'hello', { level: 'fatal' }, { kind: 'ready' }]) parentPort.postMessage(message);
  });
  zenpulseJob('talks', ({ log }) => { for (let n = 0; n < 1_000_000; n += 1) log.info('line ' + n); });
  zenpulseJob('late-throw', () => { setTimeout(() => { throw new Error('late'); }, 1); });
  ${Object.entries(THROWN)
    .map(([name, value]) => `zenpulseJob('${name}', () => { throw ${value}; });`)
    .join('\n')}
`;

describe('a job in a thread', () => {
  let threads: JobThreads;
  let logger: RecordingLogger;
  beforeEach(async () => {
    logger = createRecordingLogger();
    threads = await open(moduleOf('jobs.mjs', JOBS), logger);
  });
  afterEach(() => threads.close());

  const seated = (): Promise<ThreadSeat> =>
    new Promise((resolve) => {
      const seat = threads.seat(() => resolve(seat));
    });
  const start = (seat: ThreadSeat, jobKey: string) => {
    const lines: string[] = [];
    const ended = new Promise<ThrownDescription | null>((resolve) =>
      seat.run(
        { runId: 'r', jobKey, scheduledAt: 0, attempt: 1, params: {} },
        { ...DEAF, onLine: (_level, text) => lines.push(text), onEnd: resolve },
      ),
    );
    return { lines, ended };
  };
  const run = async (jobKey: string) => {
    const seat = await seated();
    const { lines, ended } = start(seat, jobKey);
    const thrown = await ended;
    await seat.released;
    return { lines, thrown };
  };

  it('has the same thread as the one before it', async () => {
    expect((await run('thread')).lines).toEqual((await run('thread')).lines);
  });

  it('ends its thread alone with process.exit, which is a failure that says so', async () => {
    const [before] = (await run('thread')).lines;
    expect((await run('exits')).thrown).toEqual({
      exceptionType: 'ThreadError',
      exceptionMessage: 'The job ended its thread with process.exit(7)',
      traceback: null,
    });
    expect((await run('thread')).lines).not.toEqual([before]);
  });

  it('is not ended by a process.exit that an earlier run left behind, which is named in the log', async () => {
    const { lines: before } = await run('thread');
    expect((await run('leaves-exit')).thrown).toBeNull();
    expect(await run('goes-on')).toEqual({ lines: before, thrown: null });
    const said = () => JSON.stringify(logger.lines.map(({ facts }) => facts));
    await vi.waitFor(() =>
      expect(said()).toContain('process.exit(9) was called by what the job \\"leaves-exit\\" left behind'),
    );
  });

  it('is ended in a loop without end, and the thread with it', async () => {
    const seat = await seated();
    const { ended } = start(seat, 'spins');
    seat.terminate();
    expect((await ended)?.exceptionMessage).toBe('The thread was ended under the job');
    await seat.released;
  });

  it.each(['closes-port', 'late-throw', 'tells-parent'])('leaves a thread that works: %s', async (jobKey) => {
    expect((await run(jobKey)).thrown).toBeNull();
    expect((await run('thread')).lines).toHaveLength(1);
  });

  it('throws outside of its run into the runner’s log', async () => {
    const seat = await seated(); // the thread stays alive until the timer has fired
    await run('late-throw');
    seat.leave();
    for (let n = 0; n < 100 && logger.lines.length === 0; n += 1) await run('thread');
    expect(logger.lines).toMatchObject([
      { level: 'error', sentence: 'A job threw outside of its run', facts: { err: { message: 'late' } } },
    ]);
  });

  it('that never stops talking is heard within the bounds of its output', async () => {
    expect((await run('talks')).lines.length).toBeLessThan(5_000);
  });

  it.each(Object.keys(THROWN))(
    'throws what is described in bounds and without secrets: %s',
    async (jobKey) => {
      const { thrown } = await run(jobKey);
      const text = `${thrown?.exceptionType}${thrown?.exceptionMessage}${thrown?.traceback}`;
      expect(thrown).not.toBeNull();
      expect(Buffer.byteLength(text)).toBeLessThan(65_536);
      expect(text).not.toMatch(/\0|hunter2|callJobFunction/);
      expect(text.isWellFormed()).toBe(true);
    },
  );
});

describe('a thread whose job modules cannot be loaded', () => {
  it('ends the run with the reason, and the next one tries anew', async () => {
    const file = moduleOf('broken.mjs', `throw new Error('no settings, password=hunter2');`);
    const threads = await open(file);
    const failed = () =>
      new Promise<ThrownDescription | null>((resolve) => {
        const seat = threads.seat(() =>
          seat.run(
            { runId: 'r', jobKey: 'a', scheduledAt: 0, attempt: 1, params: {} },
            { ...DEAF, onEnd: resolve },
          ),
        );
      });
    expect((await failed())?.exceptionMessage).toMatch(
      /^The job modules cannot be loaded in the thread: .*broken\.mjs cannot be loaded: Error: no settings, password=\[redacted\]/,
    );
    moduleOf('broken.mjs', `zenpulseJob('a', () => undefined);`);
    expect(await failed()).toBeNull();
    await threads.close();
  });
});
