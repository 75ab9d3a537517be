import { triggerOf } from '@zenpulse/core/domain';
import { expect, it } from 'vitest';
import { continuedRuns, isRuleAlone, triggerOfPreview } from './continued-runs.ts';

const trigger = triggerOf({
  triggerType: 'interval',
  intervalValue: 10,
  intervalUnit: 'seconds',
  cronMinute: '*',
  cronHour: '*',
  cronDay: '*',
  cronMonth: '*',
  cronDayOfWeek: '*',
  timezone: 'UTC',
  anchorAt: 0,
});
const runs = [10_000, 20_000, 30_000];

it('shows what was answered until a run has come, and then one more', () => {
  expect(continuedRuns(runs, trigger, 5_000)).toEqual(runs);
  expect(continuedRuns(runs, trigger, 10_000)).toEqual([20_000, 30_000, 40_000]);
});

it('goes on after all of them have come', () => {
  expect(continuedRuns(runs, trigger, 95_000)).toEqual([100_000, 110_000, 120_000]);
});

it('drops what has come where the rule is not known', () => {
  expect(continuedRuns(runs, null, 20_000)).toEqual([30_000]);
});

it('does not know the rule alone where a pause, exceptions or blackout windows decide too', () => {
  const row = { pausedUntil: null, exceptions: null, blackouts: null };
  expect([isRuleAlone(null), isRuleAlone(row)]).toEqual([true, true]);
  expect(isRuleAlone({ ...row, pausedUntil: '2026-02-01T00:00:00.000Z' })).toBe(false);
  expect(isRuleAlone({ ...row, exceptions: [{ kind: 'skip' }] })).toBe(false);
  expect(isRuleAlone({ ...row, blackouts: ['nights'] })).toBe(false);
});

it('continues an interval from the first run that was answered', () => {
  const fields = {
    triggerType: 'interval',
    timezone: 'UTC',
    intervalValue: 5,
    intervalUnit: 'minutes',
  } as const;
  const continued = triggerOfPreview(fields, '2026-01-31T08:32:07.000Z');
  expect(continued?.next(Date.parse('2026-01-31T08:32:07.000Z'))).toBe(
    Date.parse('2026-01-31T08:37:07.000Z'),
  );
  expect(triggerOfPreview(null, '2026-01-31T08:32:07.000Z')).toBeNull();
  expect(triggerOfPreview(fields, undefined)).toBeNull();
});
