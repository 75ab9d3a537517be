import { silentLogger, type RevisionPair } from '@zenpulse/core/ports';
import { BY_TEST, createRecordingLogger, sampleFields } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEASE_TIMINGS } from '../server/lease-timings.ts';
import { createServerClock } from '../server/server-clock.ts';
import { systemClock } from '../system-clock.ts';
import { emptyTables } from '../testing/empty-tables.ts';
import { describeOnMysql } from '../testing/mysql-database.ts';
import type { SqlByHand } from '../testing/server-database.ts';
import { mysqlAddress } from './mysql-address.ts';
import { databaseTime } from './mysql-instant.ts';
import { MysqlLeaseSession } from './mysql-lease-session.ts';
import { nearest, readTold } from './mysql-lease-sql.ts';

describe('what a renewal tells in one number', () => {
  it.each([
    [0n, { checksum: 0, now: 0 }],
    [(7n << 32n) | 9n, { checksum: 7, now: 9 }],
    [2n ** 64n - 1n, { checksum: 2 ** 32 - 1, now: 2 ** 32 - 1 }],
  ])('%s is a checksum and a time', (number, told) => {
    expect(readTold(number)).toEqual(told);
  });

  it.each([0, 1, -1, 86_400_000, -86_400_000, 2 ** 31 - 1, 1 - 2 ** 31])(
    'finds the time again from one that is %i ms away',
    (awayMs) => {
      const now = Date.UTC(2026, 10, 24, 15, 30, 0, 123);
      expect(nearest(now % 2 ** 32, now + awayMs)).toBe(now);
    },
  );
});

describeOnMysql('a session of the lease on MySQL', (database) => {
  const logger = createRecordingLogger();
  let session: MysqlLeaseSession;
  let byHand: SqlByHand;
  beforeEach(async () => {
    byHand = await database.byHand();
    await emptyTables(byHand);
    session = new MysqlLeaseSession({
      address: mysqlAddress(database.url),
      runnerId: 'a',
      clock: createServerClock(systemClock, silentLogger),
      logger,
      timings: LEASE_TIMINGS,
      now: databaseTime,
    });
    await session.open(true);
  });
  afterEach(async () => {
    await session.close();
    await byHand.end();
  });

  const holding = async () => {
    await session.lock(() => undefined);
    const { epoch } = await session.raiseEpoch();
    const fence = { epoch, value: 'fence-of-a' };
    await session.hold(fence, '{"runnerId":"a"}');
    return fence;
  };

  it('renews with one statement, which returns R and the revision', async () => {
    const fence = await holding();
    const { rows } = await byHand.query<RevisionPair>('SELECT "revision", "token" FROM "zenpulse_revision"');
    const [pair] = rows as [RevisionPair];
    const before = logger.lines.length;
    const granted = await session.renew(fence, null);
    expect(logger.lines.length - before).toBe(1);
    expect(granted?.isRevision(pair)).toBe(true);
    expect(granted?.isRevision({ ...pair, token: 'another' })).toBe(false);
    const row = await byHand.query<{ reserved: number; renewed: number }>(
      `SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', "reserved_until") / 1000 AS "reserved",
              TIMESTAMPDIFF(MICROSECOND, '1970-01-01', "renewed_at") / 1000 AS "renewed" FROM "zenpulse_lease"`,
    );
    expect(granted?.reservedUntil).toBe(Number(row.rows[0]?.reserved));
    expect(granted?.reservedUntil).toBe(Number(row.rows[0]?.renewed) + LEASE_TIMINGS.trustMs);
  });

  it('is not blocked by an open transaction on the schedules', async () => {
    const backend = database.connect();
    await backend.schedules.create(sampleFields(), BY_TEST);
    await backend.close();
    const fence = await holding();
    await byHand.query('BEGIN');
    await byHand.query('UPDATE "zenpulse_schedule_config" SET "max_instances" = 9');
    const read = await database.byHand();
    const { rows } = await read.query<RevisionPair>('SELECT "revision", "token" FROM "zenpulse_revision"');
    await read.end();
    const [pair] = rows as [RevisionPair];
    expect((await session.renew(fence, null))?.isRevision(pair)).toBe(true);
    await byHand.query('COMMIT');
    expect((await session.renew(fence, null))?.isRevision(pair)).toBe(false);
  });

  it('cannot hold without the lock on this very session, as behind a pooler', async () => {
    const { epoch } = await session.raiseEpoch();
    await expect(session.hold({ epoch, value: 'x' }, '{}')).rejects.toThrow(
      'expected a direct connection to MySQL',
    );
  });

  it('holds nothing any more once another session has raised the epoch', async () => {
    const fence = await holding();
    await byHand.query('UPDATE "zenpulse_lease" SET "epoch" = "epoch" + 1');
    expect(await session.renew(fence, null)).toBeNull();
  });
});
