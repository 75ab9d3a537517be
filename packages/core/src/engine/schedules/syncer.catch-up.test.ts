import { expect, it } from 'vitest';
import type { Schedule } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createMemoryBackend } from '../../testing/memory/memory-backend.ts';
import { createRecordingLogger } from '../../testing/recording-logger.ts';
import { BY_TEST, sampleFields } from '../../testing/samples.ts';
import { ScheduleRows } from './schedule-rows.ts';
import { Syncer } from './syncer.ts';

/** A syncer of two schedules that has read them, and before which instants its last read caught up nothing. */
async function synced() {
  const clock = new FakeClock();
  const { schedules, calendar } = createMemoryBackend(clock);
  const firing = new Map<string, Schedule>();
  let notBefore: ReadonlyMap<string, number> = new Map();
  const syncer = new Syncer({
    clock,
    logger: createRecordingLogger(),
    schedules,
    rows: new ScheduleRows(schedules),
    isRegistered: () => true,
    firing,
    apply: ({ add, replace, remove }, late) => {
      notBefore = late;
      for (const id of remove) firing.delete(id);
      for (const schedule of [...add, ...replace]) firing.set(schedule.id, schedule);
    },
    readSwitch: () => calendar.readSwitch(),
    takeRequests: () => Promise.resolve(),
  });
  const a = await schedules.create(sampleFields({ jobKey: 'a' }), BY_TEST);
  const b = await schedules.create(sampleFields({ jobKey: 'b' }), BY_TEST);
  await syncer.sync();
  return { clock, schedules, calendar, firing, syncer, a, b, notBefore: () => [...notBefore] };
}

it('catches up nothing of any schedule if firing was stopped and allowed again between two reads', async () => {
  const { clock, schedules, calendar, firing, syncer, a, b, notBefore } = await synced();
  expect(notBefore()).toEqual([]);
  await calendar.stopFiring({ reason: null, actor: null });
  await clock.advance(1_000);
  const { resumedAt } = await calendar.resumeFiring();
  await schedules.change(a.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
  await syncer.sync();
  expect(firing.get(a.id)?.maxInstances).toBe(2);
  expect(notBefore()).toEqual([
    [a.id, resumedAt],
    [b.id, resumedAt],
  ]);

  await schedules.change(b.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
  await syncer.sync();
  expect(notBefore()).toEqual([[b.id, resumedAt]]);
});

it('catches up what fell due since the end of a pause, when the pause that is over is taken back or replaced', async () => {
  const { clock, schedules, syncer, a, b, notBefore } = await synced();
  const pausedUntil = new Date(clock.now() + 5_000).toISOString();
  await schedules.change(a.id, 1, () => ({ pausedUntil }), BY_TEST);
  await schedules.change(b.id, 1, () => ({ pausedUntil }), BY_TEST);
  await syncer.sync();
  await clock.advance(30_000);
  await syncer.sync();
  await clock.advance(1_000);
  const later = new Date(clock.now() + 60_000).toISOString();
  const taken = await schedules.change(a.id, 2, () => ({ pausedUntil: null }), BY_TEST);
  const replaced = await schedules.change(b.id, 2, () => ({ pausedUntil: later }), BY_TEST);
  expect([taken.effectiveFrom, replaced.effectiveFrom]).toEqual(
    [pausedUntil, pausedUntil].map((end) => Date.parse(end) - 1),
  );
  await syncer.sync();
  expect(notBefore()).toEqual([]);
});
