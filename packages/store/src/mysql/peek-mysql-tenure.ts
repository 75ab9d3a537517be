import type { Tenure } from '@zenpulse/core/ports';
import { tenureOf } from '../server/lease-row.ts';
import { guarded } from './mysql-errors.ts';
import type { DatabaseTime } from './mysql-instant.ts';
import { leaseRow, type StoredLeaseRow } from './mysql-lease-session.ts';
import { peek } from './mysql-lease-sql.ts';
import type { RawClient } from '../server/raw-client.ts';

/** The tenure that a runner would get if it took the lease now; null while a session has the lock. */
export function peekMysqlTenure(client: RawClient, now: DatabaseTime): Promise<Tenure | null> {
  return guarded(async () => {
    const [row] = await client.$queryRaw<(StoredLeaseRow & { isLocked: unknown })[]>(peek(now()));
    if (row === undefined || Number(row.isLocked) === 1) return null;
    return tenureOf({ ...leaseRow(row), epoch: row.epoch + 1 }, null);
  });
}
