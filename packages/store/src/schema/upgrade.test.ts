import { join } from 'node:path';
import { hasFailedLast, hasRun, NO_RUN_INSTANTS, type RunInstants } from '@zenpulse/core/domain';
import { silentLogger, type Backend } from '@zenpulse/core/ports';
import { FakeClock, sampleExecution } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { migrations as onMysql } from '../mysql/generated/migrations.ts';
import { splitStatements } from './split-statements.ts';
import { migrations as onPostgres } from '../postgres/generated/migrations.ts';
import { connectSqlite } from '../sqlite/connect-sqlite.ts';
import { migrations as onSqlite } from '../sqlite/generated/migrations.ts';
import type { SqlByHand } from '../testing/server-database.ts';
import { describeOnServers } from '../testing/servers.ts';
import { sqlByHand } from '../testing/sqlite-subject.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

/** Rows that the first release could have left, in SQL that works for each release since. */
const rows = (instant: string) => [
  `INSERT INTO "zenpulse_schedule_config" ("id", "job_key", "trigger_type", "interval_value", "interval_unit")
     VALUES ('s', 'old', 'interval', 5, 'minutes')`,
  `INSERT INTO "zenpulse_job_execution_log"
     ("id", "schedule_id", "job_key", "status", "scheduled_at", "occurrence_at", "run_time", "hostname", "pid")
     VALUES ('e', 's', 'old', 'success', ${instant}, ${instant}, ${instant}, 'host', 7)`,
  `INSERT INTO "zenpulse_run_request" ("id", "schedule_id", "requested_at") VALUES ('r', 's', ${instant})`,
  `INSERT INTO "zenpulse_schedule_stats"
     ("schedule_id", "runs", "last_run_id", "last_status", "last_scheduled_at", "last_run_time")
     VALUES ('s', 4, 'e', 'success', ${instant}, ${instant})`,
  `INSERT INTO "zenpulse_code_schedule" ("job_key", "created_at") VALUES ('old', ${instant})`,
];

async function expectRowsIn(backend: Backend): Promise<void> {
  expect(await backend.schedules.get('s')).toMatchObject({
    isDamaged: false,
    schedule: { jobKey: 'old', intervalValue: 5, version: 1 },
  });
  const { items } = await backend.executions.list({}, { limit: 9 });
  expect(items).toMatchObject([
    {
      id: 'e',
      status: 'success',
      scheduledAt: AT,
      runTime: AT,
      pid: 7,
      lateMs: null,
      lateReason: null,
      heldBy: null,
      params: null,
    },
  ]);
  const skipped = sampleExecution({
    id: 'new',
    scheduleId: 's',
    status: 'skipped',
    heldBy: ['e'],
    params: { to: 'a' },
  });
  await backend.executions.append([skipped]);
  expect(await backend.executions.get('new')).toEqual(skipped);
  expect(await backend.runRequests.claim('a')).toMatchObject([{ id: 'r', requestedAt: AT }]);
  expect((await backend.stats.totalsOf(['s'])).get('s')).toMatchObject({ runs: 4 });
  const { changed } = await backend.schedules.readChanges(null);
  expect(changed).toHaveLength(1);
}

/** The releases before the states knew only the last run of a schedule. */
const BEFORE_STATES = 8;
const LAST_RUNS = ['success', 'fail', 'interrupted', 'cancelled', 'missed', 'skipped'];

const lastRuns = (instant: string) => [
  `INSERT INTO "zenpulse_job_execution_log"
     ("id", "schedule_id", "job_key", "status", "scheduled_at", "occurrence_at", "run_time", "hostname", "pid", "reason")
     VALUES ('cancelled', 'x', 'x', 'interrupted', ${instant}, ${instant}, ${instant}, 'host', 7, 'cancelled')`,
  ...LAST_RUNS.map(
    (name) => `INSERT INTO "zenpulse_schedule_stats"
     ("schedule_id", "runs", "last_run_id", "last_status", "last_scheduled_at", "last_run_time")
     VALUES ('${name}', 1, '${name}', '${name === 'cancelled' ? 'interrupted' : name}', ${instant}, ${instant})`,
  ),
];

async function expectLastRunsIn(backend: Backend): Promise<void> {
  const found = await backend.stats.instantsOf(LAST_RUNS);
  const by = (holds: (instants: RunInstants) => boolean) =>
    LAST_RUNS.filter((name) => holds(found.get(name) ?? NO_RUN_INSTANTS));
  expect(by(hasFailedLast)).toEqual(['fail', 'interrupted']);
  expect(by(({ failingSince }) => failingSince === AT)).toEqual(['fail', 'interrupted']);
  expect(by(({ lastMissedAt }) => lastMissedAt === AT)).toEqual(['missed']);
  expect(by(hasRun)).toEqual(LAST_RUNS);
}

