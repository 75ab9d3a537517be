import {
  cancelRequestStoreContract,
  changeRecordStoreContract,
  executionStoreContract,
  figuresStoreContract,
  outputStoreContract,
  runRequestStoreContract,
  scheduleListContract,
  scheduleStoreContract,
  statsStoreContract,
  calendarStoreContract,
  tokenStoreContract,
} from '@zenpulse/core/testing/contracts';
import { sqliteSubject } from '../testing/sqlite-subject.ts';

const openSchedules = async () => {
  const { backend, clock, close } = await sqliteSubject();
  const { schedules: store, stats, runRequests } = backend;
  return { store, stats, runRequests, clock, close };
};

scheduleStoreContract('SQLite', openSchedules);
scheduleListContract('SQLite', openSchedules);
executionStoreContract('SQLite', async () => {
  const { backend, close } = await sqliteSubject();
  return { store: backend.executions, close };
});
runRequestStoreContract('SQLite', async () => {
  const { backend, close } = await sqliteSubject();
  return { store: backend.runRequests, close };
});
cancelRequestStoreContract('SQLite', async () => {
  const { backend, close } = await sqliteSubject();
  return { store: backend.cancelRequests, schedules: backend.schedules, close };
});
calendarStoreContract('SQLite', async () => {
  const { backend, close } = await sqliteSubject();
  return { calendar: backend.calendar, schedules: backend.schedules, close };
});

tokenStoreContract('SQLite', async () => {
  const { backend, close } = await sqliteSubject();
  return { store: backend.tokens, close };
});
statsStoreContract('SQLite', async () => {
  const { backend, byHand, close } = await sqliteSubject();
  const totals = async (id: string) => {
    const [row = []] = await byHand.read(
      `SELECT "runs", "failures", "missed", "skipped" FROM "zenpulse_schedule_stats" WHERE "schedule_id" = '${id}'`,
    );
    const [runs = 0, failures = 0, missed = 0, skipped = 0] = row.map(Number);
    return { runs, failures, missed, skipped };
  };
  return { store: backend.stats, totals, close };
});
figuresStoreContract('SQLite', async () => {
  const { backend, close } = await sqliteSubject();
  return { figures: backend.figures, stats: backend.stats, close };
});
outputStoreContract('SQLite', () => sqliteSubject());
changeRecordStoreContract('SQLite', async () => {
  const { backend, clock, close } = await sqliteSubject();
  return { schedules: backend.schedules, records: backend.changeRecords, clock, close };
});
