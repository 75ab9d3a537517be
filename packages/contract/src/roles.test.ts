import { describe, expect, it } from 'vitest';
import { includesRole, isRole, ROLES, roleToPatch } from './roles.ts';

describe('roles', () => {
  it('include the ones before them', () => {
    const table = ROLES.map((has) => ROLES.map((needed) => includesRole(has, needed)));
    expect(table).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });

  it.each(['root', 'Admin', 'admin ', '', 'length', '__proto__', 0, null, undefined, ['admin'], {}])(
    'are not %j',
    (value) => expect(isRole(value)).toBe(false),
  );
});

describe('the role to change a schedule', () => {
  it.each([
    ['operator', { version: 1, pausedUntil: null }],
    ['operator', { pausedUntil: '2026-01-31T08:30:00.000Z', pauseReason: 'works', version: 1 }],
    ['admin', { version: 1, pausedUntil: null, enabled: true }],
    ['admin', { version: 1 }],
    ['admin', JSON.parse('{"version":1,"pausedUntil":null,"__proto__":{}}')],
    ['admin', {}],
    ['admin', []],
    ['admin', null],
    ['admin', undefined],
    ['admin', 'pausedUntil'],
  ])('is %s for %j', (role, body) => expect(roleToPatch(body)).toBe(role));
});
