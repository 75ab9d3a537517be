import { afterEach, describe, expect, it } from 'vitest';
import type { Execution, ScheduleFields } from '../domain/index.ts';
import { createTestRunner, type TestRunner } from '../testing/index.ts';
import type { JobContext } from './jobs/job-registry.ts';

const SECOND = 1_000;
const HUNDRED_MB = 100_000_000;
/** For type, message and stack together; the output has its own limit. */
const MAX_BYTES = 65_536;

type Hostile = (context: JobContext) => unknown;

const throwing = (): never => {
  throw new Error('thrown by the look at it');
};

/** Every trap of it throws. */
function hostileProxy(target: object = {}): object {
  const traps = [
    'get',
    'has',
    'set',
    'ownKeys',
    'getPrototypeOf',
    'getOwnPropertyDescriptor',
    'isExtensible',
  ];
  return new Proxy(target, Object.fromEntries(traps.map((trap) => [trap, throwing])));
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function errorWith(descriptors: PropertyDescriptorMap): Error {
  const error = new Error('plain');
  void error.stack; // created now: later, creating it would trigger the getters
  return Object.defineProperties(error, descriptors);
}

function cyclicCauses(): Error {
  const inner = new Error('inner');
  const outer = new Error('outer', { cause: inner });
  inner.cause = outer;
  return outer;
}

class WithoutPrototype extends Error {}

const THROWN: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  'a symbol': () => Symbol('s'),
  'a bigint': () => 10n ** 1_000n,
  'a function': () => throwing,
  'a Proxy whose every trap throws': hostileProxy,
  'a function’s Proxy whose every trap throws': () => hostileProxy(throwing),
  'a revoked Proxy': revokedProxy,
  'an error whose getters throw': () =>
    errorWith({
      name: { get: throwing },
      message: { get: throwing },
      stack: { get: throwing },
      cause: { get: throwing },
    }),
  'an object whose conversions throw': () => ({ toString: throwing, toJSON: throwing, valueOf: throwing }),
  'an error that is another each time': () => {
    let looks = 0;
    return errorWith({ message: { get: () => (looks++ === 0 ? 'once' : throwing()) } });
  },
  'causes in a cycle': cyclicCauses,
  'a cause that throws': () => new Error('outer', { cause: hostileProxy() }),
  'a thousand causes': () => {
    let error = new Error('first');
    for (let i = 0; i < 1_000; i += 1) error = new Error(`cause ${i}`, { cause: error });
    return error;
  },
  'an AggregateError of ten thousand': () =>
    new AggregateError(
      Array.from({ length: 10_000 }, (_, i) => new Error(`part ${i}`)),
      'many',
    ),
  'an error without a prototype': () => Object.setPrototypeOf(new WithoutPrototype('x'), null) as object,
  'an object without a prototype in a cycle': () => {
    const cyclic = Object.create(null) as Record<string, unknown>;
    cyclic['self'] = cyclic;
    return cyclic;
  },
  'a message of 100 MB': () => new Error('x'.repeat(HUNDRED_MB)),
  'a text of 100 MB': () => 'x'.repeat(HUNDRED_MB),
  'a name and a stack of 100 MB': () =>
    errorWith({ name: { value: 'n'.repeat(HUNDRED_MB) }, stack: { value: 's'.repeat(HUNDRED_MB) } }),
  'NUL and lone surrogates': () => new Error('a\0b\uD800c\uDC00'),
  secrets: () => new Error('postgres://app:hunter2@db, token=hunter2, Bearer hunter2hunter2'),
  'a promise': () => Promise.resolve('value'),
  'a thenable that throws': () => ({ then: throwing }),
};

const BEHAVIOURS: Readonly<Record<string, readonly [Hostile, Execution['status']]>> = {
  'returns a thenable that never settles': [() => ({ then: () => undefined }), 'timeout'],
  'returns a promise that never settles': [() => new Promise(() => undefined), 'timeout'],
  'returns a thenable that calls back twice and then throws': [
    () => ({
      then: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
        resolve(1);
        reject(2);
        resolve(3);
        throwing();
      },
    }),
    'success',
  ],
  'returns a thenable that resolves to itself': [
    () => {
      const own: { then?: unknown } = {};
      own.then = (resolve: (value: unknown) => void) => resolve(new Error('not thrown'));
      return own;
    },
    'success',
  ],
  'returns a promise that resolves to itself': [
    () => {
      let resolve: (value: unknown) => void = () => undefined;
      const own: Promise<unknown> = new Promise((assign) => {
        resolve = assign;
      });
      resolve(own);
      return own;
    },
    'fail',
  ],
  'returns an object whose then throws when it is read': [
    () => ({
      get then() {
        return throwing();
      },
    }),
    'fail',
  ],
  'returns a Proxy whose every trap throws': [() => hostileProxy(), 'fail'],
  'returns a promise of a class of its own, whose then throws': [
    () => {
      class Own extends Promise<unknown> {
        // oxlint-disable-next-line unicorn/no-thenable -- it is what is tested
        override then(): never {
          return throwing();
        }
      }
      return Own.resolve(1);
    },
    'fail',
  ],
  'changes what it gets': [
    (context) => {
      for (const name of Object.keys(context)) Reflect.deleteProperty(context, name);
      Object.assign(context.params ?? {}, { to: 'changed' });
      Object.assign(context, { runId: 'x', jobKey: 'x', log: null, params: null });
    },
    'success',
  ],
  'changes its params': [
    ({ params }) => {
      (params as Record<string, unknown>)['to'] = 'changed';
      (params['list'] as unknown[]).length = 0;
    },
    'success',
  ],
  'logs a million lines': [
    ({ log }) => {
      for (let i = 0; i < 1_000_000; i += 1) log.info(`line ${i}`);
    },
    'success',
  ],
  'logs a line of 100 MB': [({ log }) => log.info('x'.repeat(HUNDRED_MB)), 'success'],
  'logs NUL, lone surrogates and secrets': [
    ({ log }) => {
      log.info('a\0b\uD800c\uDC00');
      log.warn('password: hunter2 and mysql://root:hunter2@db/x');
    },
    'success',
  ],
  'logs what throws when it becomes text': [
    ({ log }) => log.info({ toString: throwing } as unknown as string),
    'fail',
  ],
  'keeps its log and writes into it after its end': [
    ({ log, signal }) => {
      signal.addEventListener('abort', () => log.info('late'));
      queueMicrotask(() => queueMicrotask(() => log.info('after the end')));
    },
    'success',
  ],
};

