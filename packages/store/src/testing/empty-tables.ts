import type { SqlByHand } from './server-database.ts';

/** The state after `migrate`, except for sequences. */
export async function emptyTables(byHand: SqlByHand): Promise<void> {
  for (const table of [
    'schedule_config',
    'change',
    'job_execution_log',
    'run_request',
    'cancel_request',
    'token',
    'run_key',
    'schedule_stats',
    'stats_batch',
    'schedule_recent',
    'figure',
    'error_group',
    'code_schedule',
    'runner',
    'run_output',
    'lease',
    'revision',
  ]) {
    await byHand.query(`DELETE FROM "zenpulse_${table}"`);
  }
  await byHand.query('INSERT INTO "zenpulse_lease" ("id", "epoch") VALUES (1, 0)');
  await byHand.query('DELETE FROM "zenpulse_revision"'); // the deletions above have raised it
  for (const table of ['revision_log', 'schedule_deletion'])
    await byHand.query(`DELETE FROM "zenpulse_${table}"`);
  await byHand.query('INSERT INTO "zenpulse_revision" ("id", "revision") VALUES (1, 1)');
  await byHand.query('DELETE FROM "zenpulse_revision_log"'); // on MySQL the deletion above was logged
  await byHand.query(
    'INSERT INTO "zenpulse_revision_log" ("revision", "token") SELECT "revision", "token" FROM "zenpulse_revision"',
  );
}
