import { describe, expect, it } from 'vitest';
import { actorOf, cappedAt } from './actor-of.ts';

describe('an answer of authorize', () => {
  it.each([
    [true, 'admin', null],
    ['viewer', 'viewer', null],
    ['operator', 'operator', null],
    ['admin', 'admin', null],
    [{ role: 'viewer' }, 'viewer', null],
    [{ role: 'operator', name: 'Ada' }, 'operator', 'Ada'],
    [{ role: 'operator', name: undefined, more: 1 }, 'operator', null],
    [{ role: 'admin', name: null }, 'admin', null],
    [{ role: 'admin', name: '  ' }, 'admin', null],
    [{ role: 'admin', name: ' a\0b\ud800 ' }, 'admin', 'a\ufffdb\ufffd'],
    [{ role: 'admin', name: 'x'.repeat(300) }, 'admin', 'x'.repeat(200)],
    [{ role: 'admin', name: `${'x'.repeat(199)}\u{1f600}` }, 'admin', `${'x'.repeat(199)}\ufffd`],
  ])('%j is an actor', (answer, role, name) => {
    expect(actorOf(answer)).toEqual({ kind: 'actor', actor: { role, name } });
  });

  it.each([false, null, undefined])('%j is a plain no', (answer) => {
    expect(actorOf(answer)).toEqual({ kind: 'no' });
  });

  it.each<[unknown, string]>([
    ['root', '"root"'],
    ['Admin', '"Admin"'],
    ['', '""'],
    [1, '1'],
    [['admin'], 'an object with the role undefined'],
    [{}, 'an object with the role undefined'],
    [{ role: 'root' }, 'an object with the role "root"'],
    [{ role: true }, 'an object with the role true'],
    [{ role: ['admin'] }, 'an object with the role list'],
    [{ role: 'admin', name: 7 }, 'an object with the name 7'],
    [{ role: 'constructor' }, 'an object with the role "constructor"'],
    [JSON.parse('{"__proto__":{"role":"admin"}}'), 'an object with the role undefined'],
    [() => true, 'function'],
    [
      Object.defineProperty({}, 'role', {
        get: () => {
          throw new Error('no');
        },
      }),
      'an object that cannot be read',
    ],
  ])('%j lets nobody in, and its shape can be logged', (answer, shape) => {
    expect(actorOf(answer)).toEqual({ kind: 'wrong', shape });
  });
});

describe('a cap', () => {
  it('lowers a higher role, raises no lower one, and keeps the name', () => {
    expect(cappedAt({ role: 'admin', name: 'Ada' }, 'viewer')).toEqual({ role: 'viewer', name: 'Ada' });
    expect(cappedAt({ role: 'viewer', name: 'Ada' }, 'operator')).toEqual({ role: 'viewer', name: 'Ada' });
  });
});
