import type { Schedule } from '@zenpulse/core/domain';
import { BY_TEST, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import type { ServerSubject, SqlByHand } from '../testing/server-database.ts';

const TABLE = '"zenpulse_schedule_config"';
const MINUTE_MS = 60_000;

describeOnPostgres('writers on PostgreSQL', (database) => {
  let subject: ServerSubject;
  /** A connection whose transaction stays open. */
  let slow: SqlByHand;
  beforeEach(async () => {
    subject = await database.subject();
    slow = await database.byHand();
  });
  afterEach(async () => {
    await slow.end();
    await subject.close();
  });

  const create = (jobKey: string, fields = {}) =>
    subject.backend.schedules.create(sampleFields({ jobKey, ...fields }), BY_TEST);
  const touch = (jobKey: string, assignments = '"max_instances" = 5') =>
    slow.query(`UPDATE ${TABLE} SET ${assignments} WHERE "job_key" = $1`, [jobKey]);
  const read = async (id: string): Promise<Schedule> => {
    const row = await subject.backend.schedules.get(id);
    if (row === null || row.isDamaged) throw new Error(`expected a sound row ${id}`);
    return row.schedule;
  };

  it('do not wait for a transaction that is open on another schedule', async () => {
    await create('theirs');
    const ours = await create('ours');
    const doomed = await create('doomed');
    const { schedules, runRequests, cancelRequests } = subject.backend;
    await slow.query('BEGIN');
    await touch('theirs');
    await schedules.change(ours.id, 1, () => ({ enabled: false }), BY_TEST);
    await schedules.remove(doomed.id, BY_TEST);
    await create('another');
    expect(await schedules.createFromCode(sampleFields({ jobKey: 'declared' }))).not.toBeNull();
    await runRequests.add({ id: 'request', scheduleId: ours.id, requestedAt: Date.now() });
    await cancelRequests.add({ runId: 'run', requestedAt: Date.now() });
    expect(await slow.query(`SELECT 1 FROM ${TABLE} WHERE "row_revision" < 0`)).toMatchObject({ rows: [{}] });
    await slow.query('ROLLBACK');
    expect(await read(ours.id)).toMatchObject({ version: 2, enabled: false });
  });

  it('are numbered in the order of their commits', async () => {
    const early = await create('early');
    const late = await create('late');
    await slow.query('BEGIN');
    await touch('early');
    await subject.byHand.query(`UPDATE ${TABLE} SET "max_instances" = 3 WHERE "job_key" = 'late'`);
    const { schedules } = subject.backend;
    const between = (await schedules.readRevision()).revision;
    await slow.query('COMMIT');
    const numbers = [await schedules.revisionOf(late.id), await schedules.revisionOf(early.id)];
    expect(numbers[0]).toBeLessThan(numbers[1] ?? 0);
    expect(numbers[1]).toBe(between + 1);
  });

  it.each(['SAVEPOINT "half"', 'SET CONSTRAINTS ALL IMMEDIATE'])(
    'leave no row unnumbered, with %s in the midst',
    async (statement) => {
      const [a, b, c] = [await create('a'), await create('b'), await create('c')];
      await slow.query('BEGIN');
      await touch('a');
      await slow.query(statement);
      await touch('b');
      if (statement.startsWith('SAVEPOINT')) await slow.query('ROLLBACK TO SAVEPOINT "half"');
      await touch('c');
      await slow.query(`DELETE FROM ${TABLE} WHERE "job_key" = 'b'`);
      await slow.query('COMMIT');
      const { schedules } = subject.backend;
      const newest = (await schedules.readRevision()).revision;
      for (const { id } of [a, c]) {
        const revision = (await schedules.revisionOf(id)) ?? 0;
        expect(revision).toBeGreaterThan(3);
        expect(revision).toBeLessThanOrEqual(newest);
      }
      expect(await schedules.get(b.id)).toBeNull();
      const { rows } = await subject.byHand.query(
        `SELECT "revision" FROM "zenpulse_schedule_deletion" WHERE "schedule_id" = $1`,
        [b.id],
      );
      expect(rows.map(({ revision }) => Number(revision))).toEqual([newest]);
      expect((await subject.byHand.query('SELECT 1 FROM "zenpulse_pending_change"')).rows).toEqual([]);
    },
  );

  it('who write back a number that they read before are seen all the same', async () => {
    const { id } = await create('stale');
    const read = await subject.byHand.query<{ n: string }>(`SELECT "row_revision" AS n FROM ${TABLE}`);
    const stale = Number(read.rows[0]?.n);
    await slow.query('BEGIN');
    for (const many of [2, 3]) await touch('stale', `"max_instances" = ${many}, "row_revision" = ${stale}`);
    await slow.query('COMMIT');
    const { schedules } = subject.backend;
    expect(await schedules.revisionOf(id)).toBe((await schedules.readRevision()).revision);
  });

  it('need no rights on the tables that keep count', async () => {
    await create('theirs');
    await subject.byHand.query('CREATE ROLE "zenpulse_only_schedules"');
    try {
      await subject.byHand.query(
        `GRANT USAGE ON SCHEMA public TO "zenpulse_only_schedules";
         GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ${TABLE} TO "zenpulse_only_schedules"`,
      );
      await slow.query('SET ROLE "zenpulse_only_schedules"');
      const before = (await subject.backend.schedules.readRevision()).revision;
      await touch('theirs');
      await slow.query(`DELETE FROM ${TABLE}`);
      await slow.query(`TRUNCATE ${TABLE}`);
      expect((await subject.backend.schedules.readRevision()).revision).toBe(before + 3);
    } finally {
      await slow.query('RESET ROLE');
      await subject.byHand.query(
        'DROP OWNED BY "zenpulse_only_schedules"; DROP ROLE "zenpulse_only_schedules"',
      );
    }
  });

  it.each([
    ['switches a schedule on', '"enabled" = true'],
    ['changes a trigger', '"interval_value" = 7'],
    ['changes a zone', `"timezone" = 'Asia/Dhaka'`],
    ['does so as the admin does', '"enabled" = true, "version" = "version" + 1, "effective_from" = now()'],
  ])('who %s begin it when they commit, not when they say so', async (_what, assignments) => {
    const { id } = await create('off', { enabled: false });
    await slow.query('BEGIN');
    await touch('off', assignments);
    const { rows } = await slow.query<{ said: string }>(
      `SELECT extract(epoch FROM clock_timestamp()) * 1000 AS said, pg_sleep(0.05)`,
    );
    await slow.query('COMMIT');
    expect((await read(id)).effectiveFrom).toBeGreaterThanOrEqual(Number(rows[0]?.said) + 50);
  });

  it('who insert a schedule begin it when they commit', async () => {
    await slow.query('BEGIN');
    await slow.query(
      `INSERT INTO ${TABLE} ("id", "job_key", "trigger_type", "interval_value", "interval_unit")
       VALUES ('new', 'new', 'interval', 1, 'seconds')`,
    );
    const { rows } = await slow.query<{ said: string }>(
      `SELECT extract(epoch FROM clock_timestamp()) * 1000 AS said, pg_sleep(0.05)`,
    );
    await slow.query('COMMIT');
    expect((await read('new')).effectiveFrom).toBeGreaterThanOrEqual(Number(rows[0]?.said) + 50);
  });

  it('who say themselves where it begins are taken at their word', async () => {
    const { id } = await create('off', { enabled: false });
    const asked = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 60 * MINUTE_MS;
    await touch('off', `"enabled" = true, "effective_from" = ${database.sql.instant(asked)}`);
    expect((await read(id)).effectiveFrom).toBe(asked);
  });

  it('keep their start where nothing of it changed', async () => {
    const { id, effectiveFrom } = await create('on');
    await touch('on');
    expect((await read(id)).effectiveFrom).toBe(effectiveFrom);
  });
});
