import type { ClientConfig } from 'pg';
import { SettingsError } from '../settings/settings-error.ts';
import { asOptions, type SessionSettings } from './postgres-session.ts';

/** A server that does not answer within this time is reported. */
const CONNECT_TIMEOUT_MS = 10_000;

const EXPECTED = 'expected an address such as "postgresql://user:password@host:5432/database"';

/** The location of the tables: a database and a schema. */
export interface PostgresAddress {
  readonly connectionString: string;
  /** `?schema=`, as Prisma writes it; null if the address has none: see `schemaOf`. */
  readonly schema: string | null;
  /** `?options=`: session settings, which some hosts need; '' if there are none. */
  readonly options: string;
  /** The name for messages, without user and password. */
  readonly label: string;
}

/** Parses a `postgresql://` URL. Throws a SettingsError that never contains the URL, since it may hold a password. */
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

/** The configuration of every connection, and the settings of its session. `keepAlive` detects an unreachable peer. */
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
