import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  resolveSettings,
  type Environment,
  type SettingOverrides,
  type Settings,
} from './resolve-settings.ts';
import { SettingsError } from './settings-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'zenpulse-settings-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);
const resolve = (overrides: SettingOverrides = {}, env: Environment = {}, cwd = folder) =>
  resolveSettings(overrides, env, cwd);

const fileOf = ({ database }: Settings) => (database.kind === 'sqlite' ? database.file : database.kind);

const FLAGS = {
  database: 'file:./flag.db',
  stateDir: 'flag-state',
  timezone: 'Asia/Dhaka',
  jobs: ['flag-jobs.ts'],
  retentionDays: 1,
};
const ENV = {
  ZENPULSE_DATABASE_URL: 'file:./env.db',
  ZENPULSE_STATE_DIR: 'env-state',
  ZENPULSE_TIMEZONE: 'Europe/Berlin',
  ZENPULSE_JOBS: 'env-jobs.ts, more.ts',
  ZENPULSE_RETENTION_DAYS: '2',
};
const CONFIG = {
  database: 'file:./config.db',
  stateDir: 'config-state',
  timezone: 'America/New_York',
  jobs: ['config-jobs.ts'],
  retentionDays: 3,
};

describe('what goes before what', () => {
  it('is nothing said: the defaults', async () => {
    expect(await resolve()).toEqual({
      database: { kind: 'sqlite', file: join(folder, 'zenpulse.db'), label: `SQLite ${folder}/zenpulse.db` },
      stateDir: join(folder, '.zenpulse'),
      timezone: 'UTC',
      timezoneSource: 'the default',
      jobs: null,
      retentionDays: 90,
      isPaused: false,
      baseDir: folder,
      notes: [],
    });
  });

  it('is the config file before the defaults', async () => {
    await write('zenpulse.config.json', JSON.stringify(CONFIG));
    expect(await resolve()).toMatchObject({
      database: { file: join(folder, 'config.db') },
      stateDir: join(folder, 'config-state'),
      timezone: 'America/New_York',
      timezoneSource: join(folder, 'zenpulse.config.json'),
      jobs: [join(folder, 'config-jobs.ts')],
      retentionDays: 3,
    });
  });

  it('is the environment before the config file', async () => {
    await write('zenpulse.config.json', JSON.stringify(CONFIG));
    expect(await resolve({}, ENV)).toMatchObject({
      database: { file: join(folder, 'env.db') },
      stateDir: join(folder, 'env-state'),
      timezone: 'Europe/Berlin',
      timezoneSource: 'ZENPULSE_TIMEZONE',
      jobs: [join(folder, 'env-jobs.ts'), join(folder, 'more.ts')],
      retentionDays: 2,
    });
  });

  it('is a flag before everything', async () => {
    await write('zenpulse.config.json', JSON.stringify(CONFIG));
    expect(await resolve(FLAGS, ENV)).toMatchObject({
      database: { file: join(folder, 'flag.db') },
      stateDir: join(folder, 'flag-state'),
      timezone: 'Asia/Dhaka',
      timezoneSource: 'the command line or code',
      jobs: [join(folder, 'flag-jobs.ts')],
      retentionDays: 1,
    });
  });

  it('is judged setting by setting', async () => {
    await write('zenpulse.config.json', JSON.stringify(CONFIG));
    const env = { ZENPULSE_TIMEZONE: 'Europe/Berlin' };
    expect(await resolve({ retentionDays: 0 }, env)).toMatchObject({
      database: { file: join(folder, 'config.db') },
      timezone: 'Europe/Berlin',
      retentionDays: 0,
    });
  });

  it('takes an empty variable for one that is not set', async () => {
    const env = Object.fromEntries(Object.keys(ENV).map((name) => [name, '']));
    expect(await resolve({}, env)).toEqual(await resolve());
  });
});

