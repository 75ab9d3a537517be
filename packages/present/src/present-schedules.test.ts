import { recentText, type RecentOccurrence, type StoredSchedule } from '@zenpulse/core/domain';
import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  REFERENCE_INSTANT,
  sampleFields,
  sampleSchedule,
  sampleSnapshot,
} from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { presentSchedule } from './present-schedules.ts';

const backend = createMemoryBackend(new FakeClock());

describe('a schedule as the admin and the command line show it', () => {
  it('has its row with instants in ISO, its next run, its trigger in words and its state', async () => {
    const schedule = await backend.schedules.create(sampleFields({ intervalValue: 5 }), BY_TEST);
    expect(await presentSchedule({ isDamaged: false, schedule }, backend)).toMatchObject({
      id: schedule.id,
      createdAt: new Date(REFERENCE_INSTANT).toISOString(),
      nextRunAt: new Date(REFERENCE_INSTANT + 300_000).toISOString(),
      description: 'Every 5 minutes',
      lastRun: null,
      registered: null,
      state: 'never-ran',
      failingSince: null,
      problems: [],
    });
  });

  it('has the occurrences that the store does not have yet', async () => {
    const schedule = await backend.schedules.create(sampleFields({ variant: 'fresh' }), BY_TEST);
    const occurrence: RecentOccurrence = {
      status: 'success',
      scheduledAt: REFERENCE_INSTANT,
      durationMs: 40,
      attempts: 1,
      origin: 'schedule',
      count: 1,
      isGuess: false,
    };
    const report = await backend.runners.open('runner-1');
    await report.write(sampleSnapshot({ freshRecent: { [schedule.id]: recentText(occurrence) } }));
    const { recent, typicalMs } = await presentSchedule({ isDamaged: false, schedule }, backend);
    expect(recent).toMatchObject([{ status: 'success', durationMs: 40 }]);
    expect(typicalMs).toBe(40);
  });

  it('has the stored values of a damaged row and what is wrong with them', async () => {
    const problems = [{ path: 'timezone', message: 'expected a zone' }];
    const values = { ...sampleSchedule(), timezone: 'Mars/Olympus', updatedAt: 'yesterday' };
    const damaged = { id: 'hurt', jobKey: 'report.send', variant: '', version: 3, values, problems };
    const row: StoredSchedule = { isDamaged: true, damaged };
    expect(await presentSchedule(row, backend)).toMatchObject({
      id: 'hurt',
      version: 3,
      timezone: 'Mars/Olympus',
      createdAt: new Date(REFERENCE_INSTANT).toISOString(),
      updatedAt: new Date(0).toISOString(),
      nextRunAt: null,
      description: 'Damaged: it does not run',
      state: 'damaged',
      problems,
    });
  });
});
