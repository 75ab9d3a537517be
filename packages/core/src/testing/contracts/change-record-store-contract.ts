import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeRecord } from '../../domain/index.ts';
import {
  CHANGE_PAGE_CHARACTERS,
  type ChangeFilter,
  type ChangeRecordStore,
  type DecideEdit,
  type ScheduleStore,
} from '../../ports/index.ts';
import type { FakeClock } from '../fake-clock.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';
import { BY_TEST, sampleFields } from '../samples.ts';

export interface ChangeRecordSubject {
  readonly schedules: ScheduleStore;
  readonly records: ChangeRecordStore;
  readonly clock: FakeClock;
  close(): Promise<void>;
}

/** The contract of every `ChangeRecordStore`, and of what a `ScheduleStore` records in it. */
export function changeRecordStoreContract(name: string, create: () => Promise<ChangeRecordSubject>): void {
  describe(`${name}: changes`, () => {
    let subject: ChangeRecordSubject;
    let schedules: ScheduleStore;
    let records: ChangeRecordStore;
    beforeEach(async () => {
      subject = await create();
      ({ schedules, records } = subject);
    });
    afterEach(() => subject.close());

    const all = async (filter: ChangeFilter = {}): Promise<readonly ChangeRecord[]> =>
      (await records.list(filter, { limit: 100 })).items;
    const theNewest = async (): Promise<ChangeRecord> => {
      const [newest] = await all();
      if (newest === undefined) throw new Error('expected a change, got none');
      return newest;
    };

    describe('of schedules', () => {
      it('name who created it, why, and the whole row', async () => {
        const made = await schedules.create(
          sampleFields({ params: { to: ['a', 1, null] }, note: 'line\nline' }),
          {
            actor: 'Ada Lovelace',
            origin: 'cli',
            reason: 'a "new" report',
          },
        );
        expect(await theNewest()).toEqual({
          id: expect.any(String),
          at: REFERENCE_INSTANT,
          actor: 'Ada Lovelace',
          origin: 'cli',
          scheduleId: made.id,
          jobKey: made.jobKey,
          variant: made.variant,
          action: 'create',
          before: null,
          after: { ...made },
          reason: 'a "new" report',
          bulkId: null,
          revertOf: null,
        });
      });

      it('have the fields that changed, before and after', async () => {
        const made = await schedules.create(sampleFields(), BY_TEST);
        await schedules.change(made.id, 1, () => ({ maxRetries: 3, note: 'Ä😀', enabled: true }), BY_TEST);
        expect(await theNewest()).toMatchObject({
          action: 'change',
          scheduleId: made.id,
          before: { maxRetries: 0, note: null },
          after: { maxRetries: 3, note: 'Ä😀' },
          reason: null,
        });
        expect(Object.keys((await theNewest()).before ?? {}).sort()).toEqual(['maxRetries', 'note']);
      });

      it('tell of the start that another trigger moves', async () => {
        const made = await schedules.create(sampleFields(), BY_TEST);
        subject.clock.stepWall(5_000);
        const changed = await schedules.change(made.id, 1, () => ({ intervalValue: 2 }), BY_TEST);
        expect((await theNewest()).after).toEqual({
          intervalValue: 2,
          anchorAt: changed.anchorAt,
          effectiveFrom: changed.effectiveFrom,
        });
      });

      it('keep the whole row of a schedule that was deleted', async () => {
        const made = await schedules.create(sampleFields({ params: { a: { b: 1 } } }), BY_TEST);
        await schedules.remove(made.id, { ...BY_TEST, reason: 'not needed' });
        expect(await theNewest()).toMatchObject({
          action: 'delete',
          reason: 'not needed',
          before: { ...made },
          after: null,
        });
      });

      it('are not made where nothing changed or nothing was written', async () => {
        const made = await schedules.create(sampleFields(), BY_TEST);
        await schedules.change(made.id, 1, () => ({ maxRetries: 0 }), BY_TEST);
        await expect(schedules.change(made.id, 1, () => ({ maxRetries: 1 }), BY_TEST)).rejects.toMatchObject({
          code: 'stale_version',
        });
        await expect(schedules.create(sampleFields(), BY_TEST)).rejects.toMatchObject({
          code: 'schedule_exists',
        });
        await expect(schedules.remove('nobody', BY_TEST)).rejects.toMatchObject({ code: 'not_found' });
        expect((await all()).map(({ action }) => action)).toEqual(['create']);
      });

      it('come from code where a runner creates or re-anchors a schedule', async () => {
        await schedules.createFromCode(sampleFields());
        await schedules.createFromCode(sampleFields());
        expect(await all()).toMatchObject([{ origin: 'code', actor: null, action: 'create' }]);
        const [ref] = await schedules.findByJobs([sampleFields().jobKey]);
        subject.clock.stepWall(-3_600_000);
        await schedules.reanchor(ref?.id ?? '', 1);
        expect(await all({ action: 'change' })).toMatchObject([
          { origin: 'code', actor: null, after: { anchorAt: REFERENCE_INSTANT - 3_600_000 } },
        ]);
      });
    });

    describe('of many schedules at once', () => {
      const disabled: DecideEdit = (_id, stored) =>
        stored === null || stored.isDamaged
          ? null
          : {
              after: { ...stored.schedule, enabled: false, version: stored.schedule.version + 1 },
              bulkId: 'bulk-1',
            };

      it('are written together, and found by the id of the action', async () => {
        const ids: string[] = [];
        for (const variant of ['a', 'b', 'c'])
          ids.push((await schedules.create(sampleFields({ variant }), BY_TEST)).id);
        const edited = await schedules.edit([...ids, 'nobody'], disabled, BY_TEST);
        expect(edited.map(({ id }) => id)).toEqual(ids);
        const found = await records.ofBulk('bulk-1', null, 2);
        expect(found).toHaveLength(2);
        const rest = await records.ofBulk('bulk-1', found[1]?.id ?? '', 2);
        expect([...found, ...rest].map(({ scheduleId }) => String(scheduleId)).sort()).toEqual(
          [...ids].sort(),
        );
        expect(rest[0]).toMatchObject({
          before: { enabled: true },
          after: { enabled: false },
          bulkId: 'bulk-1',
        });
        expect(await schedules.countEach({ off: { by: 'disabled' } })).toEqual({ off: 3 });
      });

      it('are not written at all if one is refused', async () => {
        const one = await schedules.create(sampleFields({ variant: 'one' }), BY_TEST);
        const two = await schedules.create(sampleFields({ variant: 'two' }), BY_TEST);
        const edit = schedules.edit(
          [one.id, two.id],
          (id, stored) => {
            if (id === two.id) throw new Error('refused');
            return disabled(id, stored, 0);
          },
          BY_TEST,
        );
        await expect(edit).rejects.toThrow('refused');
        expect(await records.ofBulk('bulk-1', null, 10)).toEqual([]);
        expect(await schedules.countEach({ off: { by: 'disabled' } })).toEqual({ off: 0 });
      });

      it('delete, and bring back under the same id', async () => {
        const made = await schedules.create(sampleFields(), BY_TEST);
        await schedules.edit([made.id], () => ({ after: null }), BY_TEST);
        expect(await schedules.get(made.id)).toBeNull();
        const back = { ...made, version: made.version + 1 };
        await schedules.edit([made.id], () => ({ after: back, action: 'revert', revertOf: 'x' }), BY_TEST);
        expect(await schedules.get(made.id)).toEqual({ isDamaged: false, schedule: back });
        expect(await theNewest()).toMatchObject({
          action: 'revert',
          revertOf: 'x',
          before: null,
          after: back,
        });
      });

      it('refuse a name that another schedule has', async () => {
        const one = await schedules.create(sampleFields({ variant: 'one' }), BY_TEST);
        await schedules.create(sampleFields({ variant: 'two' }), BY_TEST);
        const edit = schedules.edit(
          [one.id],
          () => ({ after: { ...one, variant: 'two', version: 2 } }),
          BY_TEST,
        );
        await expect(edit).rejects.toMatchObject({ code: 'schedule_exists' });
        expect(await schedules.get(one.id)).toEqual({ isDamaged: false, schedule: one });
      });
    });

    describe('of what is no schedule', () => {
      it('say what was done, and what came of it', async () => {
        const id = await records.add(
          { action: 'delete-executions', after: { jobKey: 'a' } },
          { actor: null, origin: 'admin', reason: 'too many' },
        );
        await records.settle(id, { jobKey: 'a', deleted: 7 });
        expect(await records.get(id)).toEqual({
          id,
          at: REFERENCE_INSTANT,
          actor: null,
          origin: 'admin',
          action: 'delete-executions',
          scheduleId: null,
          jobKey: null,
          variant: null,
          before: null,
          bulkId: null,
          revertOf: null,
          after: {
            jobKey: 'a',
            deleted: 7,
          },
          reason: 'too many',
        });
        expect(await records.get('nobody')).toBeNull();
      });
    });

    describe('in a list', () => {
      const add = (scheduleId: string, actor: string | null, action: 'run' | 'cancel', runId: string) =>
        records.add({ action, scheduleId, after: { runId } }, { actor, origin: 'admin' });
      const namesOf = (changes: readonly ChangeRecord[]) => changes.map(({ after }) => after?.['runId']);

      beforeEach(async () => {
        for (const [index, actor] of ['ada', 'bob', 'ada', null, 'ada'].entries()) {
          await add(index % 2 === 0 ? 's-1' : 's-2', actor, index === 4 ? 'cancel' : 'run', `r${index}`);
          subject.clock.stepWall(1_000);
        }
      });

      it('are sorted by time, the newest first', async () => {
        expect(namesOf(await all())).toEqual(['r4', 'r3', 'r2', 'r1', 'r0']);
      });

      it('are chosen by schedule, actor, action and time, alone and together', async () => {
        const second = (n: number) => REFERENCE_INSTANT + n * 1_000;
        expect(namesOf(await all({ scheduleId: 's-2' }))).toEqual(['r3', 'r1']);
        expect(namesOf(await all({ actor: 'ada' }))).toEqual(['r4', 'r2', 'r0']);
        expect(namesOf(await all({ action: 'cancel' }))).toEqual(['r4']);
        expect(namesOf(await all({ from: second(1), to: second(3) }))).toEqual(['r2', 'r1']);
        expect(
          namesOf(await all({ scheduleId: 's-1', actor: 'ada', action: 'run', from: second(1) })),
        ).toEqual(['r2']);
      });

      it('come in pages, which continue where the last one ended', async () => {
        await add('s-1', 'ada', 'run', 'same moment 1');
        await add('s-1', 'ada', 'run', 'same moment 2');
        for (const filter of [{}, { actor: 'ada' }, { actor: 'ada', action: 'run' as const }]) {
          const seen: unknown[] = [];
          let next = (await records.list(filter, { limit: 2 })).next;
          seen.push(...namesOf((await records.list(filter, { limit: 2 })).items));
          while (next !== null) {
            const page = await records.list(filter, { limit: 2, after: next });
            seen.push(...namesOf(page.items));
            next = page.next;
          }
          expect(seen).toEqual(namesOf(await all(filter)));
        }
      });

      it('fill no page beyond its size', async () => {
        const text = 'x'.repeat(CHANGE_PAGE_CHARACTERS / 4);
        for (let count = 0; count < 6; count += 1)
          await records.add({ action: 'run', after: { text } }, { actor: null, origin: 'admin' });
        const page = await records.list({}, { limit: 100 });
        expect(page.items.length).toBeLessThan(6);
        expect(page.next).not.toBeNull();
      });
    });

    it('that are old are deleted', async () => {
      for (const runId of ['old', 'older']) {
        await records.add({ action: 'run', after: { runId } }, { actor: null, origin: 'admin' });
      }
      subject.clock.stepWall(1_000);
      await records.add({ action: 'run', after: { runId: 'new' } }, { actor: null, origin: 'admin' });
      expect(await records.prune(REFERENCE_INSTANT + 1_000)).toBe(2);
      expect((await all()).map(({ after }) => after)).toEqual([{ runId: 'new' }]);
    });
  });
}
