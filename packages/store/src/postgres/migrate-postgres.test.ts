import { silentLogger } from '@zenpulse/core/ports';
import { sampleFields } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import { migrations } from './generated/migrations.ts';
import { migratePostgres, pendingPostgresMigrations } from './migrate-postgres.ts';
import { openPostgres } from './open-postgres.ts';
import { postgresAddress } from './postgres-address.ts';

const ALL = migrations.map(({ name }) => name);

describeOnPostgres('the tables of a PostgreSQL database', (database) => {
  const inSchema = (schema: string) => `${database.url}?schema=${encodeURIComponent(schema)}`;

  it('are made with their schema, and are pending until then', async () => {
    const address = postgresAddress(inSchema('new "one"'));
    expect(await pendingPostgresMigrations(address)).toEqual(ALL);
    expect(await migratePostgres(address)).toEqual(ALL);
    expect(await pendingPostgresMigrations(address)).toEqual([]);
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
    expect(await pendingPostgresMigrations(address)).toEqual(ALL);
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
    expect(await a.schedules.readChanges(0)).toMatchObject({ revision: 2, count: 1 });
    expect(await b.schedules.readChanges(0)).toMatchObject({ revision: 1, count: 0 });
    await a.close();
    await b.close();
  });

  it('agree with the Prisma schema: every model can be read', async () => {
    const client = openPostgres(postgresAddress(database.url), silentLogger);
    await client.scheduleConfig.create({
      data: { jobKey: 'typed', triggerType: 'interval', intervalValue: 1, intervalUnit: 'hours' },
    });
    const before = Date.now();
    const row = await client.scheduleConfig.findFirstOrThrow();
    expect(Math.abs(row.createdAt.getTime() - before)).toBeLessThan(60_000);
    expect(row.anchorAt.getTime()).toBe(Math.floor(row.createdAt.getTime() / 1000) * 1000);
    await client.jobExecutionLog.findFirst();
    await client.runRequest.findFirst();
    await client.scheduleStats.findFirst();
    await client.codeSchedule.findFirst();
    await client.runner.findFirst();
    expect(await client.lease.findFirstOrThrow()).toMatchObject({ id: 1, epoch: 0n, isReleased: true });
    expect(await client.revision.findFirstOrThrow()).toEqual({ id: 1, revision: 2n });
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

  it('are pending, and not made, in a database that is away', async () => {
    const address = postgresAddress('postgresql://nobody@127.0.0.1:1/nothing');
    await expect(pendingPostgresMigrations(address)).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(migratePostgres(address)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
