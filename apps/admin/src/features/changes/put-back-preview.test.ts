import type { ChangeDto } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { putBackIn } from './action-words.ts';
import { putBackPreview } from './put-back-preview.ts';

const change = (id: string, before: ChangeDto['before'], after: ChangeDto['after']): ChangeDto => ({
  id,
  at: '2026-01-31T08:30:00.000Z',
  actor: 'Ada',
  origin: 'admin',
  scheduleId: 's',
  jobKey: 'job',
  variant: '',
  action: 'change',
  before,
  after,
  reason: null,
  bulkId: null,
  revertOf: null,
});

describe('what putting back does', () => {
  const retries = change('a', { maxRetries: 0 }, { maxRetries: 3 });

  it('is the fields that the change touched, and no others', () => {
    expect(putBackPreview(retries, { maxRetries: 3, note: 'later' }, [retries])).toMatchObject({
      kind: 'fields',
      isContested: false,
      fields: [{ name: 'maxRetries', now: 3, was: 0, isContested: false }],
    });
  });

  it('is nothing if it is back already', () => {
    expect(putBackPreview(retries, { maxRetries: 0 }, [])).toEqual({ kind: 'done' });
  });

  it('is contested where a field was changed again since, with the later change', () => {
    const later = change('b', { maxRetries: 3 }, { maxRetries: 5 });
    expect(putBackPreview(retries, { maxRetries: 5 }, [later, retries])).toMatchObject({
      isContested: true,
      fields: [{ name: 'maxRetries', left: 3, now: 5, was: 0, later: { id: 'b' }, isContested: true }],
    });
  });

  it('takes a trigger as a whole: its fields that only later changes touched are contested too', () => {
    const hour = change('a', { cronHour: '4' }, { cronHour: '5' });
    const minute = change('b', { cronMinute: '0' }, { cronMinute: '10' });
    const again = change('c', { cronMinute: '10' }, { cronMinute: '20' });
    const now = { cronHour: '5', cronMinute: '20' };
    expect(putBackPreview(hour, now, [again, minute, hour])).toMatchObject({
      isContested: true,
      fields: [
        { name: 'cronHour', now: '5', was: '4', isContested: false },
        { name: 'cronMinute', now: '20', was: '0', later: { id: 'c' }, isContested: true },
      ],
    });
    expect(putBackPreview(retries, { maxRetries: 3 }, [minute, retries])).toMatchObject({
      isContested: false,
    });
  });

  it('brings single runs back only as long as nothing else was done to them', () => {
    const skip = [{ kind: 'skip', id: 's', at: '2026-01-31T08:30:00.000Z', reason: null }];
    const skipped = change('a', { exceptions: null }, { exceptions: skip });
    expect(putBackPreview(skipped, { exceptions: skip }, [])).toMatchObject({ kind: 'fields' });
    expect(putBackPreview(skipped, { exceptions: [...skip, { id: 't' }] }, [])).toEqual({ kind: 'done' });
  });

  it('is a whole schedule for a creation and a deletion', () => {
    const row = { jobKey: 'job' };
    const [created, deleted] = [change('a', null, row), change('b', row, null)];
    expect(putBackPreview(created, row, [])).toEqual({ kind: 'deletes' });
    expect(putBackPreview(created, null, [])).toEqual({ kind: 'done' });
    expect(putBackPreview(deleted, null, [])).toEqual({ kind: 'restores', row });
    expect(putBackPreview(deleted, row, [])).toEqual({ kind: 'done' });
    expect(putBackPreview(retries, null, [])).toEqual({ kind: 'gone' });
  });
});

it('a change is put back unless its putting back was put back', () => {
  const [a, b, c] = [
    { id: 'a', revertOf: null },
    { id: 'b', revertOf: 'a' },
    { id: 'c', revertOf: 'b' },
  ];
  expect([...putBackIn([b, a])]).toEqual(['a']);
  expect([...putBackIn([c, b, a])]).toEqual(['b']);
});
