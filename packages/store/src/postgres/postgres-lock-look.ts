import { Client } from 'pg';
import type { LockLook } from '../server/lock-waits.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';
import { MIGRATION_LOCK_KEY } from './postgres-migration-script.ts';

interface Blocker {
  readonly pid: number;
  readonly application: string | null;
  readonly state: string | null;
  /** True if the lock it holds is that of the migrations. */
  readonly isMigrating: boolean;
}

/** The sessions that block another one; of other accounts' sessions PostgreSQL shows only the process id. */
const BLOCKERS = `
  SELECT b.pid AS "pid", nullif(b.application_name, '') AS "application", b.state AS "state",
         EXISTS (SELECT 1 FROM pg_locks AS l
                  WHERE l.pid = b.pid AND l.locktype = 'advisory' AND l.granted
                    AND l.classid = ${MIGRATION_LOCK_KEY[0]} AND l.objid = ${MIGRATION_LOCK_KEY[1]}) AS "isMigrating"
    FROM pg_stat_activity AS b WHERE b.pid = ANY (pg_blocking_pids($1)) ORDER BY b.pid`;

/** Watches the session `pid`, whose statements give up waiting for a lock after `limitSeconds`. */
export async function openPostgresLockLook(
  address: PostgresAddress,
  pid: number,
  limitSeconds: number,
): Promise<LockLook> {
  const client = new Client(connectionConfig(address, { statement_timeout: '5000' }));
  client.on('error', () => undefined); // the next look reports the error
  await client.connect();
  return {
    look: async () => {
      const { rows } = await client.query<Blocker>(BLOCKERS, [pid]);
      return rows.length === 0 ? null : waitFor(rows, limitSeconds);
    },
    close: () => client.end(),
  };
}

function waitFor(blockers: readonly Blocker[], limitSeconds: number): string {
  const who = blockers.map(nameOf).join(', ');
  const what = blockers.some(({ isMigrating }) => isMigrating)
    ? `another migration of this database (${who}) to end`
    : `a lock that ${who} has: ends when its transaction does`;
  return `waiting for ${what}; for ${limitSeconds} s at most`;
}

function nameOf({ pid, application, state }: Blocker): string {
  const facts = [application, state].filter((fact) => fact !== null).join(', ');
  return `session ${pid}${facts === '' ? '' : ` (${facts})`}`;
}