describe('relative paths', () => {
  const child = async (...names: string[]) => {
    await mkdir(join(folder, ...names), { recursive: true });
    return join(folder, ...names);
  };

  it('start at the config file, wherever below it a command is run', async () => {
    await write('zenpulse.config.json', JSON.stringify(CONFIG));
    const cwd = await child('packages', 'api', 'src');
    await writeFile(join(folder, 'packages', 'api', 'package.json'), '{}');
    expect(await resolve({}, {}, cwd)).toMatchObject({
      baseDir: folder,
      database: { file: join(folder, 'config.db') },
      stateDir: join(folder, 'config-state'),
    });
  });

  it('start at the nearest package.json when there is no config file', async () => {
    await write('package.json', '{}');
    expect(fileOf(await resolve({}, {}, await child('src', 'deep')))).toBe(join(folder, 'zenpulse.db'));
  });

  it('take the nearest of two config files', async () => {
    await write('zenpulse.config.json', '{"retentionDays":1}');
    const inner = await child('inner');
    await writeFile(join(inner, 'zenpulse.config.json'), '{"retentionDays":2}');
    expect(await resolve({}, {}, await child('inner', 'src'))).toMatchObject({
      baseDir: inner,
      retentionDays: 2,
    });
  });

  it('that a flag gives to job modules start where the command is run', async () => {
    await write('package.json', '{}');
    const cwd = await child('src');
    const { jobs } = await resolve({ jobs: ['a.ts', '/abs/b.ts'] }, {}, cwd);
    expect(jobs).toEqual([join(cwd, 'a.ts'), '/abs/b.ts']);
  });

  it('are left alone when they are absolute', async () => {
    const settings = await resolve({ database: 'file:/data/z.db', stateDir: '/data/state' });
    expect([fileOf(settings), settings.stateDir]).toEqual(['/data/z.db', '/data/state']);
    expect(fileOf(await resolve({ database: 'file:///data/a%20b.db' }))).toBe('/data/a b.db');
  });

  it('put the state beside the SQLite file when nothing says where', async () => {
    expect((await resolve({ database: 'file:./data/z.db' })).stateDir).toBe(
      join(folder, 'data', '.zenpulse'),
    );
  });
});

describe('a bad value', () => {
  it.each<[SettingOverrides, Environment, RegExp]>([
    [
      { timezone: 'Mars/Olympus' },
      {},
      /^timezone \(from the command line or code\): expected an IANA time zone .*, got "Mars\/Olympus"$/,
    ],
    [
      {},
      { ZENPULSE_TIMEZONE: '+01:00' },
      /^timezone \(from ZENPULSE_TIMEZONE\): expected an IANA time zone .*, got "\+01:00"$/,
    ],
    [{ retentionDays: -1 }, {}, /^retentionDays: expected whole days from 0 .*, got -1$/],
    [{ retentionDays: 1.5 }, {}, /^retentionDays: expected whole days from 0 .*, got 1\.5$/],
    [{ retentionDays: 36_501 }, {}, /^retentionDays: expected whole days .* to 36500, got 36501$/],
    [{ retentionDays: Number.NaN }, {}, /^retentionDays: expected whole days from 0 .*, got NaN$/],
    [
      {},
      { ZENPULSE_RETENTION_DAYS: 'never' },
      /^retentionDays \(from ZENPULSE_RETENTION_DAYS\): expected whole days from 0 .*, got never$/,
    ],
    [{}, { ZENPULSE_RETENTION_DAYS: '1e3' }, /: expected whole days from 0 .*, got 1e3$/],
    [
      {},
      { ZENPULSE_DATABASE_URL: 'oracle://x' },
      /^database \(from ZENPULSE_DATABASE_URL\): expected a SQLite file .*, got oracle$/,
    ],
    [
      { databse: 'file:./z.db' } as SettingOverrides,
      {},
      /^databse: unknown option; there are database, stateDir, timezone, jobs, retentionDays, paused, redact$/,
    ],
    [{ stateDir: 5 } as unknown as SettingOverrides, {}, /^stateDir: expected a folder, got 5$/],
    [{ database: 'oracle://x' }, {}, /^database: expected a SQLite file .*, got oracle$/],
    [{ database: 'zenpulse.db' }, {}, /^database: expected a SQLite file .*, got no scheme$/],
    [{ database: 'file:' }, {}, /^database: expected a file .*, got "file:"$/],
    [{ database: 'file::memory:' }, {}, /^database: expected a file .*, got "file::memory:"$/],
    [
      { database: 'file:./z.db?mode=ro' },
      {},
      /^database: expected a file .*, got "file:\.\/z\.db\?mode=ro"$/,
    ],
  ])('is refused in one line that names it: %j %j', async (overrides, env, message) => {
    const error: unknown = await resolve(overrides, env).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SettingsError);
    expect((error as SettingsError).message).toMatch(message);
    expect((error as SettingsError).message).not.toContain('\n');
  });

  it.each([
    [
      '{"retentionDays":-1}',
      /^retentionDays \(from .*zenpulse\.config\.json\): expected whole days .*, got -1$/,
    ],
    ['{"database":"oracle://x"}', /^database \(from .*zenpulse\.config\.json\): expected .*, got oracle$/],
  ])('in a config file is refused with its name: %s', async (text, message) => {
    await write('zenpulse.config.json', text);
    await expect(resolve()).rejects.toThrow(message);
  });

  it('names the config file that a bad zone comes from', async () => {
    await write('zenpulse.config.json', '{"timezone":"Mars/Olympus"}');
    await expect(resolve()).rejects.toThrow(`timezone (from ${folder}/zenpulse.config.json): expected`);
  });
});

