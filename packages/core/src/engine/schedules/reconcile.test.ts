import { describe, expect, it } from 'vitest';
import { readStoredSchedule, type Schedule, type StoredSchedule } from '../../domain/index.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { reconcile } from './reconcile.ts';

const row = (id: string, changes: Partial<Schedule> = {}): StoredSchedule => ({
  isDamaged: false,
  schedule: sampleSchedule({ id, ...changes }),
});
const damaged = (id: string): StoredSchedule =>
  readStoredSchedule({ ...sampleSchedule({ id }), timezone: 'Mars/Olympus' });

const reconciled = (
  firing: string[],
  changed: StoredSchedule[],
  { remaining, deleted = [] }: { remaining?: string[]; deleted?: string[] } = {},
) => {
  const { add, replace, remove } = reconcile(new Set(firing), {
    changed,
    deleted,
    remaining: remaining === undefined ? null : new Set(remaining),
  });
  return { add: add.map(({ id }) => id), replace: replace.map(({ id }) => id), remove };
};
const NOTHING = { add: [], replace: [], remove: [] };

describe('reconcile', () => {
  it('adds what does not fire yet and replaces what does', () => {
    expect(reconciled(['b'], [row('a'), row('b')])).toEqual({ add: ['a'], replace: ['b'], remove: [] });
  });

  it.each<[string, StoredSchedule]>([
    ['disabled', row('a', { enabled: false })],
    ['damaged', damaged('a')],
  ])('removes what is now %s, and does nothing when it did not fire', (_what, changed) => {
    expect(reconciled(['a', 'b'], [changed])).toEqual({ ...NOTHING, remove: ['a'] });
    expect(reconciled(['b'], [changed])).toEqual(NOTHING);
  });

  it('removes what is gone, when it is told what remains', () => {
    expect(reconciled(['a', 'b'], [], { remaining: ['b', 'c'] })).toEqual({ ...NOTHING, remove: ['a'] });
    expect(reconciled(['a', 'b'], [])).toEqual(NOTHING);
  });

  it('removes what was deleted, when only that is known', () => {
    expect(reconciled(['a', 'b'], [row('c')], { deleted: ['b', 'd'] })).toEqual({
      add: ['c'],
      replace: [],
      remove: ['b'],
    });
  });
});
