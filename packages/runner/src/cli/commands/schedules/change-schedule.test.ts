import { BY_TEST, createMemoryBackend, FakeClock, sampleFields } from '@zenpulse/core/testing';
import type { ScheduleStore } from '@zenpulse/core/ports';
import { resolveSettings } from '@zenpulse/store';
import { expect, it } from 'vitest';
import { changeSchedule } from './change-schedule.ts';

/** A store in which another writer changes the schedule this many times between the command's read and write. */
async function withRival(rivalChanges: number) {
  const backend = createMemoryBackend(new FakeClock());
  const { id } = await backend.schedules.create(sampleFields(), BY_TEST);
  let left = rivalChanges;
  const schedules: ScheduleStore = {
    ...backend.schedules,
    findByJobs: (keys) => backend.schedules.findByJobs(keys),
    get: (wanted) => backend.schedules.get(wanted),
    change: async (wanted, version, validate) => {
      if (left > 0) {
        left -= 1;
        await backend.schedules.change(id, version, () => ({ maxRetries: 50 + left }), BY_TEST);
      }
      return backend.schedules.change(wanted, version, validate, BY_TEST);
    },
  };
  return { backend: { ...backend, schedules }, settings: await resolveSettings({}, {}, '/') };
}

it('keeps what another writer changed in between', async () => {
  const store = await withRival(1);
  const changed = await changeSchedule('report.send', {}, { maxInstances: 7 }, store);
  expect(changed).toMatchObject({
    isChanged: true,
    schedule: { maxInstances: 7, maxRetries: 50, version: 3 },
  });
});

it('writes nothing for unchanged values', async () => {
  const store = await withRival(0);
  const { maxInstances } = sampleFields();
  const unchanged = await changeSchedule('report.send', {}, { maxInstances }, store);
  expect(unchanged).toMatchObject({ isChanged: false, schedule: { version: 1 } });
});

it('tries again once and no more', async () => {
  const store = await withRival(2);
  await expect(changeSchedule('report.send', {}, { maxInstances: 7 }, store)).rejects.toMatchObject({
    code: 'stale_version',
  });
});

it('refuses a new note with invisible characters', async () => {
  const store = await withRival(0);
  await expect(changeSchedule('report.send', {}, { note: 'a\u202eb' }, store)).rejects.toThrow(
    '--note: expected a note without invisible characters, got "a\\u202eb"',
  );
});

it('names the flag of a value that the domain refuses', async () => {
  const store = await withRival(0);
  await expect(changeSchedule('report.send', {}, { maxInstances: 0 }, store)).rejects.toThrow(
    '--max-instances: expected a whole number from 1 to 1000, got 0',
  );
});
