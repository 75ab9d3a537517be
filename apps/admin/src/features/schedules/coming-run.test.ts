import type { ScheduleItem } from '@zenpulse/contract';
import { SCHEDULE_DEFAULTS } from '@zenpulse/core/domain';
import { describe, expect, it } from 'vitest';
import { comingRun, loadTriggerRules } from './coming-run.ts';

const AT = Date.parse('2026-01-31T08:30:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();

const item: ScheduleItem = {
  ...SCHEDULE_DEFAULTS,
  jobKey: 'send_report',
  triggerType: 'interval',
  intervalValue: 10,
  intervalUnit: 'seconds',
  timezone: 'UTC',
  id: '1',
  version: 1,
  anchorAt: iso(AT),
  effectiveFrom: iso(AT),
  pausedFrom: null,
  exceptions: null,
  createdAt: iso(AT),
  updatedAt: iso(AT),
  nextRunAt: iso(AT + 10_000),
  lastRun: null,
  description: 'Every 10 seconds',
  registered: true,
  problems: [],
  state: 'ok',
  failingSince: null,
  typicalMs: null,
};

describe('comingRun', () => {
  it('is what the server answered until that has come', () => {
    expect(comingRun(item, AT)).toBe(AT + 10_000);
    expect(comingRun(item, AT + 9_999)).toBe(AT + 10_000);
  });

  it('goes on by the rule when the answer is some runs old', async () => {
    await loadTriggerRules();
    expect(comingRun(item, AT + 10_000)).toBe(AT + 20_000);
    expect(comingRun(item, AT + 45_000)).toBe(AT + 50_000);
  });

  it('is none where the server knows of none', () => {
    expect(comingRun({ ...item, nextRunAt: null }, AT + 45_000)).toBeNull();
  });
});
