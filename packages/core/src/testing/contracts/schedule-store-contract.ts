import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Schedule, ScheduleFields } from '../../domain/index.ts';
import {
  REVISION_LOG_LENGTH,
  type RevisionPair,
  type RunRequestStore,
  type ScheduleStore,
  type StatsStore,
} from '../../ports/index.ts';
import type { FakeClock } from '../fake-clock.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';
import { BY_TEST, sampleFields } from '../samples.ts';

export interface ScheduleStoreSubject {
  readonly store: ScheduleStore;
  /** The counters of the same schedules. */
  readonly stats: StatsStore;
  /** The run requests of the same database, which raise the same revision. */
  readonly runRequests: RunRequestStore;
  readonly clock: FakeClock;
  close(): Promise<void>;
}

/** The contract of every `ScheduleStore`; its list has a suite of its own. */
export function scheduleStoreContract(name: string, create: () => Promise<ScheduleStoreSubject>): void {
  describe(`${name}: schedules`, () => {
    let subject: ScheduleStoreSubject;
    let store: ScheduleStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.close());

    const read = async (id: string): Promise<Schedule> => {
      const row = await store.get(id);
      if (row === null || row.isDamaged) throw new Error(`expected a sound row ${id}`);
      return row.schedule;
    };

    describe('create', () => {
      it('stores every field as it was given and says when', async () => {
        subject.clock.stepWall(678);
        const fields: ScheduleFields = {
          jobKey: 'büro/Ünïcode 日本 😀',
          variant: 'north',
          enabled: false,
          triggerType: 'cron',
          intervalValue: null,
          intervalUnit: null,
          cronMinute: '*/15',
          cronHour: '8',
          cronDay: '1-7',
          cronMonth: 'jan',
          cronDayOfWeek: 'mon#1',
          timezone: 'Asia/Dhaka',
          maxInstances: 3,
          coalesce: false,
          misfireGraceTime: null,
          logPolicy: 'none',
          timeoutSeconds: 30,
          maxRetries: 2,
          params: { to: ["it's", 1.5, null, { deep: true }], text: '日本 😀' },
          onAmbiguous: 'run',
          note: "It's for Ann\n日本 😀",
          pausedUntil: '2026-03-01T08:30:00.000Z',
          pauseReason: 'the warehouse moves',
          owner: 'büro@example.com',
          runbookUrl: 'https://wiki.example.com/a?b=c#d',
          blackouts: ['month-end', 'holidays'],
        };
        const created = await store.create(fields, BY_TEST);
        const now = REFERENCE_INSTANT + 678;
        expect(created).toEqual({
          ...fields,
          // Databases add the windows of these names; there are none.
          ...('blackoutWindows' in created && { blackoutWindows: [] }),
          id: created.id,
          version: 1,
          anchorAt: REFERENCE_INSTANT,
          effectiveFrom: now,
          pausedFrom: new Date(now).toISOString(),
          exceptions: null,
          createdAt: now,
          updatedAt: now,
        });
        expect(await read(created.id)).toEqual(created);
      });

      it('refuses a second schedule of the same job and variant, and takes another variant', async () => {
        await store.create(sampleFields(), BY_TEST);
        await expect(store.create(sampleFields(), BY_TEST)).rejects.toMatchObject({
          code: 'schedule_exists',
        });
        await store.create(sampleFields({ variant: 'north' }), BY_TEST);
        expect((await store.readChanges(null)).changed).toHaveLength(2);
      });

      it('tells keys apart by case', async () => {
        await store.create(sampleFields({ jobKey: 'a' }), BY_TEST);
        await expect(store.create(sampleFields({ jobKey: 'A' }), BY_TEST)).resolves.toMatchObject({
          jobKey: 'A',
        });
      });
    });

    it('has null for an id that does not exist', async () => {
      expect(await store.get('nobody')).toBeNull();
    });

    describe('change', () => {
      const change = (id: string, version: number, fields: Partial<ScheduleFields>) =>
        store.change(id, version, () => fields, BY_TEST);

      it('writes the fields and raises the version', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        subject.clock.stepWall(5_500);
        const changed = await change(id, 1, { maxInstances: 4, params: { a: 1 } });
        expect(changed).toMatchObject({ version: 2, maxInstances: 4, params: { a: 1 } });
        expect(changed.updatedAt).toBe(REFERENCE_INSTANT + 5_500);
        expect(await read(id)).toEqual(changed);
      });

      it('moves anchor and start only with the trigger', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        subject.clock.stepWall(90_500);
        await change(id, 1, {
          logPolicy: 'all',
          maxInstances: 2,
          intervalValue: 1,
          note: 'for Ann',
          owner: 'Ann',
        });
        expect(await read(id)).toMatchObject({
          anchorAt: REFERENCE_INSTANT,
          effectiveFrom: REFERENCE_INSTANT,
        });
        await change(id, 2, { intervalValue: 5 });
        expect(await read(id)).toMatchObject({
          anchorAt: REFERENCE_INSTANT + 90_000,
          effectiveFrom: REFERENCE_INSTANT + 90_500,
        });
      });

      it('keeps what was paused from being caught up, whatever becomes of the pause', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        const at = (ms: number) => new Date(REFERENCE_INSTANT + ms).toISOString();
        await change(id, 1, { pausedUntil: at(60_000), pauseReason: 'a deploy' });
        expect(await read(id)).toMatchObject({
          pausedFrom: at(0),
          pausedUntil: at(60_000),
          pauseReason: 'a deploy',
          effectiveFrom: REFERENCE_INSTANT,
        });
        subject.clock.stepWall(10_500);
        await change(id, 2, { pausedUntil: at(90_000) });
        expect(await read(id)).toMatchObject({
          pausedFrom: at(0),
          effectiveFrom: REFERENCE_INSTANT + 10_500,
        });
        subject.clock.stepWall(9_500);
        await change(id, 3, { pausedUntil: null });
        expect(await read(id)).toMatchObject({
          pausedFrom: null,
          pausedUntil: null,
          effectiveFrom: REFERENCE_INSTANT + 20_000,
        });
        await change(id, 4, { pausedUntil: at(30_000) });
        subject.clock.stepWall(20_000);
        await change(id, 5, { pausedUntil: at(80_000) });
        expect(await read(id)).toMatchObject({
          pausedFrom: at(40_000),
          effectiveFrom: REFERENCE_INSTANT + 29_999,
        });
      });

      it('keeps exceptions and the pauses that are over, and moves no start for them', async () => {
        const created = await store.create(sampleFields(), BY_TEST);
        const at = (ms: number) => new Date(REFERENCE_INSTANT + ms).toISOString();
        const exceptions = [
          { kind: 'skip', id: 'a', at: at(60_000), reason: "it's 日本" },
          { kind: 'move', id: 'b', at: at(120_000), to: at(130_000), reason: null },
          { kind: 'run', id: 'c', at: at(150_000), reason: null },
        ] as const;
        await store.change(created.id, 1, () => ({ exceptions }), BY_TEST);
        expect(await read(created.id)).toMatchObject({ exceptions, effectiveFrom: REFERENCE_INSTANT });
        await change(created.id, 2, { pausedUntil: at(600_000), pauseReason: 'a deploy' });
        subject.clock.stepWall(10_000);
        await change(created.id, 3, { pausedUntil: null, pauseReason: null });
        const pause = { kind: 'pause', id: at(0), at: at(0), to: at(10_000), reason: 'a deploy' };
        expect((await read(created.id)).exceptions).toEqual([pause, ...exceptions]);
        // Another rule takes out what it does not yield, and leaves what was planned by hand.
        await change(created.id, 4, { intervalUnit: 'hours' });
        expect((await read(created.id)).exceptions).toEqual([pause, exceptions[2]]);
      });

      it('begins anew with other blackout windows', async () => {
        const { id } = await store.create(sampleFields({ blackouts: ['month-end'] }), BY_TEST);
        subject.clock.stepWall(5_500);
        await change(id, 1, { blackouts: ['month-end'] });
        expect(await read(id)).toMatchObject({ effectiveFrom: REFERENCE_INSTANT });
        await change(id, 2, { blackouts: null });
        expect(await read(id)).toMatchObject({ blackouts: null, effectiveFrom: REFERENCE_INSTANT + 5_500 });
      });

      it('shows the row as it stands to the validation', async () => {
        const created = await store.create(sampleFields(), BY_TEST);
        await store.change(
          created.id,
          1,
          (before) => {
            expect(before).toEqual({ isDamaged: false, schedule: created });
            return {};
          },
          BY_TEST,
        );
      });

      it('writes nothing when the validation throws', async () => {
        const created = await store.create(sampleFields(), BY_TEST);
        const refuse = () => {
          throw new Error('refused');
        };
        await expect(store.change(created.id, 1, refuse, BY_TEST)).rejects.toThrow('refused');
        expect(await read(created.id)).toEqual(created);
      });

      it('refuses a version that is not the newest', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        await change(id, 1, { maxInstances: 2 });
        await expect(change(id, 1, { maxInstances: 3 })).rejects.toMatchObject({ code: 'stale_version' });
        await expect(change(id, 3, { maxInstances: 3 })).rejects.toMatchObject({ code: 'stale_version' });
        expect(await read(id)).toMatchObject({ maxInstances: 2, version: 2 });
      });

      it('lets one of two changes at once through', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        const results = await Promise.allSettled([
          change(id, 1, { maxInstances: 2 }),
          change(id, 1, { maxInstances: 3 }),
        ]);
        const refused = results.filter((result) => result.status === 'rejected');
        expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(['stale_version']);
        expect((await read(id)).version).toBe(2);
      });

      it('refuses an id that does not exist', async () => {
        await expect(change('nobody', 1, {})).rejects.toMatchObject({ code: 'not_found' });
      });

      it('refuses the job and variant of another schedule', async () => {
        await store.create(sampleFields({ jobKey: 'a' }), BY_TEST);
        const { id } = await store.create(sampleFields({ jobKey: 'b' }), BY_TEST);
        await expect(change(id, 1, { jobKey: 'a' })).rejects.toMatchObject({ code: 'schedule_exists' });
        expect(await read(id)).toMatchObject({ jobKey: 'b', version: 1 });
      });
    });

    describe('reanchor', () => {
      const YEARS = 2 * 365 * 86_400_000;
      /** Creates it while the clock is ahead by this much. */
      const createAhead = async (byMs: number, fields: Partial<ScheduleFields> = {}) => {
        subject.clock.stepWall(byMs);
        const created = await store.create(sampleFields(fields), BY_TEST);
        subject.clock.stepWall(-byMs);
        return created;
      };

      it('lets an interval count from now that was created while the clock was ahead, and raises the revision', async () => {
        const created = await createAhead(YEARS, { enabled: false });
        const before = await store.readRevision();
        subject.clock.stepWall(500);
        const after = await store.reanchor(created.id, 1);
        expect(after).toEqual({
          ...created,
          version: 2,
          anchorAt: REFERENCE_INSTANT,
          effectiveFrom: REFERENCE_INSTANT + 500,
          updatedAt: REFERENCE_INSTANT + 500,
        });
        expect(await read(created.id)).toEqual(after);
        expect((await store.readChanges(before)).changed.map(idOf)).toEqual([created.id]);
        expect(await store.reanchor(created.id, 2)).toBeNull();
      });

      it('leaves a row that somebody else has changed, a cron, and what is ahead by a minute', async () => {
        const ahead = await createAhead(YEARS, { jobKey: 'ahead' });
        const cron = await createAhead(YEARS, {
          jobKey: 'cron',
          triggerType: 'cron',
          intervalValue: null,
          intervalUnit: null,
          cronMinute: '0',
        });
        const little = await createAhead(60_000, { jobKey: 'little' });
        const before = await store.readRevision();
        expect(await store.reanchor(ahead.id, 2)).toBeNull();
        expect(await store.reanchor('nobody', 1)).toBeNull();
        for (const { id } of [cron, little]) expect(await store.reanchor(id, 1)).toBeNull();
        expect(await store.readRevision()).toEqual(before);
        for (const one of [ahead, cron, little]) expect(await read(one.id)).toEqual(one);
      });
    });

    describe('remove', () => {
      it('deletes the row once', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        await store.remove(id, BY_TEST);
        expect(await store.get(id)).toBeNull();
        await expect(store.remove(id, BY_TEST)).rejects.toMatchObject({ code: 'not_found' });
      });

      it('makes room for a new schedule of the job', async () => {
        const first = await store.create(sampleFields(), BY_TEST);
        await store.remove(first.id, BY_TEST);
        const second = await store.create(sampleFields(), BY_TEST);
        expect(second.id).not.toBe(first.id);
      });
    });

    describe('createFromCode', () => {
      it('creates a schedule once, and never again after it was deleted', async () => {
        const created = await store.createFromCode(sampleFields());
        expect(await read(created?.id ?? '')).toEqual(created);
        expect(await store.createFromCode(sampleFields())).toBeNull();
        await store.remove(created?.id ?? '', BY_TEST);
        expect(await store.createFromCode(sampleFields())).toBeNull();
        expect((await store.readChanges(null)).changed).toEqual([]);
      });

      it('leaves a schedule that a person made, and remembers that too', async () => {
        const made = await store.create(sampleFields({ intervalValue: 7 }), BY_TEST);
        expect(await store.createFromCode(sampleFields({ intervalValue: 1 }))).toBeNull();
        expect(await read(made.id)).toEqual(made);
        await store.remove(made.id, BY_TEST);
        expect(await store.createFromCode(sampleFields())).toBeNull();
      });

      it('knows variants of a job one by one', async () => {
        await store.createFromCode(sampleFields({ variant: 'a' }));
        expect(await store.createFromCode(sampleFields({ variant: 'b' }))).toMatchObject({ variant: 'b' });
      });

      it('creates one when two runners try at once', async () => {
        const results = await Promise.all([
          store.createFromCode(sampleFields()),
          store.createFromCode(sampleFields()),
        ]);
        expect(results.filter((result) => result !== null)).toHaveLength(1);
      });
    });

    describe('the revision', () => {
      const raisedBy = async (write: () => Promise<unknown>): Promise<boolean> => {
        const before = await store.readRevision();
        await write();
        return (await store.readRevision()).revision > before.revision;
      };

      it('is raised by every write', async () => {
        let id = '';
        const creating = async () => ({ id } = await store.create(sampleFields(), BY_TEST));
        expect(await raisedBy(creating)).toBe(true);
        expect(await raisedBy(() => store.change(id, 1, () => ({ enabled: false }), BY_TEST))).toBe(true);
        expect(await raisedBy(() => store.change(id, 2, () => ({}), BY_TEST))).toBe(true);
        expect(await raisedBy(() => store.remove(id, BY_TEST))).toBe(true);
        expect(await raisedBy(() => store.createFromCode(sampleFields({ jobKey: 'code' })))).toBe(true);
      });

      it('is raised by a request for a run, which changes no schedule', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        const before = await store.readRevision();
        const request = { id: 'request-1', scheduleId: id, requestedAt: REFERENCE_INSTANT };
        expect(await raisedBy(() => subject.runRequests.add(request))).toBe(true);
        expect(await store.readChanges(before)).toMatchObject({
          continuity: 'continues',
          changed: [],
          deleted: [],
        });
      });

      it('stays where nothing was written', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        await store.createFromCode(sampleFields());
        const nothing = [
          () => store.readChanges(null),
          () => store.get(id),
          () => store.createFromCode(sampleFields()),
          () => store.create(sampleFields(), BY_TEST).catch(() => null),
          () => store.change(id, 9, () => ({}), BY_TEST).catch(() => null),
          () => store.remove('nobody', BY_TEST).catch(() => null),
        ];
        for (const work of nothing) expect(await raisedBy(work)).toBe(false);
      });

      it('selects the rows that changed after it', async () => {
        const a = await store.create(sampleFields({ jobKey: 'a' }), BY_TEST);
        const b = await store.create(sampleFields({ jobKey: 'b' }), BY_TEST);
        const all = await store.readChanges(null);
        expect(all).toMatchObject({ ...(await store.readRevision()), continuity: 'unknown', deleted: [] });
        expect(new Set(all.changed.map(idOf))).toEqual(new Set([a.id, b.id]));
        await store.change(b.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
        const news = await store.readChanges(all);
        expect(news).toMatchObject({ continuity: 'continues', historyId: all.historyId, deleted: [] });
        expect(news.changed.map(idOf)).toEqual([b.id]);
        await store.remove(a.id, BY_TEST);
        expect(await store.readChanges(news)).toMatchObject({ changed: [], deleted: [a.id] });
        expect(await store.readChanges(all)).toMatchObject({ changed: [{}], deleted: [a.id] });
      });

      it('of a row is that of its last change', async () => {
        const a = await store.create(sampleFields({ jobKey: 'a' }), BY_TEST);
        const created = await store.revisionOf(a.id);
        expect(created).toBe((await store.readRevision()).revision);
        await store.create(sampleFields({ jobKey: 'b' }), BY_TEST);
        expect(await store.revisionOf(a.id)).toBe(created);
        await store.change(a.id, 1, () => ({ enabled: false }), BY_TEST);
        expect(await store.revisionOf(a.id)).toBe((await store.readRevision()).revision);
        await store.remove(a.id, BY_TEST);
        expect(await store.revisionOf(a.id)).toBeNull();
      });
    });

    describe('the history', () => {
      it('has a token that is another at each raise, and knows the pairs that it had', async () => {
        const pairs = [await store.readRevision()];
        for (const jobKey of ['a', 'b', 'c']) {
          await store.create(sampleFields({ jobKey }), BY_TEST);
          pairs.push(await store.readRevision());
        }
        expect(new Set(pairs.map(({ token }) => token)).size).toBe(4);
        for (const pair of pairs) expect(await store.hasHad(pair)).toBe(true);
        const [first, second] = pairs as [RevisionPair, RevisionPair];
        expect(await store.hasHad({ ...second, token: first.token })).toBe(false);
        expect(await store.hasHad({ ...second, revision: second.revision + 100 })).toBe(false);
      });

      it('is another one for whoever knows the same number with another token, and everything is read', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        const { revision } = await store.readRevision();
        for (const known of [revision, revision - 1, revision + 1]) {
          const found = await store.readChanges({ revision: known, token: 'of-another' });
          expect(found).toMatchObject({ revision, continuity: 'another', deleted: [] });
          expect(found.changed.map(idOf)).toEqual([id]);
        }
      });

      it(
        'does not say what became of a revision that is older than its log',
        { timeout: 60_000 },
        async () => {
          const { id } = await store.create(sampleFields(), BY_TEST);
          const old = await store.readRevision();
          const requests = Array.from({ length: REVISION_LOG_LENGTH }, (_, index) => ({
            id: `request-${index}`,
            scheduleId: id,
            requestedAt: REFERENCE_INSTANT,
          }));
          await Promise.all(requests.map((request) => subject.runRequests.add(request)));
          expect(await store.hasHad(old)).toBe(false);
          const found = await store.readChanges(old);
          expect(found).toMatchObject({ continuity: 'unknown', changed: [{ schedule: { id } }] });
        },
      );

      it('can be begun anew, where the log goes on and the id is another', async () => {
        const { id } = await store.create(sampleFields(), BY_TEST);
        const before = await store.readChanges(null);
        const historyId = await store.beginHistory();
        expect(historyId).not.toBe(before.historyId);
        const after = await store.readChanges(before);
        expect(after).toMatchObject({ historyId, continuity: 'continues', changed: [] });
        expect(after.revision).toBe(before.revision + 1);
        expect(after.token).not.toBe(before.token);
        expect((await store.readChanges(null)).changed.map(idOf)).toEqual([id]);
      });

      it('names a schedule that was made again with its old name, and not with its old id', async () => {
        const first = await store.create(sampleFields(), BY_TEST);
        const before = await store.readRevision();
        await store.remove(first.id, BY_TEST);
        const second = await store.create(sampleFields(), BY_TEST);
        const { changed, deleted } = await store.readChanges(before);
        expect(deleted).toEqual([first.id]);
        expect(changed.map(idOf)).toEqual([second.id]);
      });
    });

    it('finds the schedules of jobs, by job and variant', async () => {
      const b = await store.create(sampleFields({ jobKey: 'b', variant: 'z', enabled: false }), BY_TEST);
      const b2 = await store.create(sampleFields({ jobKey: 'b' }), BY_TEST);
      const a = await store.create(sampleFields({ jobKey: 'a' }), BY_TEST);
      await store.create(sampleFields({ jobKey: 'c' }), BY_TEST);
      expect(await store.findByJobs(['b', 'a', 'nobody'])).toEqual([
        { id: a.id, jobKey: 'a', variant: '', enabled: true },
        { id: b2.id, jobKey: 'b', variant: '', enabled: true },
        { id: b.id, jobKey: 'b', variant: 'z', enabled: false },
      ]);
      expect(await store.findByJobs([])).toEqual([]);
    });
  });
}

function idOf(row: Awaited<ReturnType<ScheduleStore['get']>>): string {
  if (row === null) return '';
  return row.isDamaged ? row.damaged.id : row.schedule.id;
}
