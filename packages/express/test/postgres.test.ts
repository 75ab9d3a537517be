import { silentLogger } from '@zenpulse/core/ports';
import { migrate, resolveSettings, systemClock } from '@zenpulse/store';
import { describeOnPostgres } from '@zenpulse/store/testing/postgres-subject';
import { afterEach, expect, it } from 'vitest';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

describeOnPostgres('the admin on PostgreSQL', (database) => {
  let admin: RunningAdmin;
  afterEach(() => admin.close());

  const start = (schema: string) => startAdmin({ options: { database: `${database.url}?schema=${schema}` } });
  const makeTables = async (schema: string) => {
    const settings = await resolveSettings(
      { database: `${database.url}?schema=${schema}` },
      {},
      admin.folder,
    );
    await migrate(settings, systemClock, silentLogger);
  };

  it('says 503 and the command that makes the tables, in the log at the start too, and works once it was run', async () => {
    admin = await start('admin_1');
    const before = await admin.get('/api/schedules');
    expect([before.status, errorOf(before).code]).toEqual([503, 'schema_mismatch']);
    expect(errorOf(before).message).toMatch(/\(schema "admin_1"\): .*"npx zenpulse migrate"$/);
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
    expect(((await admin.get('/api/info')).json() as { database: string }).database).toMatch(/^PostgreSQL /);
    expect(admin.printed.join()).not.toContain('postgresql://');
  });

  it('says 503 while the server is away', async () => {
    admin = await startAdmin({ options: { database: 'postgresql://app:s3cret@127.0.0.1:1/nothing' } });
    const answer = await admin.get('/api/schedules');
    expect([answer.status, errorOf(answer).code]).toEqual([503, 'store_unavailable']);
    expect([answer.text, ...admin.logged, ...admin.printed].join()).not.toContain('s3cret');
  });
});
