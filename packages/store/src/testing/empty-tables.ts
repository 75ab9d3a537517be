import type { SqlByHand } from './server-database.ts';

/** As after `migrate`, but for what has grown. */
export async function emptyTables(byHand: SqlByHand): Promise<void> {
  for (const table of [
    'schedule_config',
    'job_execution_log',
    'run_request',
    'cancel_request',
    'schedule_stats',
    'stats_batch',
    'code_schedule',
    'runner',
    'lease',
    'revision',
  ]) {
    await byHand.query(`DELETE FROM "zenpulse_${table}"`);
  }
  await byHand.query('INSERT INTO "zenpulse_lease" ("id", "epoch") VALUES (1, 0)');
  await byHand.query('DELETE FROM "zenpulse_revision"'); // the deletions above began it anew
  await byHand.query('INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)');
}
