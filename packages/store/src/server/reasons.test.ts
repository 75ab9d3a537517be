import { describe, expect, it } from 'vitest';
import { mysqlReason } from '../mysql/mysql-errors.ts';
import { postgresReason } from '../postgres/postgres-errors.ts';
import { sqliteReason } from '../sqlite/sqlite-reason.ts';

describe('why PostgreSQL does not serve', () => {
  it.each([
    ['28P01', 'password authentication failed for user "app"', 'wrong-password'],
    ['28000', 'role "nobody" does not exist', 'no-such-user'],
    ['28000', 'role "app" is not permitted to log in', 'no-access'],
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1", user "app", database "app", no encryption', 'tls'],
    [
      '28000',
      'no pg_hba.conf entry for host "10.0.0.1", user "app", database "app", SSL encryption',
      'no-access',
    ],
    ['3D000', 'database "shop" does not exist', 'no-such-database'],
    ['42501', 'permission denied for table zenpulse_lease', 'missing-rights'],
    ['42P01', 'relation "zenpulse_revision" does not exist', 'missing-tables'],
    ['25006', 'cannot execute UPDATE in a read-only transaction', 'read-only'],
    ['53100', 'could not extend file "base/5/1": No space left on device', 'disk-full'],
    ['53300', 'sorry, too many clients already', 'too-many-clients'],
    ['53300', 'too many connections for role "app"', 'too-many-clients'],
    ['53200', 'out of memory', 'out-of-resources'],
    ['57014', 'canceling statement due to statement timeout', 'timeout'],
    ['55P03', 'canceling statement due to lock timeout', 'busy'],
    ['40P01', 'deadlock detected', 'busy'],
    ['57P01', 'terminating connection due to administrator command', 'restarting'],
    ['57P03', 'the database system is starting up', 'restarting'],
    ['58030', 'could not read block 0 in file "base/5/1": Input/output error', 'io-error'],
    ['XX001', 'invalid page in block 0 of relation base/5/1', 'corrupt'],
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1', 'unreachable'],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere.invalid', 'unreachable'],
    ['ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:5432', 'timeout'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', 'tls'],
    ['', 'The server does not support SSL connections', 'tls'],
    ['', 'Connection terminated unexpectedly', 'unreachable'],
    ['', 'timeout exceeded when trying to connect', 'timeout'],
    ['23505', 'duplicate key value violates unique constraint "certificate"', null],
    ['22P02', 'invalid input syntax for type json: too many connections', null],
    ['42601', 'syntax error', null],
  ])('%s, %s: %s', (code, message, reason) =>
    expect(postgresReason({ kind: '', code, message })).toBe(reason),
  );
});

describe('why MySQL does not serve', () => {
  it.each([
    [1045, "Access denied for user 'app'@'localhost' (using password: YES)", 'wrong-password'],
    [1049, "Unknown database 'shop'", 'no-such-database'],
    [1044, "Access denied for user 'app'@'%' to database 'shop'", 'missing-rights'],
    [1130, "Host '10.0.0.1' is not allowed to connect to this MariaDB server", 'no-access'],
    [1142, "INSERT command denied to user 'app'@'%' for table 'zenpulse_lease'", 'missing-rights'],
    [1146, "Table 'shop.zenpulse_revision' doesn't exist", 'missing-tables'],
    [
      1290,
      'The server is running with the --read-only option so it cannot execute this statement',
      'read-only',
    ],
    [1021, 'Disk full (/tmp/x); waiting for someone to free some space... (errno: 28)', 'disk-full'],
    [1030, 'Got error 28 "No space left on device" from storage engine InnoDB', 'disk-full'],
    [1030, 'Got error 5 "Input/output error" from storage engine InnoDB', 'io-error'],
    [1040, 'Too many connections', 'too-many-clients'],
    [1226, "User 'app' has exceeded the 'max_user_connections' resource", 'too-many-clients'],
    [1205, 'Lock wait timeout exceeded; try restarting transaction', 'busy'],
    [1053, 'Server shutdown in progress', 'restarting'],
    [3159, 'Connections using insecure transport are prohibited', 'tls'],
    [45_022, 'self-signed certificate', 'tls'],
    [1062, "Duplicate entry 'certificate' for key 'zenpulse_schedule_config_job'", null],
    [1406, "Data too long for column 'error 28'", null],
  ])('%i, %s: %s', (number, message, reason) =>
    expect(mysqlReason({ number, state: 'HY000', code: '', message })).toBe(reason),
  );

  it('tells of a connection that is not there by the code of the system', () => {
    const without = { number: Number.NaN, state: '', message: '' };
    expect(mysqlReason({ ...without, code: 'ECONNREFUSED' })).toBe('unreachable');
    expect(mysqlReason({ ...without, code: 'ETIMEDOUT' })).toBe('timeout');
    expect(mysqlReason({ ...without, code: 'ERR_SSL_WRONG_VERSION_NUMBER' })).toBe('tls');
    expect(mysqlReason({ ...without, code: '', state: '08S01' })).toBe('unreachable');
  });
});

describe('why SQLite does not serve', () => {
  it.each([
    [5, 'database is locked', 'busy'],
    [517, 'database is locked', 'busy'],
    [8, 'attempt to write a readonly database', 'read-only'],
    [776, 'attempt to write a readonly database', 'read-only'],
    [10, 'disk I/O error', 'io-error'],
    [11, 'database disk image is malformed', 'corrupt'],
    [13, 'database or disk is full', 'disk-full'],
    [14, 'unable to open database file', 'cannot-open'],
    [26, 'file is not a database', 'not-a-database'],
    [1, 'no such table: zenpulse_revision', 'missing-tables'],
    [1, 'near "SELEC": syntax error', null],
    [2067, 'UNIQUE constraint failed: zenpulse_schedule_config.job_key', null],
    [Number.NaN, 'something else', null],
  ])('%d, %s: %s', (code, message, reason) => expect(sqliteReason({ code, message })).toBe(reason));
});
