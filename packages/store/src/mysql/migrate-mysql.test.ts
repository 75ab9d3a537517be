import { silentLogger } from '@zenpulse/core/ports';
import { BY_TEST, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MigrationReport } from '../schema/migration-report.ts';
import { systemClock } from '../system-clock.ts';
import { describeOnMysql } from '../testing/mysql-database.ts';
import type { Place, SqlByHand } from '../testing/server-database.ts';
import { PrismaClient } from './generated/client/client.ts';
import { migrations } from './generated/migrations.ts';
import { migrateMysql, readMysqlMigrations } from './migrate-mysql.ts';
import { mysqlAddress } from './mysql-address.ts';
import { mysqlAdapter } from './open-mysql.ts';

const ALL = migrations.map(({ name }) => name);

describeOnMysql('the tables of a MySQL database', (database) => {
  let byHand: SqlByHand;
  beforeEach(async () => {
    byHand = await database.byHand();
  });
  afterEach(() => byHand.end());

  const migrate = ({ url }: Place) => migrateMysql(mysqlAddress(url), systemClock);
  const read = ({ url }: Place) => readMysqlMigrations(mysqlAddress(url), systemClock);
  const pending = async (place: Place) => (await read(place)).pending.map(({ name }) => name);
  /** `from`: the first statement that is not there yet. */
  const runByHand = async (report: MigrationReport, from = 0) => {
    await byHand.query(report.preamble);
    const statements = report.pending.flatMap(({ script }) => {
      const [, one = ''] = /^DELIMITER \$\$\n(.*)\nDELIMITER ;$/ms.exec(script) ?? [];
      return one.split('$$').filter((statement) => statement !== '');
    });
    for (const statement of statements.slice(from)) await byHand.query(statement);
  };
  /** Every table with its columns, keys and triggers, as the server reports them. */
  const shape = async (place: Place) => {
    await byHand.query(place.enter);
    const told = async (what: string) => {
      const { rows } = await byHand.query(
        `SELECT * FROM information_schema.${what} WHERE ${what === 'triggers' ? 'trigger_schema' : 'table_schema'} = DATABASE()`,
      );
      return rows
        .map((row) => {
          const own = Object.entries(row).filter(
            ([name]) => !/SCHEMA|TIME|CREATED|CARDINALITY|_ROWS|_LENGTH|DATA_FREE/.test(name),
          );
          return JSON.stringify(own);
        })
        .sort();
    };
    return {
      columns: await told('columns'),
      keys: await told('statistics'),
      triggers: await told('triggers'),
    };
  };

  it('are made with their database, and are pending until then', async () => {
    const place = database.place('new "one"');
    expect(await pending(place)).toEqual(ALL);
    expect(await migrate(place)).toEqual(ALL);
    expect(await pending(place)).toEqual([]);
    expect(await migrate(place)).toEqual([]);
  });

  it('are made once by three that start at the same time, five times over', async () => {
    for (let round = 0; round < 5; round += 1) {
      const place = database.place(`round_${round}`);
      const applied = await Promise.all([migrate(place), migrate(place), migrate(place)]);
      expect(applied.flat().sort()).toEqual(ALL);
      await byHand.query(place.enter);
      const { rows } = await byHand.query('SELECT "name" FROM "zenpulse_migration" ORDER BY "name"');
      expect(rows).toEqual(ALL.map((name) => ({ name })));
    }
  });

  it('are not made in the place of a table that is there; what was made before it is gone on from', async () => {
    const place = database.place('taken');
    await byHand.query(`CREATE DATABASE ${place.enter.slice('USE '.length)}`);
    await byHand.query(place.enter);
    await byHand.query('CREATE TABLE "zenpulse_runner" ("mine" INTEGER)');
    for (let i = 0; i < 3; i += 1) await expect(migrate(place)).rejects.toThrow('zenpulse_runner');
    expect(await pending(place)).toEqual(ALL);
    await byHand.query('DROP TABLE "zenpulse_runner"');
    expect(await migrate(place)).toEqual(ALL);
    const whole = database.place('whole');
    await migrate(whole);
    expect(await shape(place)).toEqual(await shape(whole));
  });

  it('are whole in the end however often whoever makes them is killed', async () => {
    const whole = database.place('whole_2');
    await migrate(whole);
    for (let round = 0; round < 4; round += 1) {
      const place = database.place(`killed_${round}`);
      let kills = 0;
      for (;;) {
        const work = migrate(place).then(
          () => true,
          () => false,
        );
        const killing = killEach(place, round * 3 + kills);
        const isDone = await work;
        if (await killing) kills += 1;
        if (isDone) break;
      }
      expect(kills).toBeGreaterThan(0);
      expect(await shape(place)).toEqual(await shape(whole));
      const { rows } = await byHand.query('SELECT * FROM "zenpulse_migration_step"');
      expect(rows).toEqual([]);
    }
  });

  /** Ends the migrating session after this many looks, whatever it is doing. */
  const killEach = async ({ url }: Place, looks: number): Promise<boolean> => {
    const { database: name } = mysqlAddress(url);
    const sql = `SELECT "ID" AS "id" FROM information_schema.processlist WHERE "DB" = $1 AND "COMMAND" = 'Query'`;
    for (let seen = 0, asked = 0; asked < 400; asked += 1) {
      const { rows } = await byHand.query<{ id: number }>(sql, [name]);
      const [session] = rows;
      if (session === undefined) continue;
      seen += 1;
      if (seen <= looks) continue;
      await byHand.query(`KILL ${session.id}`).catch(() => undefined); // it may have ended already
      return true;
    }
    return false;
  };

  it('of two databases on one server do not meet', async () => {
    const open = async (name: string) => {
      const place = database.place(name);
      await migrate(place);
      return database.connect({ url: place.url });
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
      adapter: mysqlAdapter(mysqlAddress(database.url), systemClock, silentLogger),
    });
    await client.scheduleConfig.create({
      data: { jobKey: 'typed', triggerType: 'interval', intervalValue: 1, intervalUnit: 'hours' },
    });
    const before = Date.now();
    const row = await client.scheduleConfig.findFirstOrThrow();
    expect(row).toMatchObject({ enabled: true, params: '{}', version: 1, rowRevision: 2n });
    expect(Math.abs(row.createdAt.getTime() - before)).toBeLessThan(60_000);
    expect(row.anchorAt.getTime()).toBe(Math.floor(row.createdAt.getTime() / 1000) * 1000);
    await client.jobExecutionLog.findFirst();
    await client.runRequest.findFirst();
    await client.cancelRequest.findFirst();
    await client.scheduleStats.findFirst();
    await client.codeSchedule.findFirst();
    await client.runner.findFirst();
    expect(await client.migrationStep.findFirst()).toBeNull();
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
    const place = database.place('newer');
    await migrate(place);
    await byHand.query(place.enter);
    await byHand.query(`INSERT INTO "zenpulse_migration" VALUES ('9999_later', utc_timestamp(3))`);
    await byHand.query(`DELETE FROM "zenpulse_migration" WHERE "name" = '0002_lease'`);
    await expect(migrate(place)).rejects.toMatchObject({
      code: 'schema_mismatch',
      message: expect.stringMatching(
        /^MySQL \S+: its tables were made by a newer release \(9999_later is unknown to .*update/,
      ) as string,
    });
  });

  it('are made by an account with the rights that docs/databases.md says', async () => {
    const place = database.place('rights');
    await byHand.query(`CREATE DATABASE ${place.enter.slice('USE '.length)}`);
    const account = await database.createAccount(place);
    const { username } = new URL(account.url);
    const name = mysqlAddress(place.url).database;
    await byHand.query(`GRANT CREATE, ALTER, INDEX, TRIGGER ON "${name}".* TO '${username}'@'%'`);
    expect(await migrateMysql(mysqlAddress(account.url), systemClock)).toEqual(ALL);
    await account.drop();
  });

  it('are told without making any: what was applied and when, what is pending, and its script', async () => {
    const place = database.place('looked at');
    const { database: name } = mysqlAddress(place.url);
    const empty = await read(place);
    expect(empty).toMatchObject({ fits: 'older', applied: [] });
    expect(empty.pending.map((migration) => migration.name)).toEqual(ALL);
    const there = 'SELECT 1 FROM information_schema.schemata WHERE "SCHEMA_NAME" = $1';
    expect((await byHand.query(there, [name])).rows).toEqual([]);

    await runByHand(empty);
    const full = await read(place);
    expect(full).toMatchObject({ fits: 'ok', problem: null, pending: [] });
    expect(full.applied.map((migration) => migration.name)).toEqual(ALL);
    for (const { appliedAt } of full.applied) {
      expect(Math.abs((appliedAt ?? 0) - Date.now())).toBeLessThan(600_000);
    }
    expect(await migrate(place)).toEqual([]);
    const whole = database.place('made');
    await migrate(whole);
    expect(await shape(place)).toEqual(await shape(whole));
  });

  it('are told from where they were interrupted', async () => {
    const place = database.place('interrupted');
    await byHand.query(`CREATE DATABASE ${place.enter.slice('USE '.length)}`);
    await byHand.query(place.enter);
    await byHand.query('CREATE TABLE "zenpulse_runner" ("mine" INTEGER)');
    await expect(migrate(place)).rejects.toThrow('zenpulse_runner');
    await byHand.query('DROP TABLE "zenpulse_runner"');
    const rest = await read(place);
    expect(rest.pending.map(({ script }) => script.startsWith('-- It was interrupted'))).toEqual(
      ALL.map((_, index) => index === 0),
    );
    await expect(runByHand(rest)).rejects.toThrow('already exists');
    await runByHand(rest, 1);
    expect(await migrate(place)).toEqual([]);
    expect((await byHand.query('SELECT * FROM "zenpulse_migration_step"')).rows).toEqual([]);
    const whole = database.place('uninterrupted');
    await migrate(whole);
    expect(await shape(place)).toEqual(await shape(whole));
  });

  it('are told while others make them, to an account that may only read their names', async () => {
    const place = database.place('read_only');
    await byHand.query(`CREATE DATABASE ${place.enter.slice('USE '.length)}`);
    const looks = Promise.all([1, 2, 3].map(() => read(place)));
    await Promise.all([migrate(place), migrate(place)]);
    for (const { applied, pending: left } of await looks) {
      expect([...applied, ...left].map(({ name }) => name).sort()).toEqual(ALL);
    }
    const account = await database.createAccount(place);
    const { username } = new URL(account.url);
    const name = mysqlAddress(place.url).database;
    await byHand.query(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM '${username}'@'%'`);
    await byHand.query(`GRANT SELECT ON "${name}"."zenpulse_migration" TO '${username}'@'%'`);
    expect(await readMysqlMigrations(mysqlAddress(account.url), systemClock)).toMatchObject({ fits: 'ok' });
    await account.drop();
  });

  it('are pending, and not made, on a server that is away', async () => {
    const away = { url: 'mysql://nobody@127.0.0.1:1/nothing', label: '', enter: '' };
    await expect(pending(away)).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(migrate(away)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
