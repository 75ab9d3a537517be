import { StoreError, type StoreErrorReason } from '@zenpulse/core/ports';

/** The problem and its remedy. */
const SENTENCES: Readonly<Record<StoreErrorReason, string>> = {
  'wrong-password': 'the database refuses this user and password: correct them in the database URL',
  'no-such-user': 'the database has no such user: correct the user in the database URL, or create it',
  'no-such-database': 'the server has no such database: correct its name in the database URL, or create it',
  'no-access':
    'the database server does not let this user in from this host: allow it in pg_hba.conf (PostgreSQL) or in the account (MySQL)',
  'missing-rights': 'the database user lacks a right: grant what docs/databases.md lists',
  'missing-tables': 'tables of ZenPulse are missing: restore them, or make them with "npx zenpulse migrate"',
  'read-only': 'the database is read-only: name the primary in the database URL, or make it writable',
  'disk-full': 'the disk of the database is full: free some space on it',
  'too-many-clients':
    'the database takes no more connections: close some, or raise max_connections or the limit of the user',
  'out-of-resources': 'the database server is out of memory or of another resource: its log says which',
  unreachable:
    'the database does not answer: check that the server runs, and host and port of the database URL',
  restarting: 'the database server is starting or stopping: it is tried again',
  tls: 'the database and this process do not agree on TLS: correct sslmode and sslrootcert (PostgreSQL) or ssl and sslca (MySQL) in the database URL',
  timeout: 'the database did not answer in time: look for long statements, for locks, and at the network',
  busy: 'another transaction keeps rows or tables of ZenPulse locked: end it, or wait for its end',
  'io-error': 'the database cannot read or write its files: look at its disk and at its log',
  corrupt: 'the database is damaged: restore a backup',
  'not-a-database': 'the file is not a SQLite database: name another one in the database URL',
  'cannot-open':
    'the database file cannot be opened: give this user the right to read and write it and its folder',
  pooled:
    'the connection goes through a pooler that shares sessions, where no lock can be kept: name the server itself in the database URL, or use the pooler in session mode',
};

/** The error of a store whose database is not usable. `detail`: the message of the server, driver or system. */
export function storeProblem(
  reason: StoreErrorReason,
  detail: string,
  cause: unknown,
  sentence: string = SENTENCES[reason],
): StoreError {
  const message = detail === '' ? sentence : `${sentence} (${detail})`;
  return new StoreError('store_unavailable', message, { cause, reason });
}

/** The same error with the name of its database, which matters where there are several. */
export function namedProblem(error: unknown, label: string): unknown {
  if (!(error instanceof StoreError) || error.code !== 'store_unavailable') return error;
  const { code, message, cause, reason } = error;
  return new StoreError(code, `${label}: ${message}`, { cause, ...(reason === undefined ? {} : { reason }) });
}
