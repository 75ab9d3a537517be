import type { ScheduleCounts } from '@zenpulse/contract';
import { NO_RUN_INSTANTS, type RunInstants } from '@zenpulse/core/domain';
import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  sampleFields,
  sampleSchedule,
  type MemoryBackend,
} from '@zenpulse/core/testing';
import { countStates, readStates } from '@zenpulse/present';
import { beforeEach, describe, expect, it } from 'vitest';
import { CountedIds } from './counted-ids.ts';
import { knownSchedule } from './known-schedule.ts';
import { KnownSchedules } from './known-schedules.ts';
import { knownStates } from './known-states.ts';

let clock: FakeClock;
let backend: MemoryBackend;
let known: KnownSchedules;
let counted: CountedIds;
let batches = 0;
beforeEach(() => {
  clock = new FakeClock();
  backend = createMemoryBackend(clock);
  known = new KnownSchedules(backend);
  counted = new CountedIds({ ...backend, known });
  batches = 0;
});

const create = async (jobKey: string, enabled = true) =>
  (await backend.schedules.create(sampleFields({ jobKey, enabled }), BY_TEST)).id;

async function count(scheduleId: string, instants: Partial<RunInstants>): Promise<void> {
  const at = clock.now();
  const lastRun = { runId: 'r', status: 'fail', scheduledAt: at, runTime: at, durationMs: 1 } as const;
  batches += 1;
  await backend.stats.add(
    [
      {
        scheduleId,
        runs: 1,
        failures: 0,
        missed: 0,
        skipped: 0,
        lastRun,
        ...NO_RUN_INSTANTS,
        ...instants,
      },
    ],
    { writer: 'w', number: batches },
  );
}
const failed = () => ({ lastStartedAt: clock.now(), lastFailedAt: clock.now(), failingSince: clock.now() });

async function found(): Promise<ScheduleCounts> {
  const reading = await readStates(backend);
  const { counts } = await knownStates(reading, { known, counted });
  const damaged = { ids: async () => [...known.damaged] };
  expect(counts).toEqual(await countStates(reading, backend.schedules, damaged)); // what the database counts
  return counts;
}

describe('what is known of all schedules', () => {
  it('counts as the database does, through edits, new counters and deletions', async () => {
    const [a, b, c] = [await create('a'), await create('b'), await create('off', false)];
    expect(await found()).toMatchObject({ total: 3, neverRan: 3, disabled: 1, failing: 0 });
    await count(a, failed());
    await count(c, failed());
    expect(await found()).toMatchObject({ neverRan: 1, failing: 1 });
    await backend.schedules.change(c, 1, () => ({ enabled: true }), BY_TEST);
    expect(await found()).toMatchObject({ failing: 2, disabled: 0 });
    await count(b, { lastMissedAt: clock.now() });
    await create('new');
    backend.editByHand(b, { timezone: 'Nowhere' });
    expect(await found()).toMatchObject({ total: 4, missed: 1, damaged: 1, neverRan: 2 });
    const until = new Date(clock.now() + 60_000).toISOString();
    await backend.schedules.change(c, 2, () => ({ pausedUntil: until }), BY_TEST);
    expect(await found()).toMatchObject({ paused: 1 });
    await clock.advance(60_000);
    expect(await found()).toMatchObject({ paused: 0 });
    await backend.schedules.remove(a, BY_TEST);
    expect(await found()).toMatchObject({ total: 3, failing: 1 });
    await clock.advance(1_000);
    await count(c, { lastStartedAt: clock.now(), lastSuccessAt: clock.now() });
    expect(await found()).toMatchObject({ failing: 0 });
    backend.tables.startAgain();
    await create('another');
    expect(await found()).toMatchObject({ total: 1, neverRan: 1, failing: 0 });
  });

  it('reads no counters again before a batch was applied or a row has changed', async () => {
    await count(await create('a'), failed());
    await found();
    const reading = await readStates(backend);
    const calls = async () => {
      const before = backend.calls.length;
      await knownStates(reading, { known, counted });
      return backend.calls.slice(before);
    };
    expect(await calls()).toEqual(['schedules.readRevision', 'stats.appliedBatches']);
    await create('b');
    expect(await calls()).not.toContain('schedules.idsOf');
    await count(await create('c'), failed());
    expect(await calls()).toContain('schedules.idsOf');
  });

  it('of many gives the older ones while the new ones take longer, and those to who asks next', async () => {
    const id = await create('a');
    const row = { isDamaged: false, schedule: sampleSchedule() } as const;
    const one = knownSchedule(row);
    const many = {
      watch: () => undefined,
      byId: new Map(Array.from({ length: 5_000 }, (_, n) => [String(n), one])),
    };
    let finish = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (finish = resolve));
    const schedules = {
      idsOf: async (...asked: Parameters<typeof backend.schedules.idsOf>) => {
        await waiting;
        return backend.schedules.idsOf(...asked);
      },
    };
    const slow = new CountedIds({ ...backend, schedules, known: many });
    const first = slow.sets();
    finish();
    expect([...(await first)['never-ran']]).toEqual([id]);

    const later = new Promise<void>((resolve) => (finish = resolve));
    schedules.idsOf = async (...asked) => {
      await later;
      return backend.schedules.idsOf(...asked);
    };
    await count(id, failed());
    const older = slow.sets();
    await clock.advance(100);
    expect([...(await older).failing]).toEqual([]);
    finish();
    const fresh = slow.sets();
    await clock.advance(1);
    expect([...(await fresh).failing]).toEqual([id]);
  });
});