describe('a PostgreSQL database', () => {
  const url = 'postgresql://app:s3cret@db.internal:6432/app';

  it('is shown without its password, and keeps its state beside the config file', async () => {
    const { database, stateDir } = await resolve({ database: url });
    expect(database).toEqual({ kind: 'postgres', url, label: 'PostgreSQL db.internal:6432/app' });
    expect(stateDir).toBe(join(folder, '.zenpulse'));
    expect((await resolve({ database: url, stateDir: 'own' })).stateDir).toBe(join(folder, 'own'));
    await write('zenpulse.config.json', JSON.stringify({ database: url }));
    await mkdir(join(folder, 'src'));
    expect((await resolve({}, {}, join(folder, 'src'))).stateDir).toBe(join(folder, '.zenpulse'));
  });

  it.each([
    ['postgres://db/app', 'PostgreSQL db/app'],
    ['POSTGRES://user:s3cret@db/app', 'PostgreSQL db/app'],
    ['postgresql://db/app?schema=jobs', 'PostgreSQL db/app (schema "jobs")'],
    ['postgresql:///app?host=/var/run/postgresql&password=s3cret', 'PostgreSQL /var/run/postgresql/app'],
    ['postgresql://user@%2Fvar%2Frun/my%20app', 'PostgreSQL /var/run/my app'],
    ['postgresql://[::1]:5432/app', 'PostgreSQL [::1]:5432/app'],
  ])('%s is called %s', async (database, label) => {
    expect((await resolve({ database })).database.label).toBe(label);
  });
});

describe('a MySQL database', () => {
  it.each([
    ['mysql://app:s3cret@db.internal:3307/app', 'MySQL db.internal:3307/app'],
    ['MYSQL://user:s3cret@db/app', 'MySQL db/app'],
    ['mariadb://user:s3cret@db/my%20app?ssl=true', 'MariaDB db/my app'],
    ['mysql://[::1]:3306/app?allowPublicKeyRetrieval=true', 'MySQL [::1]:3306/app'],
    ['mysql://user@localhost/app?socketPath=/run/mysqld/mysqld.sock', 'MySQL localhost/app'],
  ])('%s is called %s, without a password', async (url, label) => {
    expect((await resolve({ database: url })).database).toEqual({ kind: 'mysql', url, label });
  });

  it.each([
    [
      'mysql://app@db',
      'database: expected an address such as "mysql://user:password@host:3306/database", got one without a database',
    ],
    ['mysql://app@db/app?ssl=maybe', 'database: expected ssl to be true or false, got "maybe"'],
    [
      'mysql://app@db/app?connection_limit=5',
      'database: expected no options of the address but ssl, sslca, socketPath, allowPublicKeyRetrieval, got connection_limit',
    ],
  ])('%s is refused: %s', async (database, message) => {
    await expect(resolve({ database })).rejects.toThrow(new SettingsError(message));
  });
});

describe('DATABASE_URL', () => {
  const env = { DATABASE_URL: 'postgresql://app:s3cret@db/app' };

  it('is never taken, but suggested in a line without its password', async () => {
    const settings = await resolve({}, env);
    const { notes } = settings;
    expect(fileOf(settings)).toBe(join(folder, 'zenpulse.db'));
    expect(notes).toEqual([expect.stringMatching(/^DATABASE_URL is set .*ZENPULSE_DATABASE_URL/)]);
    expect(notes.join()).not.toContain('s3cret');
  });

  it('is not spoken of when the database is said', async () => {
    expect((await resolve({ database: 'file:./a.db' }, env)).notes).toEqual([]);
    expect((await resolve({}, { ...env, ZENPULSE_DATABASE_URL: 'file:./a.db' })).notes).toEqual([]);
    await write('zenpulse.config.json', '{"database":"file:./a.db"}');
    expect((await resolve({}, env)).notes).toEqual([]);
  });

  it('is not spoken of when it is empty', async () => {
    expect((await resolve({}, { DATABASE_URL: '' })).notes).toEqual([]);
  });
});

describe('a password', () => {
  it.each([
    'oracle://user:s3cret@host/db',
    'MYSQL://user:s3cret@host',
    'mysql://user:s3cret@host/db?ssl=maybe',
    'mysql://user:s3cret@host/db?password=s3cret',
    'mariadb://user:s3cret@ho st/db',
    'postgres://user:s3cret@host',
    'postgresql://user:s3cret@:5432/db',
    'postgres://user:s3cret@ho st/db',
    'user:s3cret@host',
    's3cret',
    'file://user:s3cret@host/db',
  ])('is never shown: %s', async (database) => {
    const error: unknown = await resolve({ database }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SettingsError);
    expect(String(error)).not.toContain('s3cret');
  });
});
