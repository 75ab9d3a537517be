import { describe, expect, it } from 'vitest';
import { sortedBy, toggledSort } from './sort-name.ts';

it('the name of an order tells its column and direction', () => {
  expect([
    sortedBy('jobKey', 'jobKey'),
    sortedBy('jobKey', '-jobKey'),
    sortedBy('jobKey', 'nextRunAt'),
  ]).toEqual(['ascending', 'descending', 'none']);
});

describe('a click on a column', () => {
  it('turns its order round', () => {
    expect(toggledSort({ id: 'jobKey' }, 'jobKey')).toBe('-jobKey');
    expect(toggledSort({ id: 'jobKey' }, '-jobKey')).toBe('jobKey');
  });

  it('sorts by another column, the largest first where that is what is looked for', () => {
    expect(toggledSort({ id: 'jobKey' }, '-nextRunAt')).toBe('jobKey');
    expect(toggledSort({ id: 'typicalMs', isDescendingFirst: true }, 'jobKey')).toBe('-typicalMs');
  });
});
