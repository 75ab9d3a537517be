import { BY_TEST } from '@zenpulse/core/testing';
import type { Execution } from '@zenpulse/core/domain';
import type { Backend } from '@zenpulse/core/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

/** For type, message and stack together; the output has its own limit. */
const MAX_BYTES = 65_536;
const HOSTILE_PROXY = `new Proxy({}, Object.fromEntries(['get', 'has', 'set', 'ownKeys', 'getPrototypeOf',
  'getOwnPropertyDescriptor', 'isExtensible'].map((trap) => [trap, () => { throw new Error('trap'); }])))`;

/** The bodies of jobs that throw, and of those that return or reject with, each of these. */
const THROWN: Readonly<Record<string, string>> = {
  nothing: 'undefined',
  null: 'null',
  symbol: `Symbol('s')`,
  proxy: HOSTILE_PROXY,
  revoked: `(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()`,
  getters: `Object.defineProperties(new Error('x'), Object.fromEntries(['name', 'message', 'stack', 'cause'].map(
    (name) => [name, { get() { throw new Error('getter'); } }])))`,
  conversions: `({ toString() { throw 1; }, toJSON() { throw 2; }, get message() { throw 3; } })`,
  cycle: `(() => { const a = new Error('a'); const b = new Error('b', { cause: a }); a.cause = b; return b; })()`,
  'no-prototype': `Object.setPrototypeOf(new Error('x'), null)`,
  huge: `new Error('x'.repeat(100_000_000))`,
  aggregate: `new AggregateError(Array.from({ length: 10_000 }, () => new Error('part')), 'many')`,
  text: `new Error('a\\0b\\uD800c password=hunter2 postgres://app:hunter2@db')`,
};

/** What a job may do and still succeed; the runner must continue as if nothing had happened. */
const DEEDS: Readonly<Record<string, string>> = {
  timezone: `process.env.TZ = 'Pacific/Apia'; new Date().getHours();`,
  folder: `process.chdir('/');`,
  'exit-code': `process.exitCode = 3;`,
  environment: `for (const name of Object.keys(process.env)) delete process.env[name];`,
  params: `params.to = 'changed'; params.list.length = 0;`,
  'many-lines': `for (let i = 0; i < 10_000; i += 1) log.info('line ' + i);`,
  'output-text': `log.info('a\\0b\\uD800c'); log.warn('token=hunter2');`,
  'twice-called-back': `return { then(resolve, reject) { resolve(1); reject(2); throw new Error('3'); } };`,
  'late-rejection': `setTimeout(() => Promise.reject(new Error('late')), 20);`,
  'late-throw': `setTimeout(() => { throw ${HOSTILE_PROXY}; }, 20);`,
  'uncaught-listeners': `process.removeAllListeners('uncaughtException'); process.removeAllListeners('unhandledRejection');
    setTimeout(() => { throw new Error('late'); }, 20); Promise.reject(new Error('late'));`,
  'signal-listeners': `process.removeAllListeners('SIGTERM'); process.removeAllListeners('SIGINT');`,
  'all-listeners': `process.removeAllListeners(); Promise.reject(new Error('late'));`,
  stdout: `console.log = process.stdout.write = () => { throw new Error('stdout'); };`,
  stack: `Error.prepareStackTrace = () => { throw new Error('stack'); }; Error.stackTraceLimit = 0;`,
  frozen: `Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(process);`,
};

function jobModule(): string {
  const thrown = Object.entries(THROWN).flatMap(([name, value]) => [
    `zenpulseJob('throws-${name}', () => { throw ${value}; });`,
    `zenpulseJob('rejects-${name}', async () => { await null; throw ${value}; });`,
  ]);
  const deeds = Object.entries(DEEDS).map(
    ([name, body]) => `zenpulseJob('does-${name}', async ({ params, log }) => { ${body} });`,
  );
  return `
    import { closeSync } from 'node:fs';
    import { zenpulseJob } from '${zenpulseUrl}';
    ${[...thrown, ...deeds].join('\n')}
    zenpulseJob('never-settles', ({ signal }) => {
      signal.addEventListener('abort', () => { throw new Error('listener'); });
      return { then() {} };
    });
    zenpulseJob('closes', () => {
      for (let fd = 3; fd <= 20; fd += 1) try { closeSync(fd); } catch {}
      return new Promise(() => {});
    });
    zenpulseJob('good', () => 'fine');
  `;
}

