import {
  readStoredSchedule,
  type Schedule,
  type ScheduleFields,
  type TriggerFields,
} from '@zenpulse/core/domain';
import type { Backend, RevisionPair } from '@zenpulse/core/ports';
import { BY_TEST, REFERENCE_INSTANT, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

export const SCHEDULE_TABLE = '"zenpulse_schedule_config"';

/** A backend on empty tables, and a second connection to them, as a person with a shell has. */
export interface ByHandSubject {
  readonly backend: Backend;
  run(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The database's own SQL, and the invalid values that its table accepts. */
export interface ByHandWords {
  readonly true: string;
  readonly false: string;
  /** An instant (epoch milliseconds) in one or two notations. */
  spell(epochMs: number): readonly [string, string?];
  /** Assignments that this table accepts beyond those that every table does, each with the field it damages. */
  readonly nonsense: readonly (readonly [assignment: string, path: string])[];
  /** Sets the zone 'Mars/Olympus', and may damage other fields that a change of the zone repairs. */
  readonly repairable: string;
}

/** A schedule created by a backend, and SQL by hand on it; new for each test of the `describe` that calls this. */
export function scheduleByHand(open: () => Promise<ByHandSubject>) {
  let subject: ByHandSubject;
  let before: Schedule;
  beforeEach(async () => {
    subject = await open();
    before = await subject.backend.schedules.create(sampleFields(), BY_TEST);
  });
  afterEach(() => subject.close());

  const run = (sql: string) => subject.run(sql);
  return {
    get schedules() {
      return subject.backend.schedules;
    },
    get records() {
      return subject.backend.changeRecords;
    },
    get before() {
      return before;
    },
    run,
    update: (assignments: string) =>
      run(`UPDATE ${SCHEDULE_TABLE} SET ${assignments} WHERE "id" = '${before.id}'`),
    now: async (): Promise<Schedule> => {
      const row = await subject.backend.schedules.get(before.id);
      if (row === null || row.isDamaged) throw new Error('expected a sound row');
      return row.schedule;
    },
    newsSince: async (revision: RevisionPair): Promise<string[]> => {
      const { changed } = await subject.backend.schedules.readChanges(revision);
      return changed.map((row) => (row.isDamaged ? row.damaged.jobKey : row.schedule.jobKey));
    },
  };
}

/** The behaviour of every database when its schedules are changed by hand in SQL. */
export function byHandSuite(hand: ReturnType<typeof scheduleByHand>, words: ByHandWords): void {
  it('that inserts only what must be said gets a whole schedule with the defaults', async () => {
    const revision = await hand.schedules.readRevision();
    await hand.run(
      `INSERT INTO ${SCHEDULE_TABLE} ("job_key", "trigger_type", "interval_value", "interval_unit") VALUES ('by.hand', 'interval', 30, 'seconds')`,
    );
    expect(await hand.newsSince(revision)).toEqual(['by.hand']);
    const [ref] = await hand.schedules.findByJobs(['by.hand']);
    const row = await hand.schedules.get(ref?.id ?? '');
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

  const plain: Readonly<Record<Exclude<keyof ScheduleFields, keyof TriggerFields | 'blackouts'>, string>> = {
    enabled: `"enabled" = ${words.false}`,
    maxInstances: `"max_instances" = 2`,
    coalesce: `"coalesce" = ${words.false}`,
    misfireGraceTime: `"misfire_grace_time" = NULL`,
    logPolicy: `"log_policy" = 'all'`,
    timeoutSeconds: `"timeout_seconds" = 5`,
    maxRetries: `"max_retries" = 1`,
    params: `"params" = '{"a":1}'`,
    onAmbiguous: `"on_ambiguous" = 'run'`,
    note: `"note" = 'for Ann'`,
    pausedUntil: `"paused_until" = ${words.spell(Date.parse('2100-01-01T00:00:00Z'))[0]}`,
    pauseReason: `"pause_reason" = 'a deploy'`,
    owner: `"owner" = 'Ann'`,
    runbookUrl: `"runbook_url" = 'https://wiki.example.com'`,
    jobKey: `"job_key" = 'other'`,
    variant: `"variant" = 'north'`,
  };
  it.each(Object.values(plain))(
    '%s raises revision and version and moves neither anchor nor start',
    async (assignment) => {
      const revision = await hand.schedules.readRevision();
      await hand.update(assignment);
      expect((await hand.schedules.readRevision()).revision).toBeGreaterThan(revision.revision);
      expect(await hand.newsSince(revision)).toHaveLength(1);
      expect(await hand.now()).toMatchObject({
        version: 2,
        anchorAt: REFERENCE_INSTANT,
        effectiveFrom: REFERENCE_INSTANT,
      });
      expect((await hand.now()).updatedAt).toBeGreaterThan(hand.before.updatedAt);
    },
  );

  it.each([`"interval_value" = 5`, `"interval_unit" = 'hours'`, `"trigger_type" = 'cron'`])(
    '%s moves the anchor to a whole second, and the start',
    async (assignment) => {
      const revision = await hand.schedules.readRevision();
      await hand.update(assignment);
      const after = await hand.now();
      expect(after.version).toBe(2);
      // On PostgreSQL the anchor is of the statement and the start of the commit: they may lie in different seconds.
      expect(after.anchorAt).toBeGreaterThan(REFERENCE_INSTANT);
      expect(after.anchorAt % 1000).toBe(0);
      expect(after.anchorAt).toBeLessThanOrEqual(after.effectiveFrom);
      expect(await hand.newsSince(revision)).toEqual(['report.send']);
    },
  );

  it.each([
    `"cron_minute" = '5'`,
    `"cron_hour" = '5'`,
    `"cron_day" = '5'`,
    `"cron_month" = '5'`,
    `"cron_day_of_week" = '5'`,
    `"timezone" = 'Asia/Dhaka'`,
    `"blackouts" = '["month-end"]'`,
  ])('%s moves the start and not the anchor', async (assignment) => {
    await hand.update(assignment);
    const after = await hand.now();
    expect(after).toMatchObject({ version: 2, anchorAt: REFERENCE_INSTANT });
    expect(after.effectiveFrom).toBeGreaterThan(REFERENCE_INSTANT);
  });

  it('that switches on moves the start, that switches off does not', async () => {
    await hand.update(`"enabled" = ${words.false}`);
    expect((await hand.now()).effectiveFrom).toBe(REFERENCE_INSTANT);
    await hand.update(`"enabled" = ${words.true}`);
    expect((await hand.now()).effectiveFrom).toBeGreaterThan(REFERENCE_INSTANT);
  });

  it('of the exceptions is a change of the schedule', async () => {
    const entry = { kind: 'run', id: 'a', at: '2100-01-01T00:00:00.000Z', reason: null };
    const revision = await hand.schedules.readRevision();
    await hand.update(`"exceptions" = '${JSON.stringify([entry])}'`);
    expect(await hand.newsSince(revision)).toHaveLength(1);
    expect(await hand.now()).toMatchObject({
      version: 2,
      exceptions: [entry],
      effectiveFrom: REFERENCE_INSTANT,
    });
  });

  it('that pauses notes when the pause began, and one that is ended moves the start', async () => {
    const [soon, later] = ['2100-01-01T00:00:00Z', '2100-01-02T00:00:00Z'].map(
      (iso) => words.spell(Date.parse(iso))[0],
    );
    await hand.update(`"paused_until" = ${soon}`);
    const paused = await hand.now();
    expect(paused).toMatchObject({
      pausedUntil: '2100-01-01T00:00:00.000Z',
      effectiveFrom: REFERENCE_INSTANT,
    });
    expect(Date.parse(paused.pausedFrom ?? '')).toBeGreaterThan(REFERENCE_INSTANT);
    await hand.update(`"paused_until" = ${later}`);
    expect(await hand.now()).toMatchObject({ pausedFrom: paused.pausedFrom });
    await hand.update(`"paused_until" = NULL`);
    const resumed = await hand.now();
    expect(resumed).toMatchObject({ version: 4, pausedFrom: null, pausedUntil: null });
    expect(resumed.effectiveFrom).toBeGreaterThan(REFERENCE_INSTANT);
  });

  it('that ends a pause which was over moves the start to its end', async () => {
    const over = Date.parse('2026-02-01T00:00:00Z');
    await hand.update(`"paused_until" = ${words.spell(over)[0]}`);
    await hand.update(`"paused_until" = NULL`);
    expect((await hand.now()).effectiveFrom).toBe(over - 1);
  });

  it('that writes a value again moves no occurrence', async () => {
    await hand.update(
      `"interval_value" = 1, "interval_unit" = 'minutes', "enabled" = ${words.true}, "timezone" = 'UTC'`,
    );
    expect(await hand.now()).toMatchObject({ anchorAt: REFERENCE_INSTANT, effectiveFrom: REFERENCE_INSTANT });
  });

  it('that says anchor and start itself is taken at its word', async () => {
    const asked = Date.parse('2025-01-01T00:00:00Z');
    const [anchorAt, effectiveFrom = anchorAt] = words.spell(asked);
    await hand.update(`"interval_value" = 5, "anchor_at" = ${anchorAt}, "effective_from" = ${effectiveFrom}`);
    expect(await hand.now()).toMatchObject({ anchorAt: asked, effectiveFrom: asked });
  });

  it('makes the version that the admin read stale', async () => {
    await hand.update(`"max_instances" = 9`);
    const change = hand.schedules.change(hand.before.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
    await expect(change).rejects.toMatchObject({ code: 'stale_version' });
  });

  it('that deletes raises the revision', async () => {
    const revision = await hand.schedules.readRevision();
    await hand.run(`DELETE FROM ${SCHEDULE_TABLE}`);
    expect(await hand.schedules.readChanges(revision)).toMatchObject({
      revision: revision.revision + 1,
      continuity: 'continues',
      changed: [],
      deleted: [hand.before.id],
    });
  });

  it('that changes many rows at once shows every one of them', async () => {
    await hand.schedules.create(sampleFields({ jobKey: 'second' }), BY_TEST);
    const revision = await hand.schedules.readRevision();
    await hand.run(`UPDATE ${SCHEDULE_TABLE} SET "enabled" = ${words.false}`);
    expect((await hand.newsSince(revision)).sort()).toEqual(['report.send', 'second']);
  });

  describe('that writes nonsense', () => {
    it.each<readonly [string, string]>([
      [`"cron_minute" = '60', "trigger_type" = 'cron'`, 'cronMinute'],
      [`"cron_day" = '31', "cron_month" = '2', "trigger_type" = 'cron'`, 'cronDay'],
      [`"cron_day" = '99', "trigger_type" = 'cron'`, 'cronDay'],
      [`"timezone" = 'Mars/Olympus'`, 'timezone'],
      [`"interval_value" = NULL`, 'intervalValue'],
      [`"interval_unit" = 'fortnights'`, 'intervalUnit'],
      [`"params" = '[1]'`, 'params'],
      [`"max_instances" = 0`, 'maxInstances'],
      [`"log_policy" = 'some'`, 'logPolicy'],
      [`"job_key" = ''`, 'jobKey'],
      [`"runbook_url" = 'javascript:alert(1)'`, 'runbookUrl'],
      [`"blackouts" = 'month-end'`, 'blackouts'],
      [`"blackouts" = '{"a":1}'`, 'blackouts'],
      [`"exceptions" = '{"a":1}'`, 'exceptions'],
      ...words.nonsense,
    ])('%s is reported under its field, and the rows beside it are read', async (assignment, path) => {
      await hand.schedules.create(sampleFields({ jobKey: 'sound' }), BY_TEST);
      await hand.update(assignment);
      const { changed } = await hand.schedules.readChanges(null);
      expect(changed).toHaveLength(2);
      const damaged = changed.flatMap((row) => (row.isDamaged ? [row.damaged] : []));
      expect(damaged.map(({ id }) => id)).toEqual([hand.before.id]);
      expect(new Set(damaged[0]?.problems.map((problem) => problem.path))).toEqual(new Set([path]));
      const page = await hand.schedules.list({ sort: 'jobKey', isDescending: false, limit: 10 });
      expect(page).toMatchObject({ total: 2, next: null });
      expect(page.items.filter((row) => row.isDamaged)).toHaveLength(1);
    });

    it('is kept as it stands for the form, and a change repairs it', async () => {
      await hand.update(words.repairable);
      const row = await hand.schedules.get(hand.before.id);
      expect(row).toMatchObject({ damaged: { version: 2, values: { timezone: 'Mars/Olympus' } } });
      const repaired = await hand.schedules.change(hand.before.id, 2, () => ({ timezone: 'UTC' }), BY_TEST);
      expect(repaired).toMatchObject({ version: 3, timezone: 'UTC', anchorAt: REFERENCE_INSTANT });
      expect(readStoredSchedule({ ...repaired })).toMatchObject({ isDamaged: false });
      expect(await hand.now()).toEqual(repaired);
    });
  });
}
