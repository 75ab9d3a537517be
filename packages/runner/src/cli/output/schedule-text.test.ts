import { BY_TEST, createMemoryBackend, FakeClock, sampleFields } from '@zenpulse/core/testing';
import type { ScheduleFields } from '@zenpulse/core/domain';
import { presentSchedule } from '@zenpulse/present';
import { expect, it } from 'vitest';
import { scheduleTable, summaryOf } from './schedule-text.ts';

async function itemWith(fields: Partial<ScheduleFields>) {
  const backend = createMemoryBackend(new FakeClock());
  const schedule = await backend.schedules.create(sampleFields(fields), BY_TEST);
  return presentSchedule({ isDamaged: false, schedule }, backend);
}

it('lists the beginning of each note in a last column, where there is one', async () => {
  const plain = await itemWith({ jobKey: 'a' });
  expect(scheduleTable([plain], false)).not.toContain('NOTE');
  const noted = await itemWith({ jobKey: 'b', note: `Ann asked for it\nand ${'n'.repeat(100)}` });
  const [heading, ...rows] = scheduleTable([plain, noted], false).split('\n');
  expect(heading).toMatch(/ {2}NOTE$/);
  expect(rows[0]).toMatch(/ {2}-$/);
  expect(rows[1]).toMatch(/ {2}Ann asked for it and n{18}…$/);
});

it('tells of one schedule with its whole note below', async () => {
  const noted = await itemWith({ note: 'Ann asked for it\nand Bob pays' });
  expect(summaryOf(noted)).toMatch(
    /^report\.send: Every minute; next run .*\n {2}Ann asked for it\n {2}and Bob pays$/,
  );
});
