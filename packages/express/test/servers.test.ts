import { join } from 'node:path';
import type { Receipt } from '@zenpulse/contract';
import { silentLogger } from '@zenpulse/core/ports';
import { connect, migrate, resolveSettings, systemClock } from '@zenpulse/store';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterEach, expect, it } from 'vitest';
import { createdSchedule, intervalBody, runnerSnapshot } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

describeOnServers('the admin', (database) => {
  let admin: RunningAdmin;
  afterEach(() => admin.close());

  const start = (name: string) => startAdmin({ options: { database: database.place(name).url } });
  const makeTables = async (name: string) => {
    const settings = await resolveSettings({ database: database.place(name).url }, {}, admin.folder);
    await migrate(settings, systemClock, silentLogger);
  };

  it('says 503 and the command that makes the tables, in the log at the start too, and works once it was run', async () => {
    admin = await start('admin_1');
    const before = await admin.get('/api/schedules');
    expect([before.status, errorOf(before).code]).toEqual([503, 'schema_mismatch']);
    expect(errorOf(before).message).toBe(
      `${database.place('admin_1').label}: it has no tables of ZenPulse yet; make them with "npx zenpulse migrate"`,
    );
    expect(admin.logged[0]).toContain('"npx zenpulse migrate"');
    await makeTables('admin_1');
    const after = await admin.get('/api/schedules');
    expect([after.status, after.json()]).toEqual([200, { items: [], nextCursor: null, total: 0 }]);
  });

  it('keeps and shows schedules', async () => {
    admin = await start('admin_2');
    await makeTables('admin_2');
    const schedule = { jobKey: 'a', triggerType: 'interval', intervalValue: 1, intervalUnit: 'hours' };
    expect((await admin.post('/api/schedules', schedule)).status).toBe(201);
    expect((await admin.post('/api/schedules', schedule)).status).toBe(409);
    const { items } = (await admin.get('/api/schedules')).json() as { items: { nextRunAt: string }[] };
    expect(items).toMatchObject([{ jobKey: 'a', nextRunAt: expect.stringMatching(/Z$/) as string }]);
    expect((await admin.get('/api/schedules?is=never-ran')).json()).toMatchObject({ total: 1 });
    const none = { failing: 0, missed: 0, running: 0, paused: 0, disabled: 0, unregistered: 0, damaged: 0 };
    expect((await admin.get('/api/schedules/counts')).json()).toEqual({ ...none, total: 1, neverRan: 1 });
    expect(((await admin.get('/api/info')).json() as { database: string }).database).toBe(
      database.place('admin_2').label,
    );
    expect(admin.printed.join()).not.toContain('://');
  });

  it('says how long a save takes at most to reach the runner: on MySQL from another machine, as often as that looks', async () => {
    admin = await start('admin_3');
    await makeTables('admin_3');
    const { id } = await createdSchedule(admin, intervalBody('a'));
    const noticedWithinMs = async () =>
      ((await admin.get(`/api/schedules/${id}/receipt`)).json() as Receipt).noticedWithinMs;
    expect(await noticedWithinMs()).toBeNull();
    /** A runner that has its state folder there. */
    const runner = async (runnerId: string, stateDir: string, isLocking: boolean) => {
      const overrides = { database: database.place('admin_3').url, stateDir };
      const settings = await resolveSettings(overrides, {}, admin.folder);
      const backend = await connect(settings, systemClock, silentLogger);
      const journal = await backend.journals.open(runnerId);
      journal.append(['{}']);
      const report = await backend.runners.open(runnerId);
      const write = (state: 'active' | 'stopped') =>
        report.write(runnerSnapshot({ runnerId, state, isLocking, syncEverySeconds: 30 }));
      await write('active');
      return async () => {
        await write('stopped');
        await journal.close(false);
        await backend.close();
      };
    };
    const elsewhere = join(admin.folder, 'elsewhere');
    const seen: unknown[] = [];
    for (const [stateDir, isLocking] of [
      [admin.stateDir, false],
      [elsewhere, false],
      [elsewhere, true],
    ] as const) {
      const stop = await runner(`runner-${seen.length}`, stateDir, isLocking);
      seen.push(await noticedWithinMs());
      await stop();
    }
    expect(seen).toEqual(database.kind === 'mysql' ? [1_000, 30_000, 5_000] : [1_000, 1_000, 1_000]);
  });

  it('says 503 while the server is away', async () => {
    admin = await startAdmin({
      options: { database: `${new URL(database.url).protocol}//app:s3cret@127.0.0.1:1/nothing` },
    });
    const answer = await admin.get('/api/schedules');
    expect([answer.status, errorOf(answer).code]).toEqual([503, 'store_unavailable']);
    expect([answer.text, ...admin.logged, ...admin.printed].join()).not.toContain('s3cret');
  });
});
