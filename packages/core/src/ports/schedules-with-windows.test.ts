import { expect, it } from 'vitest';
import type { BlackoutWindow, InForce, Schedule } from '../domain/index.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { createMemoryBackend } from '../testing/memory/memory-backend.ts';
import { BY_TEST, sampleFields } from '../testing/samples.ts';
import { withBlackoutWindows } from './schedules-with-windows.ts';

const nights = (timezone: string): BlackoutWindow => ({
  name: 'nights',
  definition: { timezone, dates: [], weekly: [{ days: ['mon'], from: '22:00', to: '06:00' }] },
});

/** A store in which something changes while the windows are read, as often as it is told. */
async function changing(times: number) {
  const clock = new FakeClock();
  const { schedules, calendar } = createMemoryBackend(clock);
  await schedules.create(sampleFields({ blackouts: ['nights'] }), BY_TEST);
  let left = times;
  const store = withBlackoutWindows(schedules, {
    blackouts: async () => {
      if (left > 0) {
        left -= 1;
        await clock.advance(1_000);
        await calendar.putBlackout(nights('UTC'));
      }
      return calendar.blackouts();
    },
  });
  const { changed } = await store.readChanges(null);
  const [row] = changed;
  if (row === undefined || row.isDamaged) throw new Error('expected a schedule, got none');
  const schedule: Schedule & InForce = row.schedule;
  return { schedule, changedAt: clock.now() };
}

it('rows are as new as the windows that they come with, so that nothing which a window closed is caught up', async () => {
  for (const times of [0, 1, 2]) {
    const { schedule, changedAt } = await changing(times);
    expect(schedule.effectiveFrom).toBe(changedAt);
    expect(schedule.blackoutWindows).toEqual(times === 0 ? [] : [nights('UTC')]);
  }
});

it('rows to be edited come with their windows, which are not written', async () => {
  const { schedules, calendar, tables } = createMemoryBackend(new FakeClock());
  const { id } = await schedules.create(sampleFields({ blackouts: ['nights'] }), BY_TEST);
  await calendar.putBlackout(nights('UTC'));
  const seen: (readonly BlackoutWindow[] | undefined)[] = [];
  const [edited] = await schedules.edit(
    [id],
    (_id, row) => {
      if (row === null || row.isDamaged) return null;
      const schedule: Schedule & InForce = row.schedule;
      seen.push(schedule.blackoutWindows);
      return { after: { ...schedule, version: schedule.version + 1, note: 'edited' } };
    },
    BY_TEST,
  );
  expect(seen).toEqual([[nights('UTC')]]);
  expect(edited?.after).toMatchObject({ note: 'edited' });
  expect(Object.keys(tables.copy().rows.get(id)?.values ?? {})).not.toContain('blackoutWindows');
});

it('rows are read all the same where something changes all the time', async () => {
  expect((await changing(1_000)).schedule.blackoutWindows).toEqual([nights('UTC')]);
});