let runner: TestRunner;
afterEach(() => runner.stop());

/** Runs a hostile job once between two runs of a harmless one, all in the same runner. */
async function runBesideAGoodOne(
  hostile: Hostile,
  fields: Partial<ScheduleFields> = {},
): Promise<readonly Execution[]> {
  runner = createTestRunner({ jobs: { hostile, good: () => 'fine' } });
  const common = {
    triggerType: 'interval',
    intervalValue: 1,
    intervalUnit: 'days',
    logPolicy: 'all',
  } as const;
  const bad = await runner.schedule({ ...common, jobKey: 'hostile', timeoutSeconds: 3, ...fields });
  const good = await runner.schedule({ ...common, jobKey: 'good' });
  await runner.engine.start();
  for (const id of [good.id, bad.id, good.id]) {
    await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
  }
  return runner.executions();
}

function expectBounded({ exceptionType, exceptionMessage, traceback, output }: Execution): void {
  const described = `${exceptionType ?? ''}${exceptionMessage ?? ''}${traceback ?? ''}`;
  expect(Buffer.byteLength(described)).toBeLessThan(MAX_BYTES);
  expect(Buffer.byteLength(output ?? '')).toBeLessThan(MAX_BYTES);
  for (const text of [described, output ?? '']) {
    expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
    expect(text).not.toContain('hunter2');
  }
}

function expectOneEnd(executions: readonly Execution[], status: Execution['status']): Execution {
  expect(executions.map((each) => [each.jobKey, each.status])).toEqual([
    ['good', 'success'],
    ['hostile', status],
    ['good', 'success'],
  ]);
  const [, hostile] = executions;
  if (hostile === undefined) throw new Error('expected the hostile job’s execution');
  expectBounded(hostile);
  return hostile;
}

describe('a job that throws', () => {
  it.each(Object.entries(THROWN))('%s fails once, and the runner lives', async (_what, make) => {
    const { exceptionType } = expectOneEnd(
      await runBesideAGoodOne(() => {
        throw make();
      }),
      'fail',
    );
    expect(exceptionType).not.toBe('');
  });
});

describe('a job that rejects with', () => {
  it.each(Object.entries(THROWN))('%s fails once, and the runner lives', async (_what, make) => {
    expectOneEnd(
      await runBesideAGoodOne(async () => {
        await Promise.resolve();
        throw make();
      }),
      'fail',
    );
  });
});

describe('a job that', () => {
  it.each(Object.entries(BEHAVIOURS))(
    '%s ends once, and the runner lives',
    async (_what, [hostile, status]) => {
      const params = { to: 'someone', list: [1, 2, 3] };
      expectOneEnd(await runBesideAGoodOne(hostile, { params }), status);
    },
  );

  it('changes its params changes nothing for its next run', async () => {
    const seen: unknown[] = [];
    await runBesideAGoodOne(
      ({ params }) => {
        seen.push(structuredClone(params));
        (params['list'] as unknown[]).push(4);
      },
      { params: { list: [1] } },
    );
    const { schedules } = runner.backend;
    const { items } = await schedules.list({ sort: 'jobKey', isDescending: true, limit: 1 });
    const [row] = items;
    if (row === undefined || row.isDamaged) throw new Error('expected the hostile job’s schedule');
    await runner.runNow(row.schedule.id);
    await runner.clock.advance(5 * SECOND);
    expect(seen).toEqual([{ list: [1] }, { list: [1] }]);
  });
});

it('a logger that throws costs no record, and the runner goes on', async () => {
  runner = createTestRunner({ jobs: { bad: throwing } });
  const { id } = await runner.schedule({ jobKey: 'bad', intervalValue: 1, intervalUnit: 'days' });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) runner.logger[level] = throwing;
  await runner.engine.start();
  for (let n = 0; n < 2; n += 1) {
    await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
  }
  expect((await runner.executions()).map(({ status }) => status)).toEqual(['fail', 'fail']);
});
