import { describe, expect, it } from 'vitest';
import { describeThrown } from './describe-thrown.ts';

const bytesOf = ({ exceptionType, exceptionMessage, traceback }: ReturnType<typeof describeThrown>): number =>
  Buffer.byteLength(exceptionType + exceptionMessage + (traceback ?? ''));

const throwing = (): never => {
  throw new Error('thrown by the look at it');
};

/** Every trap of it throws. */
const hostileProxy = (): object =>
  new Proxy(
    {},
    {
      get: throwing,
      has: throwing,
      ownKeys: throwing,
      getPrototypeOf: throwing,
      getOwnPropertyDescriptor: throwing,
    },
  );

describe('describeThrown', () => {
  it('records type, message and stack of an error', () => {
    const error = new RangeError('too far');
    expect(describeThrown(error)).toEqual({
      exceptionType: 'RangeError',
      exceptionMessage: 'too far',
      traceback: error.stack,
    });
  });

  it.each<[string, unknown, string, string]>([
    ['undefined', undefined, 'undefined', 'undefined'],
    ['null', null, 'null', 'null'],
    ['text', 'broken', 'string', 'broken'],
    ['a number', -0.5, 'number', '-0.5'],
    ['a bigint', 7n, 'bigint', '7'],
    ['a symbol', Symbol('s'), 'symbol', 'Symbol(s)'],
    ['a plain object', { code: 7 }, 'Object', '{"code":7}'],
    ['a list', [1, 2], 'Array', '[1,2]'],
    ['an object with a message', { name: 'Mine', message: 'm' }, 'Mine', 'm'],
    ['an object without a prototype', Object.create(null), 'object', '{}'],
  ])('describes %s', (_what, thrown, exceptionType, exceptionMessage) => {
    expect(describeThrown(thrown)).toEqual({ exceptionType, exceptionMessage, traceback: null });
  });

  it.each<[string, () => unknown]>([
    ['a Proxy whose every trap throws', hostileProxy],
    [
      'a revoked Proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    ['a function whose Proxy throws', () => new Proxy(throwing, { get: throwing })],
    [
      'an error whose getters throw',
      () => {
        const error = new Error();
        void error.stack; // created now: later, creating it would trigger the getters
        return Object.defineProperties(error, {
          name: { get: throwing },
          message: { get: throwing },
          stack: { get: throwing },
          cause: { get: throwing },
        });
      },
    ],
    ['an object whose toString and toJSON throw', () => ({ toString: throwing, toJSON: throwing })],
    [
      'an object without a prototype in a cycle',
      () => {
        const cyclic = Object.create(null) as { self?: unknown };
        cyclic.self = cyclic;
        return cyclic;
      },
    ],
    ['fields that are no text', () => ({ name: 7, message: {}, stack: Symbol('x'), cause: 1n })],
    ['an error caused by a hostile one', () => new Error('outer', { cause: hostileProxy() })],
  ])('survives %s', (_what, make) => {
    const described = describeThrown(make());
    expect(typeof described.exceptionType).toBe('string');
    expect(described.exceptionMessage.length).toBeGreaterThan(0);
  });

  it('records the causes, at most five, even in a cycle', () => {
    const inner = new Error('inner');
    const outer = new Error('outer', { cause: inner });
    expect(describeThrown(outer).traceback).toContain('Caused by: Error: inner');
    inner.cause = outer;
    expect(describeThrown(outer).traceback?.match(/Caused by/g)).toHaveLength(5);
  });

  it.each([
    ['letters', 'x'],
    ['three bytes each', '日'],
    ['surrogate pairs', '😀'],
    ['secrets that grow when they are redacted', 'token=a '],
    ['lone surrogates', '\uD800'],
    ['NUL', '\0'],
  ])('keeps 300,000 characters of %s below 64 KiB', (_what, unit) => {
    const error = new Error(unit.repeat(300_000));
    error.name = unit.repeat(10_000);
    const described = describeThrown(error);
    expect(bytesOf(described)).toBeLessThan(65_536);
    expect(described.exceptionMessage).toMatch(/… \(\d+ characters\)$/);
    expect(described.exceptionMessage.isWellFormed()).toBe(true);
  });

  it('replaces NUL and lone surrogates, and leaves pairs', () => {
    const { exceptionMessage } = describeThrown(new Error('a\0b\uD800c\uDC00d😀'));
    expect(exceptionMessage).toBe('a\uFFFDb\uFFFDc\uFFFDd😀');
  });

  it('redacts message and stack, also where the text is cut', () => {
    const described = describeThrown(new Error('at postgres://app:hunter2@db'));
    expect(described.exceptionMessage).toBe('at postgres://app:[redacted]@db');
    expect(described.traceback).not.toContain('hunter2');
    const cut = describeThrown(new Error(`${'x'.repeat(14_970)} postgres://app:${'hunter2'.repeat(20)}@db`));
    expect(cut.exceptionMessage).not.toContain('hunter');
  });
});
