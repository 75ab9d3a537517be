import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { BY_TEST, createRecordingLogger, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { sqlByHand } from '../testing/sqlite-subject.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { connectSqlite } from './connect-sqlite.ts';
import { migrations } from './generated/migrations.ts';
import { readSqliteMigrations } from './read-sqlite-migrations.ts';

const ALL = migrations.map(({ name }) => name);

describe('the tables of a SQLite file', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const connect = (file: string, logger = silentLogger) =>
    connectSqlite({ file, stateDir: join(folder.path, 'state'), clock: systemClock, logger });

  it('are made with the file and its folder, each migration once, in WAL mode', async () => {
    const file = join(folder.path, 'new/deep er/ünï#cödé?.db');
    const logger = createRecordingLogger();
    const first = await connect(file, logger);
    await first.close();
    const second = await connect(file, logger);
    const brought = logger.lines.filter(({ sentence }) => sentence.includes('brought up to date'));
    expect(brought).toMatchObject([{ facts: { applied: migrations.map(({ name }) => name) } }]);
    const byHand = await sqlByHand(file);
    expect(await byHand.read('PRAGMA journal_mode')).toEqual([['wal']]);
    await byHand.close();
    await second.close();
  });

  it('are made once by connections that open a new file at the same time, ten times over', async () => {
    for (let round = 0; round < 10; round += 1) {
      const file = join(folder.path, `round-${round}.db`);
      const backends = await Promise.all([connect(file), connect(file), connect(file)]);
      const [a, b] = backends;
      await a?.schedules.create(sampleFields({ jobKey: 'a' }), BY_TEST);
      await b?.schedules.create(sampleFields({ jobKey: 'b' }), BY_TEST);
      const counts = await Promise.all(
        backends.map(async ({ schedules }) => (await schedules.readChanges(null)).changed.length),
      );
      expect(counts).toEqual([2, 2, 2]);
      const byHand = await sqlByHand(file);
      const [[marks] = []] = await byHand.read('SELECT COUNT(*) FROM "zenpulse_migration"');
      expect(Number(marks)).toBe(migrations.length);
      await byHand.close();
      await Promise.all(backends.map((backend) => backend.close()));
    }
  });

  it('with many rows are opened at once, and get their indexes from the runner that fires', async () => {
    const file = join(folder.path, 'large.db');
    await (await connect(file)).close();
    const byHand = await sqlByHand(file);
    const indexes = async () =>
      (
        await byHand.read(
          `SELECT "name" FROM sqlite_schema WHERE "type" = 'index' AND "name" LIKE 'zenpulse_job_execution_log_%'`,
        )
      )
        .map(([name]) => String(name).replace('zenpulse_job_execution_log_', ''))
        .sort();
    const now = ['due', 'job_status', 'occurrence', 'schedule_status', 'status', 'time'];
    expect(await indexes(), 'of a new file').toEqual(now);
    await byHand.run(`
      DROP INDEX "zenpulse_job_execution_log_due";
      DROP INDEX "zenpulse_job_execution_log_job_status";
      DROP INDEX "zenpulse_job_execution_log_schedule_status";
      CREATE INDEX "zenpulse_job_execution_log_job" ON "zenpulse_job_execution_log" ("job_key", "run_time");
      DELETE FROM "zenpulse_migration" WHERE "name" = '0007_execution_indexes';
      INSERT INTO "zenpulse_job_execution_log"
        ("id", "schedule_id", "job_key", "status", "scheduled_at", "occurrence_at", "run_time", "hostname", "pid")
      SELECT 'run-' || "value", 's', 'old', 'success', at, at, at, 'host', 7 FROM (
        SELECT "value", strftime('%Y-%m-%dT%H:%M:%f+00:00', 1767225600 + "value", 'unixepoch') AS at
          FROM generate_series(1, 20001))`);
    const before = await indexes();
    const backend = await connect(file);
    const marks = await byHand.read('SELECT "name" FROM "zenpulse_migration" ORDER BY "name"');
    expect(marks.flat()).toEqual(ALL);
    expect(await indexes(), 'nobody waits for them').toEqual(before);
    const newest = async () => (await backend.executions.list({ jobKey: 'old' }, { limit: 1 })).items[0]?.id;
    expect(await newest()).toBe('run-20001');
    await backend.executions.upkeep();
    expect(await indexes()).toEqual(now);
    expect(await newest()).toBe('run-20001');
    expect(await byHand.read('SELECT COUNT(*) > 0 FROM sqlite_stat1')).toEqual([[1]]);
    await backend.close();
    await byHand.close();
  });

  it('are left alone when another program owns the file', async () => {
    const file = join(folder.path, 'host.db');
    const byHand = await sqlByHand(file);
    await byHand.run(`CREATE TABLE "users" ("id" INTEGER); INSERT INTO "users" VALUES (7);`);
    const backend = await connect(file);
    await backend.schedules.create(sampleFields(), BY_TEST);
    expect((await byHand.read('SELECT "id" FROM "users"')).flat().map(Number)).toEqual([7]);
    await byHand.close();
    await backend.close();
  });

  it('are told without making any: what was applied and when, what is pending, and its script', async () => {
    const file = join(folder.path, 'deep/looked-at.db');
    const empty = await readSqliteMigrations(file, systemClock);
    expect(empty).toMatchObject({ fits: 'older', applied: [] });
    expect(empty.pending.map(({ name }) => name)).toEqual(ALL);
    expect(existsSync(join(folder.path, 'deep'))).toBe(false);

    mkdirSync(join(folder.path, 'deep'));
    const byHand = await sqlByHand(file);
    await byHand.run([empty.preamble, ...empty.pending.map(({ script }) => script)].join('\n'));
    const full = await readSqliteMigrations(file, systemClock);
    expect(full).toMatchObject({ fits: 'ok', problem: null, pending: [] });
    expect(full.applied.map(({ name }) => name)).toEqual(ALL);
    for (const { appliedAt } of full.applied) {
      expect(Math.abs((appliedAt ?? 0) - Date.now())).toBeLessThan(600_000);
    }
    const backend = await connect(file);
    await backend.schedules.create(sampleFields(), BY_TEST);
    expect(await backend.schedules.readRevision()).toMatchObject({ revision: 2 });
    await byHand.close();
    await backend.close();
  });

  it('are told while others make them, and of a file that has other tables alone', async () => {
    const file = join(folder.path, 'host.db');
    const byHand = await sqlByHand(file);
    await byHand.run(`CREATE TABLE "users" ("id" INTEGER)`);
    const before = readFileSync(file);
    expect(await readSqliteMigrations(file, systemClock)).toMatchObject({ fits: 'older', applied: [] });
    expect(readFileSync(file).equals(before)).toBe(true);
    const looks = Promise.all([1, 2, 3].map(() => readSqliteMigrations(file, systemClock)));
    const backends = await Promise.all([connect(file), connect(file)]);
    for (const { applied, pending } of await looks) {
      expect([...applied, ...pending].map(({ name }) => name)).toEqual(ALL);
    }
    await Promise.all(backends.map((backend) => backend.close()));
    await byHand.close();
  });

  it('are left alone by a release that does not know them', async () => {
    const file = join(folder.path, 'newer.db');
    await (await connect(file)).close();
    const byHand = await sqlByHand(file);
    await byHand.run(`INSERT INTO "zenpulse_migration" VALUES ('9999_later', 'whenever')`);
    await expect(connect(file)).rejects.toMatchObject({
      code: 'schema_mismatch',
      message: expect.stringMatching(
        /^SQLite \S+newer\.db: its tables were made by a newer release \(9999_later is unknown to .*update/,
      ) as string,
    });
    const report = await readSqliteMigrations(file, systemClock);
    expect([report.fits, report.applied[0]]).toEqual(['newer', { name: '9999_later', appliedAt: null }]);
    await byHand.close();
  });
});
