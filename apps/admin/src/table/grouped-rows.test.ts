import { describe, expect, it } from 'vitest';
import { groupedRows, prefixOf } from './grouped-rows.ts';

describe('rows in groups', () => {
  const rows = ['billing.charge', 'billing.dunning', 'mail.send'];

  it('have a heading with their number before each group', () => {
    expect(groupedRows(rows, prefixOf)).toEqual([
      { heading: 'billing', count: 2 },
      { row: 'billing.charge' },
      { row: 'billing.dunning' },
      { heading: 'mail', count: 1 },
      { row: 'mail.send' },
    ]);
  });

  it('are as they are without groups, and none without rows', () => {
    expect(groupedRows(rows, undefined)).toEqual(rows.map((row) => ({ row })));
    expect(groupedRows([], prefixOf)).toEqual([]);
  });
});

it('the prefix of a key ends before its first separator', () => {
  expect(['a.b', 'check_disk', 'x-y.z', 'plain', '.odd'].map(prefixOf)).toEqual([
    'a',
    'check',
    'x',
    'plain',
    '.odd',
  ]);
});