const names = (migrations: readonly { readonly name: string }[]) => migrations.map(({ name }) => name);

describe('an older SQLite database with rows in it', () => {
  it('knows of the last runs of then whether they failed, bar those that were cancelled', async () => {
    const { backend, close } = await upgraded(BEFORE_STATES, lastRuns(`'2026-01-02T03:04:05.000+00:00'`));
    await expectLastRunsIn(backend);
    await close();
  });

  it.each(onSqlite.map(({ name }, index) => [name, index + 1] as const))(
    'of %s is brought up to date and keeps them',
    async (_last, count) => {
      const { backend, byHand, close } = await upgraded(count, rows(`'2026-01-02T03:04:05.000+00:00'`));
      await expectRowsIn(backend);
      const marks = await byHand.read('SELECT "name" FROM "zenpulse_migration" ORDER BY "name"');
      expect(marks.flat()).toEqual(names(onSqlite));
      await close();
    },
  );
});

/** A database with this many migrations and some rows, opened by this release. */
async function upgraded(count: number, inserts: readonly string[]) {
  const folder = temporaryFolder();
  const file = join(folder.path, 'zenpulse.db');
  const byHand = await sqlByHand(file);
  await byHand.run(
    'CREATE TABLE "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" DATETIME NOT NULL)',
  );
  for (const { name, sql } of onSqlite.slice(0, count)) {
    await byHand.run(sql);
    await byHand.run(`INSERT INTO "zenpulse_migration" VALUES ('${name}', '2026-01-01T00:00:00.000+00:00')`);
  }
  for (const sql of inserts) await byHand.run(sql);
  const backend = await connectSqlite({
    file,
    stateDir: join(folder.path, '.zenpulse'),
    clock: new FakeClock(),
    logger: silentLogger,
  });
  const close = async () => {
    await backend.close();
    await byHand.close();
    folder.remove();
  };
  return { backend, byHand, close };
}

describeOnServers('an older database with rows in it', (database) => {
  const migrations = database.kind === 'postgres' ? onPostgres : onMysql;

  it.each(migrations.map(({ name }, index) => [name, index + 1] as const))(
    'of %s is brought up to date and keeps them',
    async (last, count) => {
      const place = database.place(`before_${last}`);
      const byHand = await database.byHand();
      const quoted = place.enter.slice(place.enter.indexOf('"'));
      await byHand.query(`CREATE ${database.kind === 'postgres' ? 'SCHEMA' : 'DATABASE'} ${quoted}`);
      await byHand.query(place.enter);
      await apply(byHand, count);
      for (const sql of rows(database.sql.instant(AT))) await byHand.query(sql);
      expect(await database.migrate(place.url)).toEqual(names(migrations).slice(count));
      const backend = database.connect({ url: place.url });
      await expectRowsIn(backend);
      await backend.close();
      await byHand.end();
    },
  );

  it('knows of the last runs of then whether they failed, bar those that were cancelled', async () => {
    const place = database.place('before_states');
    const byHand = await database.byHand();
    const quoted = place.enter.slice(place.enter.indexOf('"'));
    await byHand.query(`CREATE ${database.kind === 'postgres' ? 'SCHEMA' : 'DATABASE'} ${quoted}`);
    await byHand.query(place.enter);
    await apply(byHand, BEFORE_STATES);
    for (const sql of lastRuns(database.sql.instant(AT))) await byHand.query(sql);
    await database.migrate(place.url);
    const backend = database.connect({ url: place.url });
    await expectLastRunsIn(backend);
    await backend.close();
    await byHand.end();
  });

  const apply = async (byHand: SqlByHand, count: number) => {
    const instant = database.kind === 'postgres' ? 'TIMESTAMPTZ(3)' : 'DATETIME(3)';
    await byHand.query(
      `CREATE TABLE "zenpulse_migration" ("name" VARCHAR(191) NOT NULL PRIMARY KEY, "applied_at" ${instant} NOT NULL)`,
    );
    for (const { name, sql } of migrations.slice(0, count)) {
      const isOneByOne = database.kind === 'mysql' || sql.includes(' CONCURRENTLY ');
      const statements = isOneByOne ? splitStatements(sql) : [sql];
      for (const statement of statements) await byHand.query(statement);
      await byHand.query(`INSERT INTO "zenpulse_migration" VALUES ('${name}', ${database.sql.now})`);
    }
  };
});
