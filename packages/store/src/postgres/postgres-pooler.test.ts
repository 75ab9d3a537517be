import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@zenpulse/core/ports';
import { afterEach, describe, expect, it } from 'vitest';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import { until } from '../testing/until.ts';
import { openPostgres } from './open-postgres.ts';
import { postgresAddress } from './postgres-address.ts';
import { refuseSharedSessions } from './refuse-shared-sessions.ts';

const hasPgBouncer = spawnSync('pgbouncer', ['--version']).status === 0;

interface Pooler {
  readonly url: string;
  close(): Promise<void>;
}

/** A PgBouncer in front of the database. `ignored`: parameters that it accepts and drops. */
async function startPgBouncer(url: string, mode: string, ignored: string): Promise<Pooler> {
  const { hostname, port, pathname, username } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-pooler-'));
  chmodSync(folder, 0o777);
  const listening = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
* = host=${hostname} port=${port === '' ? '5432' : port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listening}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = 5
ignore_startup_parameters = extra_float_digits${ignored === '' ? '' : `,${ignored}`}
`.replace('* = host', `${pathname.slice(1)} = user=${username} host`),
  );
  // It refuses to run as root.
  const asNobody =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const [command, ...args] = [...asNobody, 'pgbouncer', file];
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => said.includes('process up'));
  return {
    url: `postgresql://${username}@127.0.0.1:${listening}${pathname}`,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describeOnPostgres('a session', (database) => {
  it('of the server itself is nobody else’s', async () => {
    await expect(refuseSharedSessions(postgresAddress(database.url))).resolves.toBeUndefined();
  });

  it('has its settings from the connection, with those of the address', async () => {
    const client = openPostgres(postgresAddress(`${database.url}?options=-c%20work_mem%3D5MB`), silentLogger);
    const rows = await client.$queryRaw<Record<string, string>[]>`
      SELECT current_setting('TimeZone') AS "zone", current_setting('work_mem') AS "memory",
             current_setting('statement_timeout') AS "timeout"`;
    expect(rows).toEqual([{ zone: 'UTC', memory: '5MB', timeout: '15s' }]);
    await client.$disconnect();
  });

  describe.skipIf(!hasPgBouncer)(
    hasPgBouncer ? 'by way of a pooler' : 'by way of a pooler (skipped: no pgbouncer)',
    () => {
      let pooler: Pooler | null = null;
      afterEach(async () => {
        await pooler?.close();
        pooler = null;
      });

      it.each([[''], ['options']])('that shares sessions is refused (ignoring "%s")', async (ignored) => {
        pooler = await startPgBouncer(database.url, 'transaction', ignored);
        const address = postgresAddress(pooler.url);
        await expect(refuseSharedSessions(address)).rejects.toMatchObject({ reason: 'pooled' });
        const backend = database.connect({ url: pooler.url });
        await expect(backend.schedules.readRevision()).rejects.toMatchObject({
          code: 'store_unavailable',
          reason: 'pooled',
          message: expect.stringContaining('session mode') as string,
        });
        await backend.close();
      });

      it('leaves nothing of ours in the sessions that others get', async () => {
        pooler = await startPgBouncer(database.url, 'transaction', 'options');
        const backend = database.connect({ url: pooler.url });
        await backend.schedules.readRevision().catch(() => undefined);
        await backend.close();
        const byHand = await database.byHand();
        const own = await byHand.query<{ zone: string }>(`SELECT current_setting('TimeZone') AS "zone"`);
        await byHand.end();
        const { Client } = await import('pg');
        const application = new Client({ connectionString: pooler.url });
        await application.connect();
        const { rows } = await application.query<{ zone: string; timeout: string }>(
          `SELECT current_setting('TimeZone') AS "zone", current_setting('statement_timeout') AS "timeout"`,
        );
        await application.end();
        expect(rows).toEqual([{ zone: own.rows[0]?.zone, timeout: '0' }]);
      });

      it.each([[''], ['options']])('in session mode is taken (ignoring "%s")', async (ignored) => {
        pooler = await startPgBouncer(database.url, 'session', ignored);
        const backend = database.connect({ url: pooler.url });
        expect(await backend.schedules.readRevision()).toMatchObject({ revision: 1 });
        await backend.checkSession?.();
        await backend.close();
      });
    },
  );
});
