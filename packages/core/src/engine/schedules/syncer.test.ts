import { beforeEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../../domain/index.ts';
import { REVISION_LOG_LENGTH } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createMemoryBackend, type MemoryBackend } from '../../testing/memory/memory-backend.ts';
import { createRecordingLogger, type RecordingLogger } from '../../testing/recording-logger.ts';
import { BY_TEST, sampleFields } from '../../testing/samples.ts';
import { ScheduleRows } from './schedule-rows.ts';
import { Syncer, type HistoryChange } from './syncer.ts';

describe('Syncer', () => {
  let backend: MemoryBackend;
  let logger: RecordingLogger;
  let firing: Map<string, Schedule>;
  let applied: string[];
  let synced: number[];
  let takeRequests: () => Promise<void>;
  let rows: ScheduleRows;
  let syncer: Syncer;
  let clock: FakeClock;
  let changes: HistoryChange[];
  let notBefore: ReadonlyMap<string, number>;
  beforeEach(() => {
    clock = new FakeClock();
    changes = [];
    notBefore = new Map();
    backend = createMemoryBackend(clock);
    logger = createRecordingLogger();
    firing = new Map();
    applied = [];
    synced = [];
    takeRequests = () => Promise.resolve();
    rows = new ScheduleRows(backend.schedules);
    syncer = new Syncer({
      clock,
      logger,
      schedules: backend.schedules,
      rows,
      isRegistered: (key) => key !== 'unknown',
      firing,
      apply: ({ add, replace, remove }, late) => {
        notBefore = late;
        for (const id of remove) firing.delete(id);
        for (const schedule of [...add, ...replace]) firing.set(schedule.id, schedule);
        applied.push(`+${add.length} ~${replace.length} -${remove.length}`);
      },
      takeRequests: () => takeRequests(),
      onFailing: (error) => logger.error({ err: error }, 'away'),
      onBack: () => logger.info({}, 'back'),
    });
    syncer.onSynced.add((revision) => synced.push(revision));
    syncer.onAnotherHistory.add((change) => changes.push(change));
  });

  const create = (jobKey: string) => backend.schedules.create(sampleFields({ jobKey }), BY_TEST);
  const levels = () => logger.lines.map(({ level }) => level);

  it('reads everything at first, then only what changed', async () => {
    const a = await create('a');
    await create('b');
    expect(await syncer.sync()).toBe(true);
    await backend.schedules.change(a.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
    await syncer.sync();
    await create('c');
    await syncer.sync();
    expect(applied).toEqual(['+2 ~0 -0', '+0 ~1 -0', '+1 ~0 -0']);
    expect(firing.get(a.id)?.maxInstances).toBe(2);
    expect(syncer.known).toEqual(await backend.schedules.readRevision());
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
    await backend.schedules.remove(a.id, BY_TEST);
    await syncer.sync();
    expect([...firing.keys()]).toEqual([b.id]);
    await backend.schedules.remove(b.id, BY_TEST);
    const c = await create('c');
    await syncer.sync();
    expect([...firing.keys()]).toEqual([c.id]);
    expect(rows.get(b.id)).toBeUndefined();
    expect(rows.get(c.id)).toMatchObject({ isDamaged: false });
  });

  it('reads everything where the store counts fewer rows than it names', async () => {
    const [a, b] = [await create('a'), await create('b')];
    const { schedules } = backend;
    const readChanges = schedules.readChanges.bind(schedules);
    schedules.readChanges = async (since) => {
      const changes = await readChanges(since);
      const { length } = (await readChanges(null)).changed;
      return { ...changes, deleted: [], count: length }; // as on MySQL after a TRUNCATE
    };
    await syncer.sync();
    await schedules.remove(a.id, BY_TEST);
    await syncer.sync();
    expect([...firing.keys()]).toEqual([b.id]);
    expect(changes).toEqual([]);
  });

  it('finds one that is newer than the last sync, and forgets it with the next when it is gone', async () => {
    await syncer.sync();
    const [kept, removed] = [await create('a'), await create('b')];
    expect(await rows.find('nobody')).toBeNull();
    for (const { id } of [kept, removed]) {
      expect(rows.get(id)).toBeUndefined();
      expect(await rows.find(id)).toMatchObject({ schedule: { id } });
      expect(rows.get(id)).toMatchObject({ schedule: { id } });
    }
    await backend.schedules.remove(removed.id, BY_TEST);
    await syncer.sync();
    expect(rows.get(kept.id)).toMatchObject({ schedule: { id: kept.id } });
    expect(await rows.find(removed.id)).toBeNull();
  });

  it('knows rows that do not fall due, disabled or damaged, and those without a job; and says which', async () => {
    const disabled = await backend.schedules.create(sampleFields({ jobKey: 'a', enabled: false }), BY_TEST);
    const damaged = await create('b');
    backend.editByHand(damaged.id, { timezone: 'Mars/Olympus' });
    const unknown = await create('unknown');
    const sound = await create('d');
    await syncer.sync();
    expect([...firing.keys()]).toEqual([unknown.id, sound.id]);
    expect(rows.get(disabled.id)).toMatchObject({ schedule: { enabled: false } });
    expect(rows.get(damaged.id)).toMatchObject({ isDamaged: true });
    expect(logger.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { facts: { scheduleId: damaged.id, problems: [{ path: 'timezone' }] } },
    ]);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { facts: { scheduleId: unknown.id, jobKey: 'unknown' } },
    ]);
  });

  describe('on another history', () => {
    const kept = () => [...firing.keys()].sort();

    it.each([
      ['lost two commits', 0],
      ['lost two commits, and had two others since', 2],
      ['lost two commits, and had three others since', 3],
    ])('of the same database, which %s, fires what its table says', async (_what, edits) => {
      const [a, b] = [await create('a'), await create('b')];
      const backup = backend.tables.copy();
      const late = await create('late');
      await backend.schedules.change(a.id, 1, () => ({ enabled: false }), BY_TEST);
      await syncer.sync();
      expect(kept()).toEqual([b.id, late.id]);
      backend.tables.putBack(backup);
      for (let edit = 0; edit < edits; edit += 1) {
        await backend.schedules.change(b.id, edit + 1, () => ({ enabled: edit % 2 === 1 }), BY_TEST);
      }
      await syncer.sync();
      expect(kept()).toEqual(edits === 2 || edits === 0 ? [a.id, b.id] : [a.id]);
      expect(changes).toMatchObject([{ isAnotherId: false }]);
      expect(rows.get(late.id)).toBeUndefined();
    });

    it('of tables made anew, with the same number and as many rows, fires the new ones', async () => {
      for (const key of ['a', 'b', 'c']) await create(key);
      await syncer.sync();
      const { revision } = syncer;
      backend.tables.startAgain();
      const made = [await create('a'), await create('b'), await create('c')];
      await syncer.sync();
      expect(syncer.revision).toBe(revision);
      expect(kept()).toEqual(made.map(({ id }) => id));
      expect(changes).toMatchObject([{ isAnotherId: true, schedules: 3 }]);
    });

    it("of another system's database, at a higher number, fires its schedules from now on", async () => {
      await create('a');
      await syncer.sync();
      const other = createMemoryBackend(clock);
      for (const key of ['x', 'y', 'z']) await other.schedules.create(sampleFields({ jobKey: key }), BY_TEST);
      await clock.advance(60_000);
      backend.tables.putBack(other.tables.copy());
      await syncer.sync();
      expect([...firing.values()].map(({ jobKey }) => jobKey)).toEqual(['x', 'y', 'z']);
      expect([...notBefore.values()]).toEqual([clock.now(), clock.now(), clock.now()]);
    });

    it('that was given a new id goes on with its rows, and catches nothing up', async () => {
      const a = await create('a');
      await syncer.sync();
      await backend.schedules.beginHistory();
      await syncer.sync();
      expect(kept()).toEqual([a.id]);
      expect(changes).toMatchObject([{ isAnotherId: true }]);
      expect(notBefore.get(a.id)).toBe(clock.now());
    });

    it('is reported once, though what follows fails and is done again', async () => {
      await create('a');
      await syncer.sync();
      backend.tables.startAgain();
      await create('b');
      takeRequests = () => Promise.reject(new Error('away'));
      await syncer.sync();
      takeRequests = () => Promise.resolve();
      await syncer.sync();
      expect(changes).toHaveLength(1);
      expect([...firing.values()].map(({ jobKey }) => jobKey)).toEqual(['b']);
    });

    it('whose row of the revision is missing, as in a load that is half done, keeps the last schedules', async () => {
      const a = await create('a');
      await syncer.sync();
      const { readRevision, readChanges } = backend.schedules;
      const nothing = { revision: 0, token: '' };
      backend.schedules.readRevision = () => Promise.resolve(nothing);
      backend.schedules.readChanges = () =>
        Promise.resolve({ ...nothing, historyId: '', continuity: 'another', changed: [], deleted: [] });
      expect(await syncer.sync()).toBe(false);
      expect([syncer.isFailing, kept(), changes]).toEqual([true, [a.id], []]);
      Object.assign(backend.schedules, { readRevision, readChanges });
      expect(await syncer.sync()).toBe(true);
      expect([kept(), changes]).toEqual([[a.id], []]);
    });

    it('whose rows come after its revision, as in a load that is no transaction, fires them all the same', async () => {
      await create('a');
      await syncer.sync();
      const other = createMemoryBackend(clock);
      const made = await other.schedules.create(sampleFields({ jobKey: 'x' }), BY_TEST);
      const { rows: _rows, ...copy } = other.tables.copy();
      backend.tables.putBack({ ...copy, rows: new Map() });
      await syncer.sync();
      expect(kept()).toEqual([]);
      backend.tables.putBack(other.tables.copy());
      await syncer.sync();
      expect(kept()).toEqual([made.id]);
    });

    it('is reported each time, also when the same state is put back once more', async () => {
      const a = await create('a');
      const backup = backend.tables.copy();
      for (let version = 1; version <= 2; version += 1) {
        await backend.schedules.change(a.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
        await syncer.sync();
        backend.tables.putBack(backup);
        await syncer.sync();
        expect(changes).toHaveLength(version);
      }
    });

    it('is none where the log is only too short', async () => {
      const a = await create('a');
      const b = await create('b');
      await syncer.sync();
      await backend.schedules.remove(b.id, BY_TEST);
      for (let n = 0; n < REVISION_LOG_LENGTH; n += 1) {
        await backend.runRequests.add({ id: `request-${n}`, scheduleId: a.id, requestedAt: 0 });
      }
      await syncer.sync();
      expect(kept()).toEqual([a.id]);
      expect(changes).toEqual([]);
    });
  });

  describe('what begins at an instant before the last look, which did not find it', () => {
    const SECOND = 1_000;
    /** Syncs, lets time pass, and writes a row with an earlier start, as a transaction that stayed open does. */
    const committedLate = async (write: (id: string) => void) => {
      const { id, effectiveFrom } = await backend.schedules.create(sampleFields({ enabled: false }), BY_TEST);
      await syncer.sync();
      await clock.advance(20 * SECOND);
      await syncer.sync();
      const lookedAt = clock.now();
      await clock.advance(5 * SECOND);
      write(id);
      await syncer.sync();
      return { id, lookedAt, effectiveFrom };
    };

    it('is caught up from that look on: it was off then', async () => {
      const start = clock.now() + SECOND;
      const { id, lookedAt } = await committedLate((row) =>
        backend.editByHand(row, { enabled: true, effectiveFrom: start }),
      );
      expect(notBefore.get(id)).toBe(lookedAt);
    });

    it('is caught up from its start on, when that is later', async () => {
      const { id } = await committedLate((row) => backend.editByHand(row, { enabled: true }));
      expect(notBefore.has(id)).toBe(false);
    });

    it('is not held back by an edit that changes no start', async () => {
      const a = await create('a');
      await syncer.sync();
      await clock.advance(60 * SECOND);
      await syncer.sync();
      await backend.schedules.change(a.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
      await syncer.sync();
      expect(firing.get(a.id)?.maxInstances).toBe(2);
      expect(notBefore.has(a.id)).toBe(false);
    });
  });

  describe('while the store is away', () => {
    it('keeps what it knows, warns once, and reports when it is back', async () => {
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
      await backend.schedules.change(made.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
      await Promise.all([first, syncer.sync()]);
      expect(firing.get(made.id)?.maxInstances, `after ${turns} turns`).toBe(2);
    }
  });
});
