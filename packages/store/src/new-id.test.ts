import { expect, it } from 'vitest';
import { newId } from './new-id.ts';

it('makes ids of version 7 that differ, also across refills of its randomness', () => {
  const ids = Array.from({ length: 5_000 }, newId);
  expect(new Set(ids).size).toBe(5_000);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const times = ids.map((id) => id.slice(0, 13));
  expect(times).toEqual(times.toSorted((a, b) => a.localeCompare(b)));
});
