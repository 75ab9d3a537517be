import { describe, expect, it } from 'vitest';
import { permissionOf } from './use-may.ts';

const asker = (role: 'viewer' | 'operator' | 'admin', isReadOnly = false) => ({
  actor: { role, name: null },
  isReadOnly,
});

describe('what the page offers', () => {
  it('is what the role includes', () => {
    expect(permissionOf(asker('operator'), 'operator')).toEqual({});
    expect(permissionOf(asker('admin'), 'operator')).toEqual({});
  });

  it('is disabled with the reason otherwise', () => {
    expect(permissionOf(asker('viewer'), 'operator')).toEqual({
      disabled: true,
      title: 'Needs the role operator',
    });
    expect(permissionOf(asker('viewer', true), 'admin')).toEqual({
      disabled: true,
      title: 'This admin is read-only',
    });
  });

  it('leaves out what the application refuses for this schedule, with its reason', () => {
    const refused = { disabled: true, title: 'You may not run billing.charge' };
    expect(permissionOf(asker('admin'), 'operator', 'you may not run billing.charge')).toEqual(refused);
    expect(permissionOf(undefined, 'operator', 'you may not run billing.charge')).toEqual(refused);
    expect(permissionOf(asker('viewer'), 'operator', 'you may not run billing.charge')).toEqual({
      disabled: true,
      title: 'Needs the role operator',
    });
  });

  it('is everything until the role is known', () => {
    expect(permissionOf(undefined, 'admin')).toEqual({});
  });
});
