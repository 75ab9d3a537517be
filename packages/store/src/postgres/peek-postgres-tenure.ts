import type { Tenure } from '@zenpulse/core/ports';
import { jsonOrText } from '../sql/json-or-text.ts';
import { tenureOf, type LeaseRow } from '../server/lease-row.ts';
import { peek } from './postgres-lease-sql.ts';
import type { RawClient } from '../server/raw-client.ts';
import { guarded } from './postgres-errors.ts';
import type { DatabaseTime } from './postgres-instant.ts';

/** The tenure that a runner would get if it took the lease now; null while a session has the lock. */
export function peekPostgresTenure(client: RawClient, now: DatabaseTime): Promise<Tenure | null> {
  return guarded(async () => {
    const sql = peek(now());
    const [row] = await client.$queryRaw<(LeaseRow & { readonly isLocked: boolean })[]>(sql);
    if (row === undefined || row.isLocked) return null;
    return tenureOf({ ...row, holder: jsonOrText(row.holder), epoch: row.epoch + 1 }, null);
  });
}
