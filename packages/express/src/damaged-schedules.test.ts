import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  sampleFields,
  type MemoryBackend,
} from '@zenpulse/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { DamagedSchedules } from './damaged-schedules.ts';
import { KnownSchedules } from './known/known-schedules.ts';

describe('damaged schedules', () => {
  let backend: MemoryBackend;
  let damaged: DamagedSchedules;
  beforeEach(() => {
    backend = createMemoryBackend(new FakeClock());
    damaged = new DamagedSchedules(new KnownSchedules(backend));
  });

  const create = async (jobKey: string) =>
    (await backend.schedules.create(sampleFields({ jobKey }), BY_TEST)).id;
  const calls = (from: number) => backend.calls.slice(from);

  it('are found among more rows than a page has', async () => {
    const ids = [];
    for (let n = 0; n < 600; n += 1) ids.push(await create(`job-${String(n).padStart(3, '0')}`));
    const broken = [ids[0], ids[299], ids[599]].map(String);
    for (const id of broken) backend.editByHand(id, { timezone: 'Nowhere' });
    expect((await damaged.ids()).toSorted()).toEqual(broken.toSorted());
  });

  it('cost one statement as long as nothing changes, and then what changed', async () => {
    const [a, b] = [await create('a'), await create('b')];
    backend.editByHand(a, { timezone: 'Nowhere' });
    expect(await damaged.ids()).toEqual([a]);
    let before = backend.calls.length;
    expect(await damaged.ids()).toEqual([a]);
    expect(calls(before)).toEqual(['schedules.readRevision']);
    backend.editByHand(b, { timezone: 'Nowhere' });
    backend.editByHand(a, { timezone: 'UTC' });
    before = backend.calls.length;
    expect(await damaged.ids()).toEqual([b]);
    expect(calls(before)).toEqual([
      'schedules.readRevision',
      'schedules.hasHad',
      'schedules.countEach',
      'schedules.readChanges',
    ]);
    await backend.schedules.remove(b, BY_TEST);
    expect(await damaged.ids()).toEqual([]);
  });

  it('are found in pages when many rows have changed at once', async () => {
    const ids = [];
    for (let n = 0; n < 520; n += 1) ids.push(await create(`job-${n}`));
    expect(await damaged.ids()).toEqual([]);
    for (const id of ids) backend.editByHand(id, { timezone: 'Nowhere' });
    const before = backend.calls.length;
    expect(await damaged.ids()).toHaveLength(520);
    expect(calls(before)).not.toContain('schedules.readChanges');
  });

  it('are those of the database that is there: another history begins anew', async () => {
    const id = await create('a');
    backend.editByHand(id, { timezone: 'Nowhere' });
    expect(await damaged.ids()).toEqual([id]);
    backend.tables.startAgain();
    await create('b');
    expect(await damaged.ids()).toEqual([]);
  });

  it('are asked for again after the database was away', async () => {
    const id = await create('a');
    backend.editByHand(id, { timezone: 'Nowhere' });
    backend.isAway = true;
    await expect(damaged.ids()).rejects.toMatchObject({ code: 'store_unavailable' });
    backend.isAway = false;
    expect(await damaged.ids()).toEqual([id]);
  });
});
