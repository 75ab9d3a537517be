import { expect, it } from 'vitest';
import type { StoredSchedule } from '../../domain/index.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { scheduleGauges } from './schedule-gauges.ts';

const row = (id: string, enabled: boolean): StoredSchedule => ({
  isDamaged: false,
  schedule: sampleSchedule({ id, variant: id, enabled }),
});

it('shows those that are switched on first, up to the limit, and says how many it left out', () => {
  const rows = [row('off-1', false), row('on-1', true), row('off-2', false), row('on-2', true)];
  const { schedules, leftOut } = scheduleGauges({
    rows,
    nextRunAt: () => null,
    lastSuccessAt: () => null,
    limit: 3,
  });
  expect(schedules.map(({ variant }) => variant)).toEqual(['on-1', 'on-2', 'off-1']);
  expect(leftOut).toBe(1);
});
