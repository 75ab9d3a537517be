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

  it('is everything until the role is known', () => {
    expect(permissionOf(undefined, 'admin')).toEqual({});
  });
});