describe('a runner whose jobs are hostile', () => {
  let sandbox: Sandbox;
  let backend: Backend;
  let runner: RunnerProcess;
  const schedules = new Map<string, string>();
  let asked = 0;

  beforeAll(async () => {
    sandbox = await createSandbox();
    await sandbox.write('jobs.mjs', jobModule());
    backend = await sandbox.backend();
    runner = sandbox.run(['--lock', '--grace', '1']);
    await runner.said(/This runner fires/);
  });
  afterAll(() => sandbox.close());

  const scheduleOf = async (jobKey: string): Promise<string> => {
    const known = schedules.get(jobKey);
    if (known !== undefined) return known;
    const yearly = { intervalValue: 52, intervalUnit: 'weeks', logPolicy: 'all' } as const;
    const params = { to: 'someone', list: [1] };
    const { id } = await backend.schedules.create(
      fields({ jobKey, ...yearly, params, timeoutSeconds: 3 }),
      BY_TEST,
    );
    schedules.set(jobKey, id);
    return id;
  };
  const ask = async (jobKey: string): Promise<string> => {
    const id = `${jobKey}-${(asked += 1)}`;
    await backend.runRequests.add({ id, scheduleId: await scheduleOf(jobKey), requestedAt: Date.now() });
    return id;
  };
  const endOf = (id: string): Promise<Execution> =>
    eventually(() => backend.executions.get(id), `the end of ${id}`);
  const isGood = async () => expect(await endOf(await ask('good'))).toMatchObject({ status: 'success' });

  const expectSound = ({ exceptionType, exceptionMessage, traceback, output }: Execution) => {
    const described = `${exceptionType ?? ''}${exceptionMessage ?? ''}${traceback ?? ''}`;
    expect(Buffer.byteLength(described)).toBeLessThan(MAX_BYTES);
    expect(Buffer.byteLength(output ?? '')).toBeLessThan(MAX_BYTES);
    expect((traceback ?? '').split('\nCaused by')[0], 'the job’s own frames only').not.toContain(
      'callJobFunction',
    );
    for (const text of [described, output ?? '']) {
      expect(text).not.toMatch(/\0|hunter2/);
      expect(text.isWellFormed()).toBe(true);
    }
  };

  it('records one failure of each that throws or rejects, whatever it throws', async () => {
    const names = Object.keys(THROWN).flatMap((name) => [`throws-${name}`, `rejects-${name}`]);
    const ids = await Promise.all(names.map(ask));
    for (const id of ids) {
      const execution = await endOf(id);
      expect([id, execution.status]).toEqual([id, 'fail']);
      expectSound(execution);
    }
    await isGood();
  });

  it.each(Object.keys(DEEDS))('lives on after %s', async (name) => {
    const execution = await endOf(await ask(`does-${name}`));
    expect(execution).toMatchObject({ status: 'success' });
    expectSound(execution);
    await isGood();
  });

  it('ends a run that never settles by its timeout, and the others go on meanwhile', async () => {
    const id = await ask('never-settles');
    await isGood();
    expect((await endOf(id)).status).toBe('timeout');
  });

  it('has one record of each run and gives every job its own params', async () => {
    const { items } = await backend.executions.list({}, { limit: 1_000 });
    expect(items).toHaveLength(asked);
    const row = await backend.schedules.get(await scheduleOf('does-params'));
    expect(row).toMatchObject({ schedule: { params: { to: 'someone', list: [1] } } });
  });

  it('still hears SIGTERM and leaves cleanly', async () => {
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
  });

  it('dies when a job closes the descriptors that Node depends on, and the next runner reports it', async () => {
    runner = sandbox.run(['--lock']);
    await runner.said(/This runner fires/);
    const id = await ask('closes');
    expect(await runner.ended).not.toBe(0);
    runner = sandbox.run(['--lock']);
    expect(await endOf(id)).toMatchObject({ status: 'interrupted', reason: 'runner-died' });
    await isGood();
  });
});
