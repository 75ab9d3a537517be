import { describe, expect, it } from 'vitest';
import { BY_TEST, sampleSchedule } from '../testing/samples.ts';
import { recordOfEdit, type ChangeRecord } from './change-record.ts';
import { putBack } from './put-back.ts';
import { exceptionEntries } from './schedule-exceptions.ts';
import { changedSchedule } from './schedule-lifecycle.ts';
import type { ScheduleChange } from './schedule-input.ts';
import type { Schedule } from './schedule.ts';
import type { StoredSchedule } from './stored-schedule.ts';

const NOW = sampleSchedule().updatedAt + 3_600_000;

const row = (schedule: Schedule): StoredSchedule => ({ isDamaged: false, schedule });

function recorded(before: Schedule | null, after: Schedule | null): ChangeRecord {
  const edit = { after };
  const change = recordOfEdit(before === null ? null : row(before), edit, {
    id: 'c-1',
    at: NOW,
    author: BY_TEST,
  });
  if (change === null) throw new Error('expected a change');
  return change;
}

function changed(change: ScheduleChange, before = sampleSchedule()) {
  const after = changedSchedule(before, change, NOW);
  return { before, after, change: recorded(before, after) };
}

/** As a row is read: the rule gives keys its own order. */
function readAgain(exceptions: readonly unknown[]): Pick<Schedule, 'exceptions'> {
  return { exceptions: exceptionEntries.parse(JSON.parse(JSON.stringify(exceptions))) };
}

describe('putting a change back', () => {
  it('restores the fields that it touched, and no others', () => {
    const { after, change } = changed({ maxRetries: 3 });
    const later = changedSchedule(after, { note: 'later' }, NOW);
    expect(putBack(change, row(later), NOW)).toMatchObject({
      kind: 'edit',
      edit: {
        action: 'revert',
        revertOf: 'c-1',
        after: { maxRetries: 0, note: 'later', version: later.version + 1 },
      },
    });
  });

  it('lets an interval count from where it counted before', () => {
    const { before, after, change } = changed({ intervalValue: 7 });
    const back = putBack(change, row(after), NOW + 5_000);
    expect(after.anchorAt).not.toBe(before.anchorAt);
    expect(back).toMatchObject({
      edit: { after: { intervalValue: 1, anchorAt: before.anchorAt, effectiveFrom: NOW + 5_000 } },
    });
  });

  it('restores exceptions, though the row was read with their keys in another order', () => {
    const before = sampleSchedule();
    const at = new Date(NOW + 3_600_000).toISOString();
    const { exceptions } = readAgain([{ id: 's', at, reason: null, kind: 'skip' }]);
    const skipped = { ...before, exceptions: [{ id: 's', at, reason: null, kind: 'skip' }] as const };
    const stored = { ...skipped, exceptions };
    expect(JSON.stringify(stored.exceptions)).not.toBe(JSON.stringify(skipped.exceptions));
    expect(putBack(recorded(before, skipped), row(stored), NOW)).toMatchObject({
      kind: 'edit',
      edit: { after: { exceptions: null } },
    });
  });

  it('is refused where one of its fields was changed again, with both values', () => {
    const { after, change } = changed({ maxRetries: 3, note: 'x' });
    const later = changedSchedule(after, { maxRetries: 5 }, NOW);
    expect(putBack(change, row(later), NOW)).toEqual({
      kind: 'changed-since',
      conflicts: [{ field: 'maxRetries', left: 3, now: 5 }],
    });
  });

  it('has nothing to do where all is back already', () => {
    const { before, change } = changed({ maxRetries: 3 });
    expect(putBack(change, row(before), NOW)).toEqual({ kind: 'done' });
  });

  it('brings a deleted schedule back under its id, beginning now', () => {
    const before = sampleSchedule({ version: 4 });
    const back = putBack(recorded(before, null), null, NOW);
    expect(back).toMatchObject({
      kind: 'edit',
      edit: { after: { ...before, version: 5, effectiveFrom: NOW, updatedAt: NOW } },
    });
    expect(putBack(recorded(before, null), row(before), NOW)).toEqual({ kind: 'done' });
  });

  it('deletes a schedule that it created, unless it was changed since', () => {
    const made = sampleSchedule();
    const change = recorded(null, made);
    expect(putBack(change, row(made), NOW)).toMatchObject({ kind: 'edit', edit: { after: null } });
    expect(putBack(change, row(changedSchedule(made, { note: 'x' }, NOW)), NOW)).toMatchObject({
      kind: 'changed-since',
    });
    expect(putBack(change, null, NOW)).toEqual({ kind: 'done' });
  });

  it('is not possible for a run, nor for fields of a schedule that is gone', () => {
    const { change } = changed({ note: 'x' });
    expect(putBack(change, null, NOW).kind).toBe('impossible');
    const run: ChangeRecord = { ...change, action: 'run', before: null, after: { runId: 'r' } };
    expect(putBack(run, row(sampleSchedule()), NOW).kind).toBe('impossible');
  });
});
