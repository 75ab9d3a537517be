import {
  cancelRequestStoreContract,
  changeRecordStoreContract,
  executionStoreContract,
  figuresStoreContract,
  outputStoreContract,
  runnerDirectoryContract,
  runRequestStoreContract,
  scheduleListContract,
  scheduleStoreContract,
  statsStoreContract,
  calendarStoreContract,
  tokenStoreContract,
} from '@zenpulse/core/testing/contracts';
import { describeOnServers } from '../testing/servers.ts';

describeOnServers('the contracts', (database) => {
  const name = database.product;
  const openSchedules = async () => {
    const { backend, clock, close } = await database.subject();
    const { schedules: store, stats, runRequests } = backend;
    return { store, stats, runRequests, clock, close };
  };

  scheduleStoreContract(name, openSchedules);
  scheduleListContract(name, openSchedules);
  executionStoreContract(name, async () => {
    const { backend, close } = await database.subject();
    return { store: backend.executions, close };
  });
  runRequestStoreContract(name, async () => {
    const { backend, close } = await database.subject();
    return { store: backend.runRequests, close };
  });
  cancelRequestStoreContract(name, async () => {
    const { backend, close } = await database.subject();
    return { store: backend.cancelRequests, schedules: backend.schedules, close };
  });
  calendarStoreContract(name, async () => {
    const { backend, close } = await database.subject();
    return { calendar: backend.calendar, schedules: backend.schedules, close };
  });
  tokenStoreContract(name, async () => {
    const { backend, close } = await database.subject();
    return { store: backend.tokens, close };
  });
  statsStoreContract(name, async () => {
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
  figuresStoreContract(name, async () => {
    const { backend, close } = await database.subject();
    return { figures: backend.figures, stats: backend.stats, close };
  });
  outputStoreContract(name, () => database.subject());
  changeRecordStoreContract(name, async () => {
    const { backend, clock, close } = await database.subject();
    return { schedules: backend.schedules, records: backend.changeRecords, clock, close };
  });
  runnerDirectoryContract(name, async () => {
    const { backend, clock, close } = await database.subject();
    return { directory: backend.runners, clock, close };
  });
});
