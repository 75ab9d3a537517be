import { BY_TEST, sampleExecution, sampleFields, sampleSnapshot } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { describeOnServers } from '../testing/servers.ts';
import { until } from '../testing/until.ts';

describeOnServers('an account', (database) => {
  it('needs no more than docs/databases.md says', async () => {
    const place = database.place('own');
    await database.migrate(place.url);
    const account = await database.createAccount(place);
    const backend = database.connect({ url: account.url });
    const lease = backend.createLease('a', 'locking');
    try {
      const { id, version } = await backend.schedules.create(sampleFields(), BY_TEST);
      await backend.schedules.change(id, version, () => ({ enabled: false }), BY_TEST);
      await backend.schedules.createFromCode(sampleFields({ jobKey: 'code' }));
      await backend.executions.append([sampleExecution()]);
      await backend.executions.deleteWhere({});
      await backend.runRequests.add({ id: 'r', scheduleId: id, requestedAt: 0 });
      await backend.runRequests.claim('a');
      await backend.cancelRequests.add({ runId: 'r', requestedAt: 0 });
      await backend.cancelRequests.forget(['r']);
      await (await backend.runners.open('a')).write(sampleSnapshot());
      await backend.runners.remove('a');
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
      await backend.schedules.remove(id, BY_TEST);
    } finally {
      await lease.stop();
      await backend.close();
      await account.drop();
    }
  });
});
