import {
  cancelRequestStoreContract,
  executionStoreContract,
  runnerDirectoryContract,
  runRequestStoreContract,
  scheduleListContract,
  scheduleStoreContract,
  signalContract,
  statsStoreContract,
} from '@zenpulse/core/testing/contracts';
import { describeOnPostgres } from '../testing/postgres-subject.ts';
import { until } from '../testing/until.ts';

describeOnPostgres('PostgreSQL', (database) => {
  const openSchedules = async () => {
    const { backend, clock, close } = await database.subject();
    return { store: backend.schedules, runRequests: backend.runRequests, clock, close };
  };

  scheduleStoreContract('PostgreSQL', openSchedules);
  scheduleListContract('PostgreSQL', openSchedules);
  executionStoreContract('PostgreSQL', async () => {
    const { backend, close } = await database.subject();
    return { store: backend.executions, close };
  });
  runRequestStoreContract('PostgreSQL', async () => {
    const { backend, close } = await database.subject();
    return { store: backend.runRequests, close };
  });
  cancelRequestStoreContract('PostgreSQL', async () => {
    const { backend, close } = await database.subject();
    return { store: backend.cancelRequests, schedules: backend.schedules, close };
  });
  statsStoreContract('PostgreSQL', async () => {
    const { backend, byHand, close } = await database.subject();
    const totals = async (id: string) => {
      const { rows } = await byHand.query<{
        runs: number;
        failures: number;
        missed: number;
        skipped: number;
      }>(
        'SELECT "runs", "failures", "missed", "skipped" FROM "zenpulse_schedule_stats" WHERE "schedule_id" = $1',
        [id],
      );
      return rows[0] ?? { runs: 0, failures: 0, missed: 0, skipped: 0 };
    };
    return { store: backend.stats, totals, close };
  });
  runnerDirectoryContract('PostgreSQL', async () => {
    const { backend, clock, close } = await database.subject();
    return { directory: backend.runners, clock, close };
  });
  signalContract('PostgreSQL', async () => {
    const [one, other] = [database.connect(), database.connect()];
    const close = async () => {
      await one.close();
      await other.close();
    };
    return { signal: one.signal, other: other.signal, mustAlwaysAsk: true, until, close };
  });
});
