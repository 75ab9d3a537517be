import { silentLogger } from '@zenpulse/core/ports';
import { sampleExecution, sampleFields, sampleSnapshot } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { describeOnPostgres } from '../testing/postgres-subject.ts';
import { until } from '../testing/until.ts';
import { createPostgresLease } from './postgres-lease.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { postgresAddress } from './postgres-address.ts';
import { createServerClock } from '../server/server-clock.ts';

describeOnPostgres('a role of PostgreSQL', (database) => {
  it('needs no more than docs/databases.md says', async () => {
    const own = `${database.url}?schema=own`;
    await migratePostgres(postgresAddress(own));
    const byHand = await database.byHand();
    const role = `zenpulse_test_${Date.now()}`;
    await byHand.query(`
      CREATE ROLE ${role} LOGIN;
      GRANT USAGE ON SCHEMA own TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA own TO ${role}`);
    const url = new URL(own);
    url.username = role;
    const backend = database.connect(url.href);
    const lease = createPostgresLease({
      address: postgresAddress(url.href),
      runnerId: 'a',
      clock: createServerClock(systemClock, silentLogger),
      logger: silentLogger,
    });
    try {
      const { id, version } = await backend.schedules.create(sampleFields());
      await backend.schedules.change(id, version, () => ({ enabled: false }));
      await backend.schedules.createFromCode(sampleFields({ jobKey: 'code' }));
      await backend.executions.append([sampleExecution()]);
      await backend.executions.deleteWhere({});
      await backend.runRequests.add({ id: 'r', scheduleId: id, requestedAt: 0 });
      await backend.runRequests.claim('a');
      await (await backend.runners.open('a')).write(sampleSnapshot());
      expect(await backend.stats.lastRuns([id])).toEqual(new Map());
      let isAcquired = false;
      lease.start({
        onAcquired: () => (isAcquired = true),
        onLost: () => undefined,
        onWaiting: () => undefined,
        processedUntil: async () => null,
      });
      await until(() => isAcquired);
      expect(await backend.peekTenure('locking')).toBeNull();
      await backend.schedules.remove(id);
    } finally {
      await lease.stop();
      await backend.close();
      await byHand.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await byHand.end();
    }
  });
});
