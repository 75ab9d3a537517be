import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQueryable } from '@prisma/driver-adapter-utils';
import type { Logger } from '@zenpulse/core/ports';
import { Pool, type ClientConfig, type PoolClient } from 'pg';
import { cleanText } from '../server/clean-text.ts';
import { createDatabaseClient, type DatabaseClient } from '../server/raw-client.ts';
import { tracedAdapter } from '../drivers/traced-adapter.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';
import { schemaOf } from './postgres-schema.ts';
import {
  asStatements,
  hasSettings,
  isRefusedParameter,
  sessionSettings,
  type SessionSettings,
} from './postgres-session.ts';
import { refuseSharedSessions } from './refuse-shared-sessions.ts';

const MAX_CONNECTIONS = 5;

/** How long a store waits before it reports the database as unavailable. */
export interface PostgresTimeouts {
  /** For a connection: from the server, or from the pool if all are busy. */
  readonly connectMs: number;
  /** The server cancels a statement after this … */
  readonly statementMs: number;
  /** … and this side stops waiting a little later, in case the server or the network is unreachable. */
  readonly answerMs: number;
}

const TIMEOUTS: PostgresTimeouts = { connectMs: 10_000, statementMs: 15_000, answerMs: 20_000 };

/** Opens a small pool; nothing is sent before the first statement. */
export function openPostgres(
  address: PostgresAddress,
  logger: Logger,
  timeouts?: PostgresTimeouts,
): DatabaseClient {
  return createDatabaseClient(postgresAdapter(address, logger, timeouts));
}

/** The pool as an adapter for Prisma's clients. Idle connections do not keep the process alive. */
export function postgresAdapter(
  address: PostgresAddress,
  logger: Logger,
  timeouts: PostgresTimeouts = TIMEOUTS,
): SqlDriverAdapterFactory {
  return tracedAdapter(
    {
      provider: 'postgres',
      adapterName: '@prisma/adapter-pg',
      connect: async () => {
        const schema = await schemaOf(address);
        const pool = await openPool(address, sessionSettings(schema, timeouts.statementMs), timeouts);
        const factory = new PrismaPg(pool, {
          schema,
          disposeExternalPool: true,
          onPoolError: (error) => logger.debug({ err: error }, 'An idle connection to the database ended'),
        });
        return cleaning(await factory.connect());
      },
    },
    logger,
  );
}

/**
 * A pooler may reject or drop connection parameters. If its sessions are not shared, the same settings are sent as
 * statements.
 */
async function openPool(
  address: PostgresAddress,
  settings: SessionSettings,
  timeouts: PostgresTimeouts,
): Promise<Pool> {
  const pool = poolWith(connectionConfig(address, settings), timeouts, async (client) => {
    if (!(await hasSettings(client, settings))) throw new DroppedSettings();
  });
  try {
    (await pool.connect()).release();
    return pool;
  } catch (error) {
    await pool.end();
    if (!(error instanceof DroppedSettings) && !isRefusedParameter(error)) throw error;
  }
  await refuseSharedSessions(address);
  return poolWith(connectionConfig(address), timeouts, async (client) => {
    await client.query(asStatements(settings));
  });
}

class DroppedSettings extends Error {}

/** `prepare` is sent first on each connection. */
function poolWith(
  config: ClientConfig,
  { connectMs, answerMs }: PostgresTimeouts,
  prepare: (client: PoolClient) => Promise<void>,
): Pool {
  return new Pool({
    ...config,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    max: MAX_CONNECTIONS,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
    verify: (client, done) => {
      prepare(client).then(() => done(), done);
    },
  });
}

/** Removes NUL from texts: PostgreSQL cannot store it, and a statement with it would fail. In transactions too. */
function cleaning(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const { startTransaction } = adapter;
  adapter.startTransaction = async (level) => cleaningStatements(await startTransaction.call(adapter, level));
  return cleaningStatements(adapter);
}

function cleaningStatements<Queries extends SqlQueryable>(adapter: Queries): Queries {
  const { queryRaw, executeRaw } = adapter;
  adapter.queryRaw = (query) => queryRaw.call(adapter, { ...query, args: query.args.map(cleaned) });
  adapter.executeRaw = (query) => executeRaw.call(adapter, { ...query, args: query.args.map(cleaned) });
  return adapter;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  return Array.isArray(value) ? value.map(cleaned) : value;
}
