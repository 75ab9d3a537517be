import { silentLogger } from '@zenpulse/core/ports';
import { BY_TEST, createRecordingLogger, sampleFields } from '@zenpulse/core/testing';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import type { SqlByHand } from '../testing/server-database.ts';
import { PrismaClient } from './generated/client/client.ts';
import { migrations } from './generated/migrations.ts';
import { migratePostgres, readPostgresMigrations } from './migrate-postgres.ts';
import { postgresAdapter } from './open-postgres.ts';
import { postgresAddress, type PostgresAddress } from './postgres-address.ts';

const ALL = migrations.map(({ name }) => name);

const pending = async (address: PostgresAddress) =>
  (await readPostgresMigrations(address)).pending.map(({ name }) => name);

describeOnPostgres('the tables of a PostgreSQL database', (database) => {
  const inSchema = (schema: string) => `${database.url}?schema=${encodeURIComponent(schema)}`;

  it('are made with their schema, and are pending until then', async () => {
    const address = postgresAddress(inSchema('new "one"'));
    expect(await pending(address)).toEqual(ALL);
    expect(await migratePostgres(address)).toEqual(ALL);
    expect(await pending(address)).toEqual([]);
    expect(await migratePostgres(address)).toEqual([]);
  });

  it('are made once by three that start at the same time, ten times over', async () => {
    const byHand = await database.byHand();
    for (let round = 0; round < 10; round += 1) {
      const address = postgresAddress(inSchema(`round_${round}`));
      const applied = await Promise.all([
        migratePostgres(address),
        migratePostgres(address),
        migratePostgres(address),
      ]);
      expect(applied.flat().sort()).toEqual(ALL);
      const { rows } = await byHand.query(`SELECT "name" FROM round_${round}."zenpulse_migration"`);
      expect(rows).toEqual(ALL.map((name) => ({ name })));
    }
    await byHand.end();
  });

  it('are all or nothing: a migration that fails leaves no mark and no table', async () => {
    const byHand = await database.byHand();
    await byHand.query('CREATE SCHEMA half; CREATE TABLE half."zenpulse_runner" ("mine" INTEGER)');
    const address = postgresAddress(inSchema('half'));
    await expect(migratePostgres(address)).rejects.toThrow('zenpulse_runner');
    expect(await pending(address)).toEqual(ALL);
    const { rows } = await byHand.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'half'`);
    expect(rows).toHaveLength(1);
    await byHand.end();
  });

  it('of two schemas in one database do not meet', async () => {
    const open = async (schema: string) => {
      await migratePostgres(postgresAddress(inSchema(schema)));
      return database.connect({ url: inSchema(schema) });
    };
    const [a, b] = [await open('side_a'), await open('side_b')];
    await a.schedules.create(sampleFields(), BY_TEST);
    expect(await a.schedules.readChanges(null)).toMatchObject({ revision: 2, changed: [{}] });
    expect(await b.schedules.readChanges(null)).toMatchObject({ revision: 1, changed: [] });
    await a.close();
    await b.close();
  });

  it('agree with the Prisma schema: every model can be read', async () => {
    const client = new PrismaClient({
      adapter: postgresAdapter(postgresAddress(database.url), silentLogger),
    });
    await client.scheduleConfig.create({
      data: { jobKey: 'typed', triggerType: 'interval', intervalValue: 1, intervalUnit: 'hours' },
    });
    const before = Date.now();
    const row = await client.scheduleConfig.findFirstOrThrow();
    expect(Math.abs(row.createdAt.getTime() - before)).toBeLessThan(60_000);
    expect(row.anchorAt.getTime()).toBe(Math.floor(row.createdAt.getTime() / 1000) * 1000);
    await client.jobExecutionLog.findFirst();
    await client.runRequest.findFirst();
    await client.cancelRequest.findFirst();
    await client.scheduleStats.findFirst();
    await client.codeSchedule.findFirst();
    await client.runner.findFirst();
    expect(await client.lease.findFirstOrThrow()).toMatchObject({ id: 1, epoch: 0n, isReleased: true });
    const revision = await client.revision.findFirstOrThrow();
    expect(revision).toMatchObject({ id: 1, revision: 2n });
    expect(await client.revisionLog.findFirst({ where: { token: revision.token } })).toMatchObject({
      revision: 2n,
    });
    expect(await client.scheduleDeletion.findFirst()).toBeNull();
    expect((await client.migration.findMany()).map(({ name }) => name)).toEqual(ALL);
    await client.$disconnect();
  });

  it('are left alone by a release that does not know them', async () => {
    const address = postgresAddress(inSchema('newer'));
    await migratePostgres(address);
    const byHand = await database.byHand();
    await byHand.query(`INSERT INTO newer."zenpulse_migration" VALUES ('9999_later', now())`);
    await byHand.query(`DELETE FROM newer."zenpulse_migration" WHERE "name" = '0002_lease'`);
    await byHand.end();
    await expect(migratePostgres(address)).rejects.toMatchObject({
      code: 'schema_mismatch',
      message: expect.stringMatching(
        /^PostgreSQL \S+ \(schema "newer"\): its tables were made by a newer release \(9999_later is unknown to .*update/,
      ) as string,
    });
  });

  it('are told without making any: what was applied and when, what is pending, and its script', async () => {
    const byHand = await database.byHand();
    const address = postgresAddress(inSchema('looked at'));
    const empty = await readPostgresMigrations(address);
    expect(empty).toMatchObject({ fits: 'older', applied: [] });
    expect(empty.pending.map(({ name }) => name)).toEqual(ALL);
    const schemas = await byHand.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'looked at'`);
    expect(schemas.rows).toEqual([]);

    await byHand.query([empty.preamble, ...empty.pending.map(({ script }) => script)].join('\n'));
    const full = await readPostgresMigrations(address);
    expect(full).toMatchObject({ fits: 'ok', problem: null, pending: [] });
    expect(full.applied.map(({ name }) => name)).toEqual(ALL);
    for (const { appliedAt } of full.applied) {
      expect(Math.abs((appliedAt ?? 0) - Date.now())).toBeLessThan(600_000);
    }
    expect(await migratePostgres(address)).toEqual([]);
    const backend = database.connect({ url: inSchema('looked at') });
    await backend.schedules.create(sampleFields(), BY_TEST);
    expect(await backend.schedules.readRevision()).toMatchObject({ revision: 2 });
    await backend.close();
    await byHand.end();
  });

  describe('of which one has many rows', () => {
    const INDEXES = '0007_execution_indexes';
    /** The tables as the release before had them, with more rows than are indexed in a moment. */
    const fill = async (schema: string) => {
      const address = postgresAddress(inSchema(schema));
      const byHand = await database.byHand();
      await migratePostgres(address);
      await byHand.query(`SET search_path TO ${schema}`);
      for (const index of ['job_status', 'schedule_status', 'due'])
        await byHand.query(`DROP INDEX "zenpulse_job_execution_log_${index}"`);
      await byHand.query(`DELETE FROM "zenpulse_migration" WHERE "name" = '${INDEXES}'`);
      await byHand.query(
        `INSERT INTO "zenpulse_job_execution_log"
           ("id", "schedule_id", "job_key", "status", "scheduled_at", "occurrence_at", "run_time", "hostname", "pid")
         SELECT 'run-' || n, 's', 'old', 'success', at, at, at, 'host', 7
           FROM generate_series(1, 12000) AS n, LATERAL (SELECT '2026-01-01'::timestamptz + n * interval '1 s') AS t(at)`,
      );
      return { address, byHand };
    };
    const indexes = async (byHand: SqlByHand) => {
      const { rows } = await byHand.query<{ name: string }>(
        `SELECT c.relname AS "name" FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
          WHERE i.indisvalid AND i.indrelid = '"zenpulse_job_execution_log"'::regclass`,
      );
      return rows.map(({ name }) => name.replace('zenpulse_job_execution_log_', '')).sort();
    };
    const ALL_INDEXES = ['due', 'job_status', 'occurrence', 'pkey', 'schedule_status', 'status', 'time'];

    it('get their indexes while others write, by one of two that start at the same time; both say what they wait for', async () => {
      const { address, byHand } = await fill('beside');
      const writer = await database.byHand();
      await writer.query('SET search_path TO beside');
      // Its open transaction is waited for; a plain CREATE INDEX would wait too, and hold up every later writer.
      await writer.query('BEGIN');
      await writer.query(`UPDATE "zenpulse_job_execution_log" SET "pid" = 8 WHERE "id" = 'run-1'`);
      const logger = createRecordingLogger();
      const migrating = () => migratePostgres(address, systemClock, logger);
      const migrated = Promise.all([migrating(), migrating()]);
      const waiting = async () => {
        const { rows } = await byHand.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
              AND query LIKE '%CREATE INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()`,
        );
        return rows.length;
      };
      await expect.poll(waiting, { timeout: 30_000 }).toBe(1);
      await expect
        .poll(() => logger.lines.map(({ sentence }) => sentence).sort(), { timeout: 30_000 })
        .toEqual([
          expect.stringMatching(/^waiting for a lock that session \d+ .*idle in transaction.* has/),
          expect.stringMatching(/^waiting for another migration .* which makes the indexes of a large table/),
        ]);
      await byHand.query(`UPDATE "zenpulse_job_execution_log" SET "pid" = 9 WHERE "id" = 'run-2'`);
      await writer.query('COMMIT');
      expect((await migrated).flat()).toEqual([INDEXES]);
      expect(await indexes(byHand)).toEqual(ALL_INDEXES);
      await writer.end();
      await byHand.end();
    });

    it('get them anew where an interrupted making left one that is broken', async () => {
      const { address, byHand } = await fill('broken');
      const broken = byHand.query(
        `CREATE UNIQUE INDEX CONCURRENTLY "zenpulse_job_execution_log_due" ON "zenpulse_job_execution_log" ("hostname")`,
      );
      await expect(broken).rejects.toThrow('could not create unique index');
      expect(await migratePostgres(address)).toEqual([INDEXES]);
      expect(await indexes(byHand)).toEqual(ALL_INDEXES);
      const { rows } = await byHand.query<{ definition: string }>(
        `SELECT pg_get_indexdef('"zenpulse_job_execution_log_due"'::regclass) AS "definition"`,
      );
      expect(rows[0]?.definition).toMatch(/CREATE INDEX .* \(occurrence_at, id\)$/);
      await byHand.end();
    });

    it('are shown a script without a transaction for them', async () => {
      const { address, byHand } = await fill('shown');
      const { pending: left } = await readPostgresMigrations(address);
      expect(left.map(({ name }) => name)).toEqual([INDEXES]);
      expect(left[0]?.script).toMatch(/CREATE INDEX CONCURRENTLY[^]*INSERT INTO "zenpulse_migration"/);
      expect(left[0]?.script).not.toContain('BEGIN');
      await byHand.end();
    });
  });

  it('are told to a role that may only read their names, also while others make them', async () => {
    const address = postgresAddress(inSchema('read_only'));
    const byHand = await database.byHand();
    const role = `zenpulse_reader_${Date.now()}`;
    await byHand.query(`CREATE ROLE ${role} LOGIN`);
    const url = new URL(inSchema('read_only'));
    url.username = role;
    const reader = postgresAddress(url.href);
    try {
      const looks = Promise.all([1, 2, 3].map(() => readPostgresMigrations(address)));
      await Promise.all([migratePostgres(address), migratePostgres(address)]);
      for (const { applied, pending } of await looks) {
        expect([...applied, ...pending].map(({ name }) => name)).toEqual(ALL);
      }
      await expect(readPostgresMigrations(reader)).rejects.toThrow('permission denied for schema read_only');
      await byHand.query(`GRANT USAGE ON SCHEMA read_only TO ${role}`);
      await expect(readPostgresMigrations(reader)).rejects.toThrow('permission denied for table');
      await byHand.query(`GRANT SELECT ON read_only."zenpulse_migration" TO ${role}`);
      expect(await readPostgresMigrations(reader)).toMatchObject({ fits: 'ok' });
    } finally {
      await byHand.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await byHand.end();
    }
  });

  it('are pending, and not made, in a database that is away', async () => {
    const address = postgresAddress('postgresql://nobody@127.0.0.1:1/nothing');
    await expect(pending(address)).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(migratePostgres(address)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
