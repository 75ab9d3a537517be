import { afterEach, describe, expect, it } from 'vitest';
import { guardIntrinsics } from './guard-intrinsics.ts';

const throwing = (): never => {
  throw new Error('replaced');
};

/** Typed as what may be replaced, which the language's own types are not. */
const loose = (holder: object) => holder as Record<PropertyKey, unknown>;

let names: string[] = [];
const guard = guardIntrinsics((restored) => names.push(...restored));
afterEach(() => {
  guard.compare();
  names = [];
});

describe('what a job replaced of the language', () => {
  it.each<[string, object, PropertyKey]>([
    ['Promise.prototype.then', Promise.prototype, 'then'],
    ['Promise', globalThis, 'Promise'],
    ['Date', globalThis, 'Date'],
    ['Date.now', Date, 'now'],
    ['setTimeout', globalThis, 'setTimeout'],
    ['setImmediate', globalThis, 'setImmediate'],
    ['JSON.stringify', JSON, 'stringify'],
    ['Array.prototype.push', Array.prototype, 'push'],
    ['Map.prototype.get', Map.prototype, 'get'],
    ['process.nextTick', process, 'nextTick'],
  ])('%s is back at the end of its run', (name, holder, key) => {
    const before = loose(holder)[key];
    loose(holder)[key] = throwing;
    guard.check();
    expect(loose(holder)[key]).toBe(before);
    expect(names).toEqual([name]);
  });

  it.each<[string, object, PropertyKey]>([
    ['Object.prototype.toJSON', Object.prototype, 'toJSON'],
    ['Object.prototype.then', Object.prototype, 'then'],
    ['Object.prototype.get', Object.prototype, 'get'],
    ['Array.prototype.toJSON', Array.prototype, 'toJSON'],
  ])('%s, which everything reads and nothing has, is gone at the end of its run', (name, holder, key) => {
    loose(holder)[key] = throwing;
    guard.check();
    expect(Object.hasOwn(holder, key)).toBe(false);
    expect(names).toEqual([name]);
  });

  it.each<[string, object, PropertyKey]>([
    ['Array.prototype.Symbol(Symbol.iterator)', Array.prototype, Symbol.iterator],
    ['String.prototype.slice', String.prototype, 'slice'],
    ['Reflect.apply', Reflect, 'apply'],
    ['Set.prototype.has', Set.prototype, 'has'],
    ['iterator of [].next', Object.getPrototypeOf([][Symbol.iterator]()) as object, 'next'],
    ['performance.now', performance, 'now'],
    ['Buffer.from', Buffer, 'from'],
    ['structuredClone', globalThis, 'structuredClone'],
  ])('%s is back at the next look', (name, holder, key) => {
    const before = loose(holder)[key];
    Object.defineProperty(holder, key, { value: throwing, configurable: true, writable: true });
    guard.compare();
    expect(loose(holder)[key]).toBe(before);
    expect(names).toEqual([name]);
  });

  it('is back though it is deleted, hidden behind a getter, or everything at once', () => {
    const { then } = Promise.prototype;
    const { push } = Array.prototype;
    Object.defineProperty(JSON, 'parse', { get: throwing, configurable: true });
    Reflect.deleteProperty(Promise.prototype, 'then');
    for (const key of ['push', 'filter', 'map', 'splice', 'forEach', 'includes', Symbol.iterator]) {
      loose(Array.prototype)[key] = throwing;
    }
    loose(Set.prototype)['has'] = throwing;
    loose(Reflect)['defineProperty'] = throwing;
    guard.check();
    expect([Promise.prototype.then, Array.prototype.push]).toEqual([then, push]);
    expect(JSON.parse('[1]')).toEqual([1]);
    expect(names).toHaveLength(11);
  });

  it('is gone where it was added to all objects', () => {
    loose(Object.prototype)['toJSON'] = throwing;
    guard.compare();
    expect('toJSON' in {}).toBe(false);
    expect(names).toEqual(['Object.prototype.toJSON']);
  });

  it('is nothing when all is as it was', () => {
    void new Error('x').stack;
    guard.check();
    guard.compare();
    expect(names).toEqual([]);
  });

  it('costs next to nothing at the end of a run', () => {
    const begunAt = performance.now();
    for (let i = 0; i < 100_000; i += 1) guard.check();
    expect((performance.now() - begunAt) / 100_000).toBeLessThan(0.005);
  });
});
