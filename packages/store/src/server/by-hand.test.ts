import { describe, expect, it } from 'vitest';
import { byHandSuite, type ByHandWords, SCHEDULE_TABLE, scheduleByHand } from '../testing/by-hand-suite.ts';
import { recordedByHandSuite } from '../testing/recorded-by-hand-suite.ts';
import { describeOnServers } from '../testing/servers.ts';

describeOnServers('SQL by hand', (database) => {
  const hand = scheduleByHand(async () => {
    const { backend, byHand, close } = await database.subject();
    return { backend, run: (sql) => byHand.query(sql), close };
  });

  const words: ByHandWords = {
    true: 'true',
    false: 'false',
    spell: (epochMs) => [database.sql.instant(epochMs)],
    nonsense: [[`"interval_value" = -2147483648`, 'intervalValue']],
    repairable: `"timezone" = 'Mars/Olympus'`,
  };
  byHandSuite(hand, words);
  recordedByHandSuite(hand, words);

  it('that writes no row, or rolls back, raises nothing', async () => {
    const revision = await hand.schedules.readRevision();
    await hand.run(`UPDATE ${SCHEDULE_TABLE} SET "enabled" = false WHERE "id" = 'nobody'`);
    await hand.run(`DELETE FROM ${SCHEDULE_TABLE} WHERE "id" = 'nobody'`);
    await hand.run('BEGIN');
    await hand.run(`UPDATE ${SCHEDULE_TABLE} SET "enabled" = false`);
    await hand.run('ROLLBACK');
    expect(await hand.schedules.readRevision()).toEqual(revision);
    expect(await hand.now()).toEqual(hand.before);
  });

  it('that upserts shows every row', async () => {
    const revision = await hand.schedules.readRevision();
    await hand.run(
      `INSERT INTO ${SCHEDULE_TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit")
       VALUES ('report.send', 'interval', 5, 'minutes'), ('new', 'interval', 5, 'minutes')
       ${database.sql.onDuplicateSchedule('interval_value')}`,
    );
    expect((await hand.newsSince(revision)).sort()).toEqual(['new', 'report.send']);
  });

  it('that changes ten thousand rows shows them all, in reasonable time', async () => {
    await hand.run(
      `INSERT INTO ${SCHEDULE_TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit")
       SELECT CONCAT('job ', n), 'interval', 5, 'minutes' FROM ${database.sql.numbers(10_000)}`,
    );
    const revision = await hand.schedules.readRevision();
    await hand.run(`UPDATE ${SCHEDULE_TABLE} SET "max_instances" = 2`);
    const news = await hand.schedules.readChanges(revision);
    expect(news.revision).toBe(revision.revision + (database.kind === 'postgres' ? 1 : 10_001));
    expect(news.continuity).toBe(database.kind === 'postgres' ? 'continues' : 'unknown');
    expect(news.changed).toHaveLength(10_001);
  });

  describe('that writes nonsense', () => {
    it.each([`"interval_value" = 'soon'`, `"enabled" = 'maybe'`, `"anchor_at" = 'infinity'`])(
      '%s is refused by the table itself',
      async (assignment) => {
        const revision = await hand.schedules.readRevision();
        await expect(hand.update(assignment)).rejects.toThrow();
        expect(await hand.schedules.readRevision()).toEqual(revision);
        expect(await hand.now()).toEqual(hand.before);
      },
    );
  });
});
