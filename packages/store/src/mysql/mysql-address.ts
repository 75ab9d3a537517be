import { readFileSync } from 'node:fs';
import type { ConnectionConfig } from 'mariadb';
import { SettingsError } from '../settings/settings-error.ts';

const EXPECTED = 'expected an address such as "mysql://user:password@host:3306/database"';
const DEFAULT_PORT = 3306;

/** The location of the tables. */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** A Unix socket instead of host and port; null if there is none. */
  readonly socketPath: string | null;
  readonly tls: MysqlTls | null;
  /** True if the server may be asked for a key to encrypt the password, where there is no TLS. */
  readonly mayAskForKey: boolean;
  /** The name for messages, without user and password. */
  readonly label: string;
}

interface MysqlTls {
  /** A file with the CA certificate of the server; null for those that Node trusts. */
  readonly caFile: string | null;
}

/** The options that may follow the database's name. */
const OPTIONS = {
  ssl: 'true or false',
  sslca: 'a file with a certificate',
  socketPath: 'a socket of this machine',
  allowPublicKeyRetrieval: 'true or false',
} as const;

/**
 * Parses a `mysql://` or `mariadb://` URL. Throws a SettingsError that never contains the URL, since it may hold a
 * password.
 */
export function mysqlAddress(url: string): MysqlAddress {
  if (!URL.canParse(url)) throw new SettingsError(`database: ${EXPECTED}, got one that cannot be read`);
  const { protocol, hostname, host, port, username, password, pathname, searchParams } = new URL(url);
  const database = decoded(pathname.slice(1));
  if (hostname === '' || database === '') {
    throw new SettingsError(
      `database: ${EXPECTED}, got one without ${hostname === '' ? 'a host' : 'a database'}`,
    );
  }
  const { ssl, sslca, socketPath, allowPublicKeyRetrieval } = options(searchParams);
  return {
    host: decoded(hostname.replace(/^\[(.*)\]$/, '$1')),
    port: port === '' ? DEFAULT_PORT : Number(port),
    user: decoded(username),
    password: decoded(password),
    database,
    socketPath: socketPath ?? null,
    tls: sslca !== undefined || isTrue('ssl', ssl) ? { caFile: sslca ?? null } : null,
    mayAskForKey: isTrue('allowPublicKeyRetrieval', allowPublicKeyRetrieval),
    label: `${protocol === 'mariadb:' ? 'MariaDB' : 'MySQL'} ${decoded(host)}/${database}`,
  };
}

/** The configuration of every connection. */
export function connectionConfig(address: MysqlAddress): ConnectionConfig {
  const { host, port, user, password, database, tls, mayAskForKey } = address;
  return {
    host,
    port,
    user,
    password,
    ...(database === '' ? {} : { database }),
    charset: 'utf8mb4',
    keepAliveDelay: 10_000,
    allowPublicKeyRetrieval: mayAskForKey,
    ...(tls === null ? {} : { ssl: tls.caFile === null ? true : { ca: certificate(tls.caFile) } }),
  };
}

function certificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError(`database: expected sslca to name a file that can be read, got "${file}"`, {
      cause: error,
    });
  }
}

function options(searchParams: URLSearchParams): Partial<Record<keyof typeof OPTIONS, string>> {
  for (const name of searchParams.keys()) {
    if (!Object.hasOwn(OPTIONS, name)) {
      throw new SettingsError(
        `database: expected no options of the address but ${Object.keys(OPTIONS).join(', ')}, got ${name}`,
      );
    }
  }
  return Object.fromEntries(searchParams);
}

function isTrue(name: keyof typeof OPTIONS, value: string | undefined): boolean {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw new SettingsError(`database: expected ${name} to be ${OPTIONS[name]}, got "${value}"`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
