import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openProxy, type Proxy } from '../../../../packages/store/src/testing/proxy.ts';
import type { Database, ExecutionRow, ScheduleRow } from './database.ts';

/** Whose sessions are ended: the runners' every one, the one that holds or awaits the lock, or all others. */
type Sessions = 'all' | 'lease' | 'others';

export interface PostgresDatabase extends Database {
  readonly kind: 'postgres';
  /** Resolves to the number of sessions that were ended. */
  terminate(sessions: Sessions): Promise<number>;
  /** The way of that runner to the server. */
  proxyOf(runner: string): Proxy;
}

/** `server`: somebody there may create databases. */
export async function createPostgres(server: string, runners: readonly string[]): Promise<PostgresDatabase> {
  const name = `zenpulse_faults_${randomUUID().replaceAll('-', '')}`;
  const own = new URL(server);
  own.pathname = `/${name}`;
  const onServer = (sql: string, values: readonly unknown[] = []) => once(server, sql, values);
  await onServer(`CREATE DATABASE ${name}`);
  const proxies = new Map<string, Proxy>();
  for (const runner of runners) proxies.set(runner, await openProxy(own));
  const proxyOf = (runner: string): Proxy => {
    const proxy = proxies.get(runner);
    if (proxy === undefined) throw new Error(`expected one of ${runners.join(', ')}, got ${runner}`);
    return proxy;
  };
  const terminate = async (sessions: Sessions) =>
    (await onServer(`${TERMINATE} AND ${WHICH[sessions]}`, [name])).length;
  return {
    kind: 'postgres',
    urlFor: (runner) => (proxies.has(runner) ? proxyOf(runner).urlOf(own.href) : own.href),
    schedules: () => once<ScheduleRow>(own.href, SCHEDULES),
    executions: () => once<ExecutionRow>(own.href, EXECUTIONS),
    terminate,
    proxyOf,
    heal: async () => {
      for (const proxy of proxies.values()) await proxy.accept();
    },
    close: async (isKept) => {
      for (const proxy of proxies.values()) await proxy.close();
      if (!isKept) await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

const TERMINATE = `SELECT pg_terminate_backend("pid") FROM pg_stat_activity WHERE "datname" = $1`;

const WHICH: Readonly<Record<Sessions, string>> = {
  all: `true`,
  lease: `"application_name" LIKE 'zenpulse lease %'`,
  others: `"application_name" NOT LIKE 'zenpulse lease %'`,
};

const epochMs = (column: string) => `(extract(epoch from "${column}") * 1000)::float8`;

const SCHEDULES = `SELECT "id", "job_key" AS "jobKey", "interval_value" * 1000 AS "intervalMs",
  ${epochMs('anchor_at')} AS "anchorAt", ${epochMs('effective_from')} AS "effectiveFrom",
  "max_retries" AS "maxRetries" FROM "zenpulse_schedule_config"`;

const EXECUTIONS = `SELECT "id", "schedule_id" AS "scheduleId", "job_key" AS "jobKey", "status", "reason",
  ${epochMs('scheduled_at')} AS "scheduledAt", ${epochMs('run_time')} AS "runTime", "attempt", "origin",
  "coalesced_count" AS "coalescedCount", "pid" FROM "zenpulse_job_execution_log"`;

async function once<Row extends object>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
