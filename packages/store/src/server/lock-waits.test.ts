import { createRecordingLogger, type RecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrateMysql } from '../mysql/migrate-mysql.ts';
import { lockName } from '../mysql/lock-name.ts';
import { mysqlAddress } from '../mysql/mysql-address.ts';
import { migrations } from '../postgres/generated/migrations.ts';
import { migratePostgres } from '../postgres/migrate-postgres.ts';
import { postgresAddress } from '../postgres/postgres-address.ts';
import { MIGRATION_LOCK } from '../postgres/postgres-migration-script.ts';
import { systemClock } from '../system-clock.ts';
import type { SqlByHand } from '../testing/server-database.ts';
import { describeOnServers } from '../testing/servers.ts';
import { until } from '../testing/until.ts';

describeOnServers('a migration that waits', (database) => {
  const isPostgres = database.kind === 'postgres';
  let logger: RecordingLogger;
  let holder: SqlByHand;
  beforeEach(async () => {
    logger = createRecordingLogger();
    holder = await database.byHand();
  });
  afterEach(() => holder.end());

  const migrate = () =>
    isPostgres
      ? migratePostgres(postgresAddress(database.url), systemClock, logger)
      : migrateMysql(mysqlAddress(database.url), systemClock, logger);
  const LAST = migrations.at(-1)?.name ?? '';
  /** Makes a migration pending, until another process applies it. */
  const forget = () => holder.query(`DELETE FROM "zenpulse_migration" WHERE "name" = '${LAST}'`);
  const make = () => holder.query(`INSERT INTO "zenpulse_migration" VALUES ('${LAST}', ${database.sql.now})`);
  const warnings = () => logger.lines.filter(({ level }) => level === 'warn').map(({ sentence }) => sentence);
  const own = async () => {
    const { rows } = await holder.query<{ id: number | bigint }>(
      `SELECT ${isPostgres ? 'pg_backend_pid()' : 'CONNECTION_ID()'} AS "id"`,
    );
    return String(rows[0]?.id);
  };

  it('for another migration says so once, with the session that is at it and how long it waits', async () => {
    const id = await own();
    await forget();
    if (isPostgres) await holder.query(`BEGIN; ${MIGRATION_LOCK}`);
    else await holder.query(`SELECT GET_LOCK(${lockName('migrate')}, 0)`);
    const migrating = migrate();
    await until(() => warnings().length > 0);
    await make();
    await holder.query(isPostgres ? 'COMMIT' : `DO RELEASE_LOCK(${lockName('migrate')})`);
    expect(await migrating).toEqual([]);
    const pattern = isPostgres
      ? `^waiting for another migration of this database \\(session ${id} \\(.*idle in transaction\\)\\) to end; for 600 s at most$`
      : `^waiting for another migration of this database \\(connection ${id}\\) to end; for 590 s at most$`;
    expect(warnings()).toEqual([expect.stringMatching(new RegExp(pattern))]);
  });

  it("for somebody's transaction says whose, or where to find it, and how long it waits", async () => {
    const id = await own();
    if (isPostgres)
      await holder.query(`SET application_name = 'psql'; BEGIN; LOCK TABLE "zenpulse_migration"`);
    else await holder.query('LOCK TABLES "zenpulse_migration" WRITE');
    const migrating = migrate();
    await until(() => warnings().length > 0);
    await holder.query(isPostgres ? 'COMMIT' : 'UNLOCK TABLES');
    await migrating;
    expect(warnings()).toEqual([
      isPostgres
        ? `waiting for a lock that session ${id} (psql, idle in transaction) has: ends when its transaction does; for 600 s at most`
        : 'waiting for a lock on a table that another connection has (SHOW PROCESSLIST shows them all): ends when its transaction does; for 60 s at most',
    ]);
  });

  it('that is not blocked reports nothing', async () => {
    await migrate();
    expect(warnings()).toEqual([]);
  });
});
