import { readStoredSchedule, type Schedule } from '@zenpulse/core/domain';
import { REFERENCE_INSTANT, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerSubject } from '../testing/server-database.ts';
import { describeOnServers } from '../testing/servers.ts';

const TABLE = '"zenpulse_schedule_config"';

describeOnServers('SQL by hand', (database) => {
  let subject: ServerSubject;
  let before: Schedule;
  beforeEach(async () => {
    subject = await database.subject();
    before = await subject.backend.schedules.create(sampleFields());
  });
  afterEach(() => subject.close());

  const update = (assignments: string) =>
    subject.byHand.query(`UPDATE ${TABLE} SET ${assignments} WHERE "id" = '${before.id}'`);

  const now = async (): Promise<Schedule> => {
    const row = await subject.backend.schedules.get(before.id);
    if (row === null || row.isDamaged) throw new Error('expected a sound row');
    return row.schedule;
  };

  const newsSince = async (revision: number) => {
    const { changed } = await subject.backend.schedules.readChanges(revision);
    return changed.map((row) => (row.isDamaged ? row.damaged.jobKey : row.schedule.jobKey));
  };

  it('that inserts only what must be said gets a whole schedule with the defaults', async () => {
    const revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(
      `INSERT INTO ${TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit") VALUES ('by.hand', 'interval', 30, 'seconds')`,
    );
    expect(await newsSince(revision)).toEqual(['by.hand']);
    const [ref] = await subject.backend.schedules.findByJobs(['by.hand']);
    const row = await subject.backend.schedules.get(ref?.id ?? '');
    expect(row).toMatchObject({
      isDamaged: false,
      schedule: {
        ...sampleFields({ jobKey: 'by.hand', intervalValue: 30, intervalUnit: 'seconds' }),
        version: 1,
      },
    });
    const { anchorAt, effectiveFrom } = (row as { schedule: Schedule }).schedule;
    expect(anchorAt).toBe(Math.floor(effectiveFrom / 1000) * 1000);
  });

  it.each([
    `"enabled" = false`,
    `"max_instances" = 2`,
    `"coalesce" = false`,
    `"misfire_grace_time" = NULL`,
    `"log_policy" = 'all'`,
    `"timeout_seconds" = 5`,
    `"max_retries" = 1`,
    `"params" = '{"a":1}'`,
    `"on_ambiguous" = 'run'`,
    `"job_key" = 'other'`,
    `"variant" = 'north'`,
  ])('%s raises revision and version and moves neither anchor nor start', async (assignment) => {
    const revision = await subject.backend.schedules.readRevision();
    await update(assignment);
    expect(await subject.backend.schedules.readRevision()).toBeGreaterThan(revision);
    expect(await newsSince(revision)).toHaveLength(1);
    expect(await now()).toMatchObject({
      version: 2,
      anchorAt: REFERENCE_INSTANT,
      effectiveFrom: REFERENCE_INSTANT,
    });
    expect((await now()).updatedAt).toBeGreaterThan(before.updatedAt);
  });

  it.each([`"interval_value" = 5`, `"interval_unit" = 'hours'`, `"trigger_type" = 'cron'`])(
    '%s moves the anchor to a whole second, and the start',
    async (assignment) => {
      const revision = await subject.backend.schedules.readRevision();
      await update(assignment);
      const after = await now();
      expect(after.version).toBe(2);
      expect(after.effectiveFrom).toBeGreaterThan(REFERENCE_INSTANT);
      expect(after.anchorAt).toBe(Math.floor(after.effectiveFrom / 1000) * 1000);
      expect(await newsSince(revision)).toEqual(['report.send']);
    },
  );

  it.each([
    `"cron_minute" = '5'`,
    `"cron_hour" = '5'`,
    `"cron_day" = '5'`,
    `"cron_month" = '5'`,
    `"cron_day_of_week" = '5'`,
    `"timezone" = 'Asia/Dhaka'`,
  ])('%s moves the start and not the anchor', async (assignment) => {
    await update(assignment);
    const after = await now();
    expect(after).toMatchObject({ version: 2, anchorAt: REFERENCE_INSTANT });
    expect(after.effectiveFrom).toBeGreaterThan(REFERENCE_INSTANT);
  });

  it('that switches on moves the start, that switches off does not', async () => {
    await update(`"enabled" = false`);
    expect((await now()).effectiveFrom).toBe(REFERENCE_INSTANT);
    await update(`"enabled" = true`);
    expect((await now()).effectiveFrom).toBeGreaterThan(REFERENCE_INSTANT);
  });

  it('that writes a value again moves no occurrence', async () => {
    await update(`"interval_value" = 1, "interval_unit" = 'minutes', "enabled" = true, "timezone" = 'UTC'`);
    expect(await now()).toMatchObject({ anchorAt: REFERENCE_INSTANT, effectiveFrom: REFERENCE_INSTANT });
  });

  it('that says anchor and start itself is taken at its word', async () => {
    const asked = Date.parse('2025-01-01T00:00:00Z');
    await update(
      `"interval_value" = 5, "anchor_at" = ${database.sql.instant(asked)}, "effective_from" = ${database.sql.instant(asked)}`,
    );
    expect(await now()).toMatchObject({ anchorAt: asked, effectiveFrom: asked });
  });

  it('makes the version that the admin read stale', async () => {
    await update(`"max_instances" = 9`);
    const change = subject.backend.schedules.change(before.id, 1, () => ({ maxInstances: 2 }));
    await expect(change).rejects.toMatchObject({ code: 'stale_version' });
  });

  it('that deletes raises the revision', async () => {
    const revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(`DELETE FROM ${TABLE}`);
    expect(await subject.backend.schedules.readChanges(revision)).toEqual({
      revision: revision + 1,
      changed: [],
      count: 0,
    });
  });

  it('that writes no row, or rolls back, raises nothing', async () => {
    const revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(`UPDATE ${TABLE} SET "enabled" = false WHERE "id" = 'nobody'`);
    await subject.byHand.query(`DELETE FROM ${TABLE} WHERE "id" = 'nobody'`);
    await subject.byHand.query('BEGIN');
    await subject.byHand.query(`UPDATE ${TABLE} SET "enabled" = false`);
    await subject.byHand.query('ROLLBACK');
    expect(await subject.backend.schedules.readRevision()).toBe(revision);
    expect(await now()).toEqual(before);
  });

  it('that upserts shows every row', async () => {
    const revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(
      `INSERT INTO ${TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit")
       VALUES ('report.send', 'interval', 5, 'minutes'), ('new', 'interval', 5, 'minutes')
       ${database.sql.onDuplicateSchedule('interval_value')}`,
    );
    expect((await newsSince(revision)).sort()).toEqual(['new', 'report.send']);
  });

  it('that changes ten thousand rows shows them all, in reasonable time', async () => {
    await subject.byHand.query(
      `INSERT INTO ${TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit")
       SELECT CONCAT('job ', n), 'interval', 5, 'minutes' FROM ${database.sql.numbers(10_000)}`,
    );
    const revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(`UPDATE ${TABLE} SET "max_instances" = 2`);
    const news = await subject.backend.schedules.readChanges(revision);
    expect(news.count).toBe(10_001);
    expect(news.revision).toBe(revision + (database.kind === 'postgres' ? 1 : 10_001));
    expect(news.changed).toHaveLength(10_001);
  });

  it('that changes many rows at once shows every one of them', async () => {
    await subject.backend.schedules.create(sampleFields({ jobKey: 'second' }));
    const revision = await subject.backend.schedules.readRevision();
    await subject.byHand.query(`UPDATE ${TABLE} SET "enabled" = false`);
    expect((await newsSince(revision)).sort()).toEqual(['report.send', 'second']);
  });

  describe('that writes nonsense', () => {
    it.each<[string, string]>([
      [`"cron_minute" = '60', "trigger_type" = 'cron'`, 'cronMinute'],
      [`"cron_day" = '31', "cron_month" = '2', "trigger_type" = 'cron'`, 'cronDay'],
      [`"cron_day" = '99', "trigger_type" = 'cron'`, 'cronDay'],
      [`"timezone" = 'Mars/Olympus'`, 'timezone'],
      [`"interval_value" = NULL`, 'intervalValue'],
      [`"interval_value" = -2147483648`, 'intervalValue'],
      [`"interval_unit" = 'fortnights'`, 'intervalUnit'],
      [`"params" = '[1]'`, 'params'],
      [`"max_instances" = 0`, 'maxInstances'],
      [`"log_policy" = 'some'`, 'logPolicy'],
      [`"job_key" = ''`, 'jobKey'],
    ])('%s is reported under its field, and the rows beside it are read', async (assignment, path) => {
      await subject.backend.schedules.create(sampleFields({ jobKey: 'sound' }));
      await update(assignment);
      const { changed, count } = await subject.backend.schedules.readChanges(0);
      expect(count).toBe(2);
      const damaged = changed.flatMap((row) => (row.isDamaged ? [row.damaged] : []));
      expect(damaged.map(({ id }) => id)).toEqual([before.id]);
      expect(new Set(damaged[0]?.problems.map((problem) => problem.path))).toEqual(new Set([path]));
      const page = await subject.backend.schedules.list({ sort: 'jobKey', isDescending: false, limit: 10 });
      expect(page).toMatchObject({ total: 2, next: null });
      expect(page.items.filter((row) => row.isDamaged)).toHaveLength(1);
    });

    it('is kept as it stands for the form, and a change repairs it', async () => {
      await update(`"timezone" = 'Mars/Olympus'`);
      const row = await subject.backend.schedules.get(before.id);
      expect(row).toMatchObject({ damaged: { version: 2, values: { timezone: 'Mars/Olympus' } } });
      const repaired = await subject.backend.schedules.change(before.id, 2, () => ({ timezone: 'UTC' }));
      expect(repaired).toMatchObject({ version: 3, timezone: 'UTC' });
      expect(readStoredSchedule({ ...repaired })).toMatchObject({ isDamaged: false });
      expect(await now()).toEqual(repaired);
    });

    it.each([`"interval_value" = 'soon'`, `"enabled" = 'maybe'`, `"anchor_at" = 'infinity'`])(
      '%s is refused by the table itself',
      async (assignment) => {
        const revision = await subject.backend.schedules.readRevision();
        await expect(update(assignment)).rejects.toThrow();
        expect(await subject.backend.schedules.readRevision()).toBe(revision);
        expect(await now()).toEqual(before);
      },
    );
  });
});
