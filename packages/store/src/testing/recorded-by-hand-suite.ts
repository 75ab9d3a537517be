import { RECORDED_FIELDS, type ChangeRecord } from '@zenpulse/core/domain';
import { BY_TEST } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { SCHEDULE_TABLE, type ByHandWords, type scheduleByHand } from './by-hand-suite.ts';

/** What every database records of SQL by hand. */
export function recordedByHandSuite(hand: ReturnType<typeof scheduleByHand>, words: ByHandWords): void {
  /** The changes by SQL, the oldest first; those of one statement have the same instant. */
  const bySql = async (): Promise<ChangeRecord[]> => {
    const { items } = await hand.records.list({}, { limit: 100 });
    return items.filter(({ origin }) => origin === 'sql').reverse();
  };

  describe('is recorded as a change', () => {
    it('with what it changed, and what the triggers changed with it', async () => {
      await hand.update(`"interval_value" = 7, "note" = 'says "x"', "enabled" = ${words.false}`);
      const { anchorAt, effectiveFrom } = await hand.now();
      const [change, ...others] = await bySql();
      expect(others).toEqual([]);
      const { before } = hand;
      expect(change).toMatchObject({
        actor: null,
        action: 'change',
        scheduleId: before.id,
        jobKey: before.jobKey,
        variant: '',
        reason: null,
        bulkId: null,
        revertOf: null,
      });
      expect(change?.before).toEqual({
        intervalValue: before.intervalValue,
        note: null,
        enabled: true,
        anchorAt: before.anchorAt,
        effectiveFrom: before.effectiveFrom,
      });
      expect(change?.after).toMatchObject({ intervalValue: 7, note: 'says "x"', enabled: false, anchorAt });
      expect(Math.abs(Number(change?.after?.['effectiveFrom']) - effectiveFrom)).toBeLessThan(10_000); // at the commit on PostgreSQL
      expect(Math.abs((change?.at ?? 0) - Date.now())).toBeLessThan(60_000);
    });

    it('with objects, lists and instants as the API shows them', async () => {
      const until = Date.UTC(2040, 0, 1);
      await hand.update(
        `"params" = '{"a":[1,"\\\\u00e4"]}', "blackouts" = '["nights"]', "paused_until" = ${words.spell(until)[0]}`,
      );
      const [change] = await bySql();
      const { params, pausedFrom } = await hand.now();
      expect(change?.after).toMatchObject({
        params,
        blackouts: ['nights'],
        pausedUntil: new Date(until).toISOString(),
        pausedFrom,
      });
      expect(change?.before).toMatchObject({
        params: {},
        blackouts: null,
        pausedUntil: null,
        pausedFrom: null,
      });
    });

    it('with the whole row where it inserts or deletes one', async () => {
      await hand.run(
        `INSERT INTO ${SCHEDULE_TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit") VALUES ('by.hand', 'interval', 30, 'seconds')`,
      );
      const [ref] = await hand.schedules.findByJobs(['by.hand']);
      const row = await hand.schedules.get(ref?.id ?? '');
      await hand.run(`DELETE FROM ${SCHEDULE_TABLE} WHERE "job_key" = 'by.hand'`);
      const changes = await bySql();
      const made = changes.find(({ action }) => action === 'create');
      const gone = changes.find(({ action }) => action === 'delete');
      const schedule = row?.isDamaged === false ? row.schedule : null;
      expect(made).toMatchObject({ scheduleId: ref?.id, jobKey: 'by.hand', variant: '', before: null });
      expect(gone).toMatchObject({ scheduleId: ref?.id, after: null, before: { ...schedule } });
      expect(Object.keys(made?.after ?? {}).sort()).toEqual(Object.keys({ ...schedule }).sort());
      expect(changes).toHaveLength(2);
    });

    it('for every field', () => {
      expect([...RECORDED_FIELDS].sort()).toEqual(
        Object.keys(hand.before)
          .filter((field) => !['id', 'version', 'createdAt', 'updatedAt'].includes(field))
          .sort(),
      );
    });

    it('where only the start of a schedule is moved', async () => {
      const at = Date.UTC(2030, 0, 1);
      await hand.update(`"anchor_at" = ${words.spell(at)[0]}`);
      const [change, ...others] = await bySql();
      expect(others).toEqual([]);
      expect(change).toMatchObject({ before: { anchorAt: hand.before.anchorAt }, after: { anchorAt: at } });
    });

    it('once for each row', async () => {
      for (const variant of ['a', 'b']) await hand.schedules.create({ ...hand.before, variant }, BY_TEST);
      await hand.run(`UPDATE ${SCHEDULE_TABLE} SET "max_retries" = 5`);
      const changes = await bySql();
      expect(changes.map(({ variant }) => String(variant)).sort()).toEqual(['', 'a', 'b']);
      for (const { before, after } of changes)
        expect([before, after]).toEqual([{ maxRetries: 0 }, { maxRetries: 5 }]);
    });

    it('also where it changes the version itself, as processes of older releases do', async () => {
      await hand.update(`"max_retries" = 4, "version" = "version" + 1`);
      expect(await bySql()).toMatchObject([{ before: { maxRetries: 0 }, after: { maxRetries: 4 } }]);
    });

    it('with invalid values as they are', async () => {
      await hand.update(`"timezone" = 'Mars/Olympus'`);
      expect(await bySql()).toMatchObject([
        { before: { timezone: 'UTC' }, after: { timezone: 'Mars/Olympus' } },
      ]);
    });
  });

  describe('is not recorded', () => {
    it('where it changes nothing', async () => {
      await hand.update(`"note" = "note"`);
      await hand.run(`UPDATE ${SCHEDULE_TABLE} SET "note" = 'x' WHERE "id" = 'nobody'`);
      expect(await bySql()).toEqual([]);
    });

    it('twice where ZenPulse itself writes', async () => {
      const { id } = hand.before;
      await hand.schedules.change(id, 1, () => ({ maxRetries: 1 }), BY_TEST);
      await hand.schedules.remove(id, BY_TEST);
      const { items } = await hand.records.list({}, { limit: 100 });
      expect(items.map(({ origin }) => origin)).toEqual(['admin', 'admin', 'admin']);
    });
  });
}
