import { leaseContract } from '@zenpulse/core/testing/contracts';
import { serverLeases } from '../testing/server-leases.ts';
import { describeOnServers } from '../testing/servers.ts';

const GENEROUS_MS = 60_000;

describeOnServers('the contract', (database) => {
  leaseContract(
    database.product,
    async () => {
      const leases = await serverLeases(database);
      const runnerIds = new Map<object, string>();
      return {
        isFenced: false,
        contender: (runnerId) => {
          const lease = leases.contender(runnerId);
          runnerIds.set(lease, runnerId);
          return lease;
        },
        kill: async (lease) => {
          leases.freeze(lease);
          await leases.terminate(runnerIds.get(lease) ?? '');
        },
        freeze: async (lease) => leases.freeze(lease),
        thaw: async (lease) => leases.thaw(lease),
        now: () => leases.clock.now(),
        pass: (ms) => leases.pass(ms),
        until: (holds) => leases.until(holds),
        peek: () => leases.peek(),
        close: () => leases.close(),
      };
    },
    GENEROUS_MS,
  );
});
