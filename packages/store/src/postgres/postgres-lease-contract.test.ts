import { leaseContract } from '@zenpulse/core/testing/contracts';
import { postgresLeases } from '../testing/postgres-leases.ts';
import { describeOnPostgres } from '../testing/postgres-subject.ts';

const GENEROUS_MS = 60_000;

describeOnPostgres('PostgreSQL', (database) => {
  leaseContract(
    'PostgreSQL',
    async () => {
      const leases = await postgresLeases(database);
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
