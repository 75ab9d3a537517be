import { beforeEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../domain/index.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { createMemoryBackend, type MemoryBackend } from '../testing/memory/memory-backend.ts';
import { createRecordingLogger, type RecordingLogger } from '../testing/recording-logger.ts';
import { sampleFields } from '../testing/samples.ts';
import { Syncer } from './syncer.ts';

describe('Syncer', () => {
  let backend: MemoryBackend;
  let logger: RecordingLogger;
  let firing: Map<string, Schedule>;
  let applied: string[];
  let synced: number[];
  let takeRequests: () => Promise<void>;
  let syncer: Syncer;
  beforeEach(() => {
    const clock = new FakeClock();
    backend = createMemoryBackend(clock);
    logger = createRecordingLogger();
    firing = new Map();
    applied = [];
    synced = [];
    takeRequests = () => Promise.resolve();
    syncer = new Syncer({
      clock,
      logger,
      schedules: backend.schedules,
      isRegistered: (key) => key !== 'unknown',
      firing,
      apply: ({ add, replace, remove }) => {
        for (const id of remove) firing.delete(id);
        for (const schedule of [...add, ...replace]) firing.set(schedule.id, schedule);
        applied.push(`+${add.length} ~${replace.length} -${remove.length}`);
      },
      takeRequests: () => takeRequests(),
      onSynced: (revision) => synced.push(revision),
    });
  });

  const create = (jobKey: string) => backend.schedules.create(sampleFields({ jobKey }));
  const levels = () => logger.lines.map(({ level }) => level);

  it('reads everything at first, then only what changed', async () => {
    const a = await create('a');
    await create('b');
    expect(await syncer.sync()).toBe(true);
    await backend.schedules.change(a.id, 1, () => ({ maxInstances: 2 }));
    await syncer.sync();
    await create('c');
    await syncer.sync();
    expect(applied).toEqual(['+2 ~0 -0', '+0 ~1 -0', '+1 ~0 -0']);
    expect(firing.get(a.id)?.maxInstances).toBe(2);
    expect(syncer.revision).toBe(await backend.schedules.readRevision());
  });

  it('asks one question when nothing changed', async () => {
    await create('a');
    await syncer.sync();
    const before = backend.calls.length;
    await syncer.sync();
    expect(backend.calls.slice(before)).toEqual(['schedules.readRevision']);
    expect(synced).toHaveLength(1);
  });

  it('goes on after everything that may go wrong in a sync, a logger that throws included', async () => {
    await create('a');
    const { error } = logger;
    logger.error = () => {
      throw new Error('the logger of somebody else');
    };
    backend.isAway = true;
    expect(await syncer.sync()).toBe(false);
    expect(syncer.isFailing).toBe(true);
    backend.isAway = false;
    logger.error = error;
    expect(await syncer.sync()).toBe(true);
    expect(applied).toEqual(['+1 ~0 -0']);
  });

  it('finds what was deleted, also when another came in its place', async () => {
    const a = await create('a');
    const b = await create('b');
    await syncer.sync();
    await backend.schedules.remove(a.id);
    await syncer.sync();
    expect([...firing.keys()]).toEqual([b.id]);
    await backend.schedules.remove(b.id);
    const c = await create('c');
    await syncer.sync();
    expect([...firing.keys()]).toEqual([c.id]);
    expect(syncer.get(b.id)).toBeUndefined();
    expect(syncer.get(c.id)).toMatchObject({ isDamaged: false });
  });

  it('finds one that is newer than the last sync, and forgets it with the next when it is gone', async () => {
    await syncer.sync();
    const [kept, removed] = [await create('a'), await create('b')];
    expect(await syncer.find('nobody')).toBeNull();
    for (const { id } of [kept, removed]) {
      expect(syncer.get(id)).toBeUndefined();
      expect(await syncer.find(id)).toMatchObject({ schedule: { id } });
      expect(syncer.get(id)).toMatchObject({ schedule: { id } });
    }
    await backend.schedules.remove(removed.id);
    await syncer.sync();
    expect(syncer.get(kept.id)).toMatchObject({ schedule: { id: kept.id } });
    expect(await syncer.find(removed.id)).toBeNull();
  });

  it('knows rows that do not fall due, disabled or damaged, and those without a job; and says which', async () => {
    const disabled = await backend.schedules.create(sampleFields({ jobKey: 'a', enabled: false }));
    const damaged = await create('b');
    backend.editByHand(damaged.id, { timezone: 'Mars/Olympus' });
    const unknown = await create('unknown');
    const sound = await create('d');
    await syncer.sync();
    expect([...firing.keys()]).toEqual([unknown.id, sound.id]);
    expect(syncer.get(disabled.id)).toMatchObject({ schedule: { enabled: false } });
    expect(syncer.get(damaged.id)).toMatchObject({ isDamaged: true });
    expect(logger.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { facts: { scheduleId: damaged.id, problems: [{ path: 'timezone' }] } },
    ]);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { facts: { scheduleId: unknown.id, jobKey: 'unknown' } },
    ]);
  });

  it('reads everything anew when the revision went back, as after a restored backup', async () => {
    for (const key of ['a', 'b', 'c']) await create(key);
    const restored = createMemoryBackend(new FakeClock()).schedules;
    const z = await restored.create(sampleFields({ jobKey: 'z' }));
    let current = backend.schedules;
    const schedules = new Proxy(current, { get: (_, name) => Reflect.get(current, name) as unknown });
    const dispatched = new Map<string, Schedule>();
    const other = new Syncer({
      clock: new FakeClock(),
      logger,
      schedules,
      isRegistered: () => true,
      firing: dispatched,
      apply: ({ add, replace, remove }) => {
        for (const id of remove) dispatched.delete(id);
        for (const schedule of [...add, ...replace]) dispatched.set(schedule.id, schedule);
      },
      takeRequests: () => Promise.resolve(),
      onSynced: () => undefined,
    });
    await other.sync();
    expect(dispatched.size).toBe(3);
    current = restored;
    await other.sync();
    expect([...dispatched.values()]).toEqual([z]);
  });

  describe('while the store is away', () => {
    it('keeps what it knows, complains once, and says when it is back', async () => {
      const a = await create('a');
      await syncer.sync();
      backend.isAway = true;
      for (let i = 0; i < 3; i += 1) expect(await syncer.sync()).toBe(false);
      expect([...firing.keys()]).toEqual([a.id]);
      expect(syncer.isFailing).toBe(true);
      backend.isAway = false;
      expect(await syncer.sync()).toBe(true);
      expect(syncer.isFailing).toBe(false);
      expect(levels()).toEqual(['error', 'info']);
    });

    it('applies what changed meanwhile afterwards', async () => {
      await syncer.sync();
      const a = await create('a');
      backend.isAway = true;
      await syncer.sync();
      backend.isAway = false;
      await syncer.sync();
      expect([...firing.keys()]).toEqual([a.id]);
    });
  });

  it('applies a revision again when the requests for runs could not be taken', async () => {
    await create('a');
    let claims = 0;
    takeRequests = () => {
      claims += 1;
      return claims === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
    };
    expect(await syncer.sync()).toBe(false);
    expect(syncer.revision).toBeNull();
    expect(await syncer.sync()).toBe(true);
    expect(claims).toBe(2);
    expect(firing.size).toBe(1);
  });

  it('runs one sync at a time, and a hint during it makes one more', async () => {
    await create('a');
    await Promise.all(Array.from({ length: 10 }, () => syncer.sync()));
    const asked = backend.calls.filter((call) => call === 'schedules.readRevision').length;
    expect(asked).toBe(2);
  });

  it('loses no hint, whichever microtask it comes in', async () => {
    for (let turns = 0; turns < 60; turns += 1) {
      const made = await create(`job.${turns}`);
      const first = syncer.sync();
      for (let i = 0; i < turns; i += 1) await Promise.resolve();
      await backend.schedules.change(made.id, 1, () => ({ maxInstances: 2 }));
      await Promise.all([first, syncer.sync()]);
      expect(firing.get(made.id)?.maxInstances, `after ${turns} turns`).toBe(2);
    }
  });
});
