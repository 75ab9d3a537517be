import { silentLogger } from '@zenpulse/core/ports';
import { sampleFields } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { describeOnPostgres } from '../testing/postgres-database.ts';
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
    await a.schedules.create(sampleFields());
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
    await backend.schedules.create(sampleFields());
    expect(await backend.schedules.readRevision()).toMatchObject({ revision: 2 });
    await backend.close();
    await byHand.end();
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
