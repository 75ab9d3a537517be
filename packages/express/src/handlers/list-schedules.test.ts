import type { SchedulePage } from '@zenpulse/contract';
import { BY_TEST, createMemoryBackend, FakeClock, sampleFields } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { memoryInstallation } from '../../test/memory-installation.ts';
import type { CountedSets } from '../known/counted-ids.ts';
import { listSchedules } from './list-schedules.ts';
import { NO_RULES } from '../access/schedule-rules.ts';

it('answers without the counts while counters are read, and with them once they are known', async () => {
  const clock = new FakeClock();
  const backend = createMemoryBackend(clock);
  const { id } = await backend.schedules.create(sampleFields(), BY_TEST);
  let find: (sets: CountedSets) => void = () => undefined;
  const found = new Promise<CountedSets>((resolve) => (find = resolve));
  const installation = await memoryInstallation(backend, { counted: { sets: () => found } });
  const list = async () =>
    (
      await listSchedules(
        {
          params: {},
          query: { include: 'counts' },
          body: undefined,
          actor: { role: 'admin', name: null },
          isReadOnly: false,
          rules: NO_RULES,
        },
        installation,
      )
    ).body as SchedulePage;
  const early = list();
  await clock.advance(1_000);
  expect(await early).toMatchObject({ total: 1, items: [{ state: 'never-ran' }] });
  expect((await early).counts).toBeUndefined();
  find({ failing: new Set(), missed: new Set(), 'never-ran': new Set([id]) });
  expect((await list()).counts).toMatchObject({ total: 1, damaged: 0, neverRan: 1 });
});
