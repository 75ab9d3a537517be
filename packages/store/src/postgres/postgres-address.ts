import type { ClientConfig } from 'pg';
import { SettingsError } from '../settings/settings-error.ts';
import { asOptions, type SessionSettings } from './postgres-session.ts';

/** A server that does not answer is told as such after so long. */
const CONNECT_TIMEOUT_MS = 10_000;

const EXPECTED = 'expected an address such as "postgresql://user:password@host:5432/database"';

/** Where the tables are: a database, and the schema in it. */
export interface PostgresAddress {
  readonly connectionString: string;
  /** `?schema=`, as Prisma writes it; null where the address does not say: see `schemaOf`. */
  readonly schema: string | null;
  /** `?options=`: settings of the sessions, which some hosts need; '' for none. */
  readonly options: string;
  /** As it may be shown: without user and password. */
  readonly label: string;
}

/** Reads a `postgresql://` URL. Throws a SettingsError, which never shows the URL: it may hold a password. */
export function postgresAddress(url: string): PostgresAddress {
  if (!URL.canParse(url)) throw new SettingsError(`database: ${EXPECTED}, got one that cannot be read`);
  const parsed = new URL(url);
  const { searchParams, pathname } = parsed;
  const schema = searchParams.get('schema');
  const options = searchParams.get('options') ?? '';
  searchParams.delete('schema');
  searchParams.delete('options');
  const server = searchParams.get('host') ?? parsed.host;
  const database = decoded(pathname.slice(1));
  if (server === '' || database === '') {
    throw new SettingsError(
      `database: ${EXPECTED}, got one without ${server === '' ? 'a host' : 'a database'}`,
    );
  }
  const inSchema = schema === null || schema === 'public' ? '' : ` (schema "${schema}")`;
  return {
    connectionString: parsed.href,
    schema,
    options,
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

/**
 * What every connection to the server is opened with, and what its session is to have. `keepAlive` finds a peer that went
 * without a word.
 */
export function connectionConfig(
  { connectionString, options }: PostgresAddress,
  settings: SessionSettings = {},
): ClientConfig {
  const all = [options, asOptions(settings)].filter((part) => part !== '').join(' ');
  return {
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    fallback_application_name: 'zenpulse',
    ...(all === '' ? {} : { options: all }),
  };
}
