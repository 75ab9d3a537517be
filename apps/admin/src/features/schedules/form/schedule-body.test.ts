import { scheduleDraft, schedulePatch } from '@zenpulse/core/domain';
import { describe, expect, it } from 'vitest';
import { formIssues, triggerFieldIssues } from './form-issues.ts';
import { newValues, valuesOf } from './form-values.ts';
import { changeBody, createBody, isSame, previewBody } from './schedule-body.ts';

const initial = newValues('UTC', { jobKey: 'send_report' });
const row = {
  ...scheduleDraft('UTC').parse({
    jobKey: 'x',
    triggerType: 'interval',
    intervalValue: 30,
    intervalUnit: 'seconds',
  }),
  version: 3,
  anchorAt: '2026-01-01T00:00:00.000Z',
};
const saved = valuesOf(row);

describe('createBody', () => {
  it('is what the domain takes', () => {
    const body = createBody(initial, initial);
    expect(scheduleDraft('UTC').parse(body)).toMatchObject({ jobKey: 'send_report', intervalValue: 10 });
    expect(body).not.toHaveProperty('cronMinute');
  });

  it('carries the other trigger along when it is sound, and leaves it out when it is not', () => {
    expect(createBody({ ...initial, cronHour: '8' }, initial)).toHaveProperty('cronHour', '8');
    expect(createBody({ ...initial, cronHour: '88' }, initial)).not.toHaveProperty('cronHour');
  });
});

describe('changeBody', () => {
  it('names only what changed', () => {
    expect(changeBody(saved, saved, row)).toEqual({});
    const change = changeBody({ ...saved, intervalValue: '5', isGraceLimited: false }, saved, row);
    expect(change).toEqual({ intervalValue: 5, misfireGraceTime: null });
    expect(schedulePatch.safeParse({ ...change, version: 3 }).success).toBe(true);
  });

  it('takes an emptied note for none', () => {
    expect(changeBody({ ...saved, note: ' ' }, saved, row)).toEqual({});
    expect(changeBody({ ...saved, note: ' for Ann\n' }, saved, row)).toEqual({ note: 'for Ann' });
    const noted = { ...row, note: 'for Ann' };
    expect(changeBody({ ...valuesOf(noted), note: '' }, valuesOf(noted), noted)).toEqual({ note: null });
  });

  it('does not take another order of the parameters for a change', () => {
    const sorted = { ...row, params: { a: 1, b: [2, { d: 4, c: 3 }] } };
    const typed = { ...saved, params: '{"b":[2,{"c":3,"d":4}],"a":1}' };
    expect(changeBody(typed, saved, sorted)).toEqual({});
  });

  it('repairs a damaged row by what is typed over it', () => {
    const damaged = { ...row, triggerType: 'cron', cronHour: '77' };
    const before = valuesOf(damaged);
    expect(changeBody({ ...before, cronHour: '4' }, before, damaged)).toEqual({ cronHour: '4' });
  });
});

describe('previewBody', () => {
  it('counts an unchanged interval from its anchor and a changed one from now', () => {
    expect(previewBody(saved, row)).toMatchObject({ intervalValue: 30, anchorAt: row.anchorAt });
    expect(previewBody({ ...saved, intervalValue: '5' }, row)).not.toHaveProperty('anchorAt');
    expect(previewBody(initial, null)).not.toHaveProperty('anchorAt');
  });
});

describe('formIssues', () => {
  it.each([
    ['0', 'Use a whole number from 1'],
    ['-5', 'Use a whole number from 1'],
    ['1e309', 'Use a whole number from 1'],
    ['five', 'Use a whole number from 1'],
    ['', 'Use a whole number from 1'],
  ])('says of the interval "%s" what the server would say', (intervalValue, message) => {
    expect(formIssues({ ...initial, intervalValue })).toEqual([{ path: 'intervalValue', message }]);
  });

  it('leaves the idle trigger in peace', () => {
    expect(formIssues({ ...initial, cronMinute: '60' })).toEqual([]);
  });

  it('refuses a date that does not exist', () => {
    const values = { ...initial, triggerType: 'cron' as const, cronDay: '31', cronMonth: '2' };
    expect(triggerFieldIssues(values).map(({ path }) => path)).toEqual(['cronDay']);
  });

  it('refuses parameters that are no JSON object', () => {
    expect(formIssues({ ...initial, params: '[1' })[0]).toMatchObject({ path: 'params' });
    expect(formIssues({ ...initial, params: '' })).toEqual([]);
  });
});

describe('isSame', () => {
  it('compares as JSON', () => {
    expect(isSame({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(isSame([1, 2], [2, 1])).toBe(false);
    expect(isSame(null, undefined)).toBe(false);
  });
});
