import { existsSync } from 'node:fs';
import { silentLogger } from '@zenpulse/core/ports';
import { sampleExecution } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { describeOnMysql } from '../testing/mysql-database.ts';
import { mysqlAddress } from './mysql-address.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { MysqlPool } from './mysql-pool.ts';

const LIMITS = { silenceMs: 60_000, lockMs: 1_000, statementMs: 5_000 };

describeOnMysql('a connection to MySQL', (database) => {
  const connect = (url: string) =>
    new MysqlConnection({
      address: mysqlAddress(url),
      clock: systemClock,
      limits: LIMITS,
      connectMs: 5_000,
      answerMs: 5_000,
    });
  const ask = async (connection: MysqlConnection, sql: string) =>
    ((await connection.query(sql)) as Record<string, unknown>[])[0];

  it('does not depend on the defaults of the server', async () => {
    const connection = connect(database.url);
    await connection.open();
    const session = await ask(
      connection,
      `SELECT @@session.time_zone AS "zone", @@session.sql_mode AS "mode", @@session.wait_timeout + 0e0 AS "silence",
              @@session.innodb_lock_wait_timeout + 0e0 AS "lockWait", TIMESTAMPDIFF(SECOND, utc_timestamp(), now()) + 0e0 AS "off"`,
    );
    expect(session).toMatchObject({ zone: '+00:00', silence: 60, lockWait: 1, off: 0 });
    expect(String(session?.['mode']).split(',')).toEqual(
      expect.arrayContaining(['STRICT_ALL_TABLES', 'STRICT_TRANS_TABLES', 'NO_ZERO_DATE', 'ANSI_QUOTES']),
    );
    await connection.close();
  });

  it('goes by a socket of this machine where the address says so', async ({ skip }) => {
    const byTcp = connect(database.url);
    await byTcp.open();
    const { socket } = (await ask(byTcp, 'SELECT @@socket AS "socket"')) as { socket: string };
    await byTcp.close();
    if (!existsSync(socket)) skip('the server is on another machine');
    const url = new URL(database.url);
    url.port = '1';
    url.searchParams.set('socketPath', socket);
    const connection = connect(url.href);
    await connection.open();
    expect(await ask(connection, 'SELECT 1 AS "one"')).toEqual({ one: 1 });
    await connection.close();
  });

  it('opens no more than five connections however many ask, and none before the first', async () => {
    const pool = new MysqlPool(mysqlAddress(database.url), systemClock, silentLogger);
    const byHand = await database.byHand();
    const count = async () => {
      const { rows } = await byHand.query<{ count: number }>(
        'SELECT COUNT(*) AS "count" FROM information_schema.processlist WHERE "DB" = DATABASE() AND "ID" <> CONNECTION_ID()',
      );
      return Number(rows[0]?.count);
    };
    const before = await count();
    await Promise.all(Array.from({ length: 40 }, () => pool.query({ sql: 'SELECT SLEEP(0.01)' })));
    expect((await count()) - before).toBeLessThanOrEqual(5);
    await pool.end();
    await byHand.end();
  });

  it('takes a batch that is greater than what a server takes in one packet, in parts', async () => {
    const subject = await database.subject();
    const long = `${'"\\\' '.repeat(16_000)}\u2028😀`;
    const batch = Array.from({ length: 120 }, (_, i) =>
      sampleExecution({
        id: `run ${i}`,
        attempt: i + 1,
        traceback: long,
        exceptionMessage: long,
        output: long,
      }),
    );
    await subject.backend.executions.append(batch);
    expect((await subject.backend.executions.count({})).count).toBe(120);
    expect(await subject.backend.executions.get('run 119')).toEqual(batch[119]);
    await subject.close();
  });
});
