import { randomUUID } from 'node:crypto';
import { openProxy, type Proxy } from '../../../../packages/store/src/testing/proxy.ts';
import type { Database, ExecutionRow, ScheduleRow, ServerKind } from './database.ts';
import { mysqlServer } from './mysql-server.ts';
import { postgresServer } from './postgres-server.ts';

/** Which sessions are ended: all of the runners', those that hold or await the lock, or all others. */
export type Sessions = 'all' | 'lease' | 'others';

export interface ServerDatabase extends Database {
  readonly kind: ServerKind;
  /** Resolves to the number of ended sessions. */
  terminate(sessions: Sessions): Promise<number>;
  /** That runner's proxy to the server. */
  proxyOf(runner: string): Proxy;
}

/** The SQL of one server product. */
export interface Server {
  /** The environment variable with a URL whose account may create databases. */
  readonly variable: string;
  /** Runs one statement on its own connection and returns the rows. */
  once<Row extends object>(url: string, sql: string): Promise<Row[]>;
  readonly schedules: string;
  readonly executions: string;
  drop(database: string): string;
  /** `url`: another database's. Resolves to the number of sessions. */
  terminate(url: string, database: string, sessions: Sessions): Promise<number>;
}

const SERVERS: Readonly<Record<ServerKind, Server>> = { postgres: postgresServer, mysql: mysqlServer };

export async function createServerDatabase(
  kind: ServerKind,
  runners: readonly string[],
): Promise<ServerDatabase> {
  const { variable, once, schedules, executions, drop, terminate } = SERVERS[kind];
  const server = process.env[variable];
  if (server === undefined) throw new Error(`expected ${variable} to name a server, got nothing`);
  const name = `zp_faults_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const own = new URL(server);
  own.pathname = `/${name}`;
  await once(server, `CREATE DATABASE ${name}`);
  const proxies = new Map<string, Proxy>();
  for (const runner of runners) proxies.set(runner, await openProxy(own));
  const proxyOf = (runner: string): Proxy => {
    const proxy = proxies.get(runner);
    if (proxy === undefined) throw new Error(`expected one of ${runners.join(', ')}, got ${runner}`);
    return proxy;
  };
  return {
    kind,
    urlFor: (runner) => (proxies.has(runner) ? proxyOf(runner).urlOf(own.href) : own.href),
    schedules: () => once<ScheduleRow>(own.href, schedules),
    executions: () => once<ExecutionRow>(own.href, executions),
    terminate: (sessions) => terminate(server, name, sessions),
    proxyOf,
    heal: async () => {
      for (const proxy of proxies.values()) await proxy.accept();
    },
    close: async (isKept) => {
      for (const proxy of proxies.values()) await proxy.close();
      if (!isKept) await once(server, drop(name));
    },
  };
}
