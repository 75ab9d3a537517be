import type { ClientConfig } from 'pg';
import { SettingsError } from '../settings/settings-error.ts';

/** A server that does not answer is told as such after so long. */
const CONNECT_TIMEOUT_MS = 10_000;

const EXPECTED = 'expected an address such as "postgresql://user:password@host:5432/database"';

/** Where the tables are: a database, and the schema in it (`?schema=`, as Prisma writes it; "public" unless told). */
export interface PostgresAddress {
  readonly connectionString: string;
  readonly schema: string;
  /** As it may be shown: without user and password. */
  readonly label: string;
}

/** Reads a `postgresql://` URL. Throws a SettingsError, which never shows the URL: it may hold a password. */
export function postgresAddress(url: string): PostgresAddress {
  if (!URL.canParse(url)) throw new SettingsError(`database: ${EXPECTED}, got one that cannot be read`);
  const parsed = new URL(url);
  const { searchParams, pathname } = parsed;
  const schema = searchParams.get('schema') ?? 'public';
  searchParams.delete('schema');
  const server = searchParams.get('host') ?? parsed.host;
  const database = decoded(pathname.slice(1));
  if (server === '' || database === '') {
    throw new SettingsError(
      `database: ${EXPECTED}, got one without ${server === '' ? 'a host' : 'a database'}`,
    );
  }
  const inSchema = schema === 'public' ? '' : ` (schema "${schema}")`;
  return {
    connectionString: parsed.href,
    schema,
    label: `PostgreSQL ${decoded(server)}/${database}${inSchema}`,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What every connection to the server is opened with. `keepAlive` finds a peer that went without a word. */
export function connectionConfig({ connectionString }: PostgresAddress): ClientConfig {
  return {
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    fallback_application_name: 'zenpulse',
  };
}

/**
 * Sent first on every connection. Prisma writes instants without their offset and drops it when it reads: both are
 * right in UTC alone. What a deferred trigger waits for at the commit, `statement_timeout` does not bound.
 */
export function sessionSetup({ schema }: PostgresAddress, statementTimeoutMs: number): string {
  const quoted = `"${schema.replaceAll('"', '""')}"`;
  return `SET TimeZone = 'UTC'; SET search_path = ${quoted}; SET statement_timeout = ${statementTimeoutMs}; SET lock_timeout = ${statementTimeoutMs}`;
}
