import { PrismaPg } from '@prisma/adapter-pg';
import type { Logger } from '@zenpulse/core/ports';
import type { PoolConfig } from 'pg';
import { cleanText } from '../server/clean-text.ts';
import { createDatabaseClient, type DatabaseClient } from '../server/raw-client.ts';
import { tracedAdapter } from '../traced-adapter.ts';
import { connectionConfig, sessionSetup, type PostgresAddress } from './postgres-address.ts';

const MAX_CONNECTIONS = 5;

/** How long a store waits before it says that the database is away. */
export interface PostgresTimeouts {
  /** For a connection: from the server, or from the pool when all are busy. */
  readonly connectMs: number;
  /** The server ends a statement after this … */
  readonly statementMs: number;
  /** … and this side stops waiting a little later: the server, or the way to it, is gone. */
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

/** The pool as Prisma's clients take it. Connections that nobody uses do not keep the process alive. */
export function postgresAdapter(
  address: PostgresAddress,
  logger: Logger,
  { connectMs, statementMs, answerMs }: PostgresTimeouts = TIMEOUTS,
): PrismaPg {
  const setup = sessionSetup(address, statementMs);
  const config: PoolConfig = {
    ...connectionConfig(address),
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    max: MAX_CONNECTIONS,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
    verify: (client, done) => {
      client.query(setup).then(() => done(), done);
    },
  };
  const factory = new CleanPg(config, {
    schema: address.schema,
    onPoolError: (error) => logger.debug({ err: error }, 'An idle connection to the database ended'),
  });
  return tracedAdapter(factory, logger);
}

/** No text that anyone searches for or sends may fail a statement because PostgreSQL has no NUL. */
class CleanPg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const { queryRaw, executeRaw } = adapter;
    adapter.queryRaw = (query) => queryRaw.call(adapter, { ...query, args: query.args.map(cleaned) });
    adapter.executeRaw = (query) => executeRaw.call(adapter, { ...query, args: query.args.map(cleaned) });
    return adapter;
  }
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  return Array.isArray(value) ? value.map(cleaned) : value;
}
