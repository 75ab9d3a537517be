import type { Schedule } from '@zenpulse/core/domain';
import type { RevisionPair } from '@zenpulse/core/ports';
import { BY_TEST, REFERENCE_INSTANT, sampleExecution, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnMysql } from '../testing/mysql-database.ts';
import type { ServerSubject } from '../testing/server-database.ts';

const TABLE = '"zenpulse_schedule_config"';

describeOnMysql('SQL by hand as only MySQL has it', (database) => {
  let subject: ServerSubject;
  let before: Schedule;
  beforeEach(async () => {
    subject = await database.subject();
    before = await subject.backend.schedules.create(sampleFields(), BY_TEST);
  });
  afterEach(() => subject.close());

  const newsSince = async (revision: RevisionPair) => {
    const { changed } = await subject.backend.schedules.readChanges(revision);
    return changed.map((row) => (row.isDamaged ? row.damaged.jobKey : row.schedule.jobKey));
  };
  const damaged = async () => {
    const row = await subject.backend.schedules.get(before.id);
    return row?.isDamaged === true ? row.damaged.problems.map(({ path }) => path) : [];
  };

  it('from a session that is not strict: a date that is none is reported, and repaired by a change', async () => {
    await subject.byHand.query(`SET SESSION sql_mode = 'ANSI_QUOTES'`);
    await subject.byHand.query(`UPDATE ${TABLE} SET "anchor_at" = '0000-00-00', "max_instances" = 'many'`);
    expect(new Set(await damaged())).toEqual(new Set(['anchorAt', 'maxInstances']));
    const repaired = await subject.backend.schedules.change(
      before.id,
      2,
      () => ({ maxInstances: 1 }),
      BY_TEST,
    );
    expect(repaired).toMatchObject({ version: 3, anchorAt: REFERENCE_INSTANT });
    expect(await subject.backend.schedules.get(before.id)).toEqual({ isDamaged: false, schedule: repaired });
  });

  it.each([
    [`"params" = '{"broken'`, 'params'],
    [`"enabled" = 2`, 'enabled'],
    [`"coalesce" = -1`, 'coalesce'],
  ])('that writes %s is reported under its field', async (assignment, path) => {
    await subject.byHand.query(`UPDATE ${TABLE} SET ${assignment}`);
    expect(await damaged()).toEqual([path]);
  });

  it('keeps params to the letter, and changes nothing that an escape means', async () => {
    const params = String.raw`{ "b": 1.0, "a": "\u0000 \ud800 \\ ' 😀", "a2": [1e2] }`;
    await subject.byHand.query(`UPDATE ${TABLE} SET "params" = $1`, [params]);
    const { rows } = await subject.byHand.query<{ params: string }>(`SELECT "params" FROM ${TABLE}`);
    expect(rows[0]?.params).toBe(params);
    const row = await subject.backend.schedules.get(before.id);
    expect(row).toMatchObject({ schedule: { params: JSON.parse(params) as object } });
  });

  it('that replaces, loads, or changes a row by way of another one, counts; what changes nothing does not', async () => {
    let revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(
      `REPLACE INTO ${TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit") VALUES ('report.send', 'interval', 5, 'minutes')`,
    );
    expect(await newsSince(revision)).toEqual(['report.send']);
    revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(`UPDATE ${TABLE} SET "max_instances" = "max_instances", "enabled" = true`);
    expect(await subject.backend.schedules.readRevision()).toEqual(revision);
    await subject.byHand.query(
      `UPDATE ${TABLE} AS "one" JOIN ${TABLE} AS "other" ON "one"."id" = "other"."id" SET "one"."max_instances" = 3`,
    );
    expect(await newsSince(revision)).toEqual(['report.send']);
  });

  it('that truncates is not noticed, for no trigger hears of it; the next change brings it along', async () => {
    const before = await subject.backend.schedules.readChanges(null);
    await subject.byHand.query(`TRUNCATE TABLE ${TABLE}`);
    expect((await subject.backend.schedules.readRevision()).token).toBe(before.token);
    await subject.backend.schedules.create(sampleFields({ jobKey: 'next' }), BY_TEST);
    expect(await subject.backend.schedules.readChanges(before)).toMatchObject({
      changed: [{ schedule: { jobKey: 'next' } }],
      deleted: [],
      count: 1,
    });
  });

  it('that deadlocks with a store is the one that fails: the store tries again', async () => {
    const second = await subject.backend.schedules.create(sampleFields({ jobKey: 'second' }), BY_TEST);
    await subject.byHand.query('BEGIN');
    await subject.byHand.query(`UPDATE ${TABLE} SET "max_instances" = 5 WHERE "job_key" = 'report.send'`);
    const waiting = subject.backend.schedules
      .change(second.id, 1, () => ({ maxInstances: 7 }), BY_TEST)
      .catch((error: { code: string }) => error.code);
    const isWaiting = async () => {
      const { rows } = await subject.byHand.query<{ count: number }>(
        `SELECT COUNT(*) AS "count" FROM information_schema.processlist
          WHERE "DB" = DATABASE() AND "COMMAND" = 'Query' AND "ID" <> CONNECTION_ID() AND ("INFO" LIKE '%UPDATE%' OR "INFO" LIKE '%zenpulse_revision%' OR "INFO" LIKE '%zenpulse_change%')`,
      );
      return (rows[0]?.count ?? 0) > 0;
    };
    while (!(await isWaiting()));
    const told = await subject.byHand
      .query(`UPDATE ${TABLE} SET "max_instances" = 6 WHERE "job_key" = 'second'`)
      .then(
        () => 'done',
        (error: { errno: number }) => error.errno,
      );
    await subject.byHand.query('COMMIT');
    expect([1213, 'done']).toContain(told);
    const changed = await waiting;
    // Whichever was rolled back: nothing is half done, and the store reports at most that another writer was faster.
    expect(changed).toSatisfy((it: unknown) => it === 'stale_version' || (it as Schedule).maxInstances === 7);
  });

  it('distinguishes keys and ids by case, accent and a blank at the end', async () => {
    for (const jobKey of ['A', 'a', 'á', 'ａ', 'ß', 'ss']) {
      await subject.backend.schedules.create(sampleFields({ jobKey }), BY_TEST);
    }
    expect((await subject.backend.schedules.findByJobs(['a', 'SS'])).map(({ jobKey }) => jobKey)).toEqual([
      'a',
    ]);
    const ids = ['r', 'R', 'r ', 'ŕ'];
    await subject.backend.executions.append(ids.map((id) => sampleExecution({ id, scheduleId: id })));
    for (const id of ids) expect(await subject.backend.executions.get(id)).toMatchObject({ id });
    expect(await subject.backend.executions.get('R ')).toBeNull();
    const { rows } = await subject.byHand
      .query(
        `INSERT INTO ${TABLE} ("job_key", "trigger_type") VALUES ('a ', 'interval'), ('A ', 'interval') RETURNING "job_key"`,
      )
      .catch(() => ({ rows: [1, 2] })); // MySQL has no RETURNING; the point is that MariaDB takes both
    expect(rows).toHaveLength(2);
  });
});
