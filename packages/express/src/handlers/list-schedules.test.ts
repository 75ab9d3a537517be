import type { SchedulePage } from '@zenpulse/contract';
import { silentLogger } from '@zenpulse/core/ports';
import { createMemoryBackend, FakeClock, sampleFields } from '@zenpulse/core/testing';
import { resolveSettings } from '@zenpulse/store';
import { expect, it } from 'vitest';
import { listSchedules } from './list-schedules.ts';

it('answers without the counts while damaged rows are looked for, and with them once they are known', async () => {
  const clock = new FakeClock();
  const backend = createMemoryBackend(clock);
  await backend.schedules.create(sampleFields());
  const settings = await resolveSettings({}, {}, '/');
  let find: (ids: readonly string[]) => void = () => undefined;
  const found = new Promise<readonly string[]>((resolve) => (find = resolve));
  const damaged = { ids: () => found };
  const installation = { settings, backend, clock, logger: silentLogger, damaged };
  const list = async () =>
    (await listSchedules({ params: {}, query: { include: 'counts' }, body: undefined }, installation))
      .body as SchedulePage;
  const early = list();
  await clock.advance(1_000);
  expect(await early).toMatchObject({ total: 1, items: [{ state: 'never-ran' }] });
  expect((await early).counts).toBeUndefined();
  find([]);
  expect((await list()).counts).toMatchObject({ total: 1, damaged: 0, neverRan: 1 });
});
