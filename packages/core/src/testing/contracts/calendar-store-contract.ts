import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlackoutWindow, InForce, Schedule } from '../../domain/index.ts';
import type { CalendarStore, ScheduleStore } from '../../ports/index.ts';
import { BY_TEST, sampleFields } from '../samples.ts';

export interface CalendarStoreSubject {
  readonly calendar: CalendarStore;
  readonly schedules: ScheduleStore;
  close(): Promise<void>;
}

/** The contract of every `CalendarStore`. */
export function calendarStoreContract(name: string, create: () => Promise<CalendarStoreSubject>): void {
  describe(`${name}: what holds for many schedules`, () => {
    let subject: CalendarStoreSubject;
    let calendar: CalendarStore;
    let schedules: ScheduleStore;
    beforeEach(async () => {
      subject = await create();
      ({ calendar, schedules } = subject);
    });
    afterEach(() => subject.close());

    const nights: BlackoutWindow = {
      name: 'nights',
      definition: {
        timezone: 'Europe/Berlin',
        dates: [],
        weekly: [{ days: ['mon'], from: '22:00', to: '06:00' }],
      },
    };
    const windowsOf = async (id: string) => {
      const row = await schedules.get(id);
      return row === null || row.isDamaged ? null : (row.schedule as Schedule & InForce).blackoutWindows;
    };

    it('keeps blackout windows by name, and replaces them as a whole', async () => {
      await calendar.putBlackout(nights);
      const other = { ...nights, name: 'a_b', definition: { ...nights.definition, timezone: 'UTC' } };
      await calendar.putBlackout(other);
      await calendar.putBlackout({ ...nights, definition: other.definition });
      expect(await calendar.blackouts()).toEqual([other, { ...nights, definition: other.definition }]);
      expect(await calendar.removeBlackout('a_b')).toBe(true);
      expect(await calendar.removeBlackout('a_b')).toBe(false);
      expect(await calendar.blackouts()).toHaveLength(1);
    });

    it('gives schedules the windows that they refer to, wherever they are read', async () => {
      await calendar.putBlackout(nights);
      const blackouts = ['nights', 'unknown'];
      const { id } = await schedules.create(sampleFields({ blackouts }), BY_TEST);
      const plain = await schedules.create(sampleFields({ jobKey: 'plain' }), BY_TEST);
      expect(await windowsOf(id)).toEqual([nights]);
      expect(await windowsOf(plain.id)).toBeUndefined();
      const { changed } = await schedules.readChanges(null);
      const page = await schedules.list({ sort: 'jobKey', isDescending: false, limit: 10 });
      for (const rows of [changed, page.items]) {
        const found = rows.flatMap((row) =>
          row.isDamaged ? [] : [(row.schedule as InForce).blackoutWindows],
        );
        expect(found).toContainEqual([nights]);
      }
    });

    it('decides about schedules with their windows, and keeps them out of what is written', async () => {
      await calendar.putBlackout(nights);
      const { id } = await schedules.create(sampleFields({ blackouts: ['nights'] }), BY_TEST);
      const seen: unknown[] = [];
      const decided = await schedules.edit(
        [id],
        (_id, row) => {
          if (row === null || row.isDamaged) return null;
          const { schedule } = row;
          seen.push((schedule as Schedule & InForce).blackoutWindows);
          return { after: { ...schedule, note: 'edited', version: schedule.version + 1 } };
        },
        BY_TEST,
      );
      expect(seen).toContainEqual([nights]);
      expect(decided).toMatchObject([{ after: { note: 'edited' }, change: { before: { note: null } } }]);
      expect(await windowsOf(id)).toEqual([nights]);
    });

    it('tells runners of the schedules that refer to a window which changed, and begins them anew', async () => {
      const { id, effectiveFrom } = await schedules.create(sampleFields({ blackouts: ['nights'] }), BY_TEST);
      await schedules.create(sampleFields({ jobKey: 'plain' }), BY_TEST);
      const before = await schedules.readRevision();
      await calendar.putBlackout(nights);
      const { changed } = await schedules.readChanges(before);
      expect(changed).toMatchObject([{ schedule: { id, version: 2, blackoutWindows: [nights] } }]);
      const [row] = changed;
      expect(row?.isDamaged === false && row.schedule.effectiveFrom).toBeGreaterThanOrEqual(effectiveFrom);
    });

    it('says since when and why all firing is stopped, and when it was allowed again', async () => {
      expect(await calendar.readSwitch()).toEqual({
        stoppedAt: null,
        reason: null,
        actor: null,
        resumedAt: null,
      });
      expect(await calendar.resumeFiring()).toMatchObject({ stoppedAt: null, resumedAt: null });
      const revision = await schedules.readRevision();
      const stopped = await calendar.stopFiring({ reason: "it's a move", actor: 'Ann' });
      expect(stopped).toMatchObject({ reason: "it's a move", actor: 'Ann', stoppedAt: expect.any(Number) });
      expect(await calendar.readSwitch()).toEqual(stopped);
      expect((await schedules.readRevision()).revision).toBeGreaterThan(revision.revision);
      const again = await calendar.stopFiring({ reason: null, actor: null });
      expect(again).toMatchObject({ reason: null, stoppedAt: stopped.stoppedAt });
      const resumed = await calendar.resumeFiring();
      expect(resumed).toMatchObject({ stoppedAt: null, resumedAt: expect.any(Number) });
      expect(await calendar.readSwitch()).toEqual(resumed);
    });
  });
}
