import { signalContract } from '@zenpulse/core/testing/contracts';
import { describeOnPostgres } from '../testing/postgres-database.ts';
import { until } from '../testing/until.ts';

describeOnPostgres('PostgreSQL', (database) => {
  signalContract('PostgreSQL', async () => {
    const [one, other] = [database.connect(), database.connect()];
    const close = async () => {
      await one.close();
      await other.close();
    };
    return { signal: one.signal, other: other.signal, mustAlwaysAsk: true, until, close };
  });
});
