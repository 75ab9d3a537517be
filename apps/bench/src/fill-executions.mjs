// Fills each table with one statement: 500 schedules, and 90 days of their executions, of which one schedule has a third
// and one last ran 80 days ago; nine of ten succeed, failures carry a message and a stack.
import { open } from './open-database.mjs';

const SCHEDULES = 500;
const TABLE = 'zenpulse_job_execution_log';
const COLUMNS =
  'id, schedule_id, job_key, status, scheduled_at, occurrence_at, run_time, duration_ms, exception_type, exception_message, traceback, hostname, pid';

export async function fill(url, count) {
  const database = await open(url);
  const isEmpty = async (table) =>
    (await database.read(`SELECT 1 AS one FROM ${table} LIMIT 1`)).length === 0;
  if (await isEmpty('zenpulse_schedule_config')) await database.write(insertSchedules(database));
  if (await isEmpty(TABLE)) {
    const startedAt = performance.now();
    await database.write(insertExecutions(database, count));
    await database.analyze(TABLE);
    console.log(
      `${count} executions were written in ${Math.round((performance.now() - startedAt) / 1000)} s`,
    );
  }
  await database.close();
}

function insertSchedules({ numbers, text, concat }) {
  return `INSERT INTO zenpulse_schedule_config (id, job_key, trigger_type, interval_value, interval_unit)
    SELECT ${concat("'schedule-'", text('n'))}, ${concat("'job-'", text('n'))}, 'interval', 1 + n % 50, 'minutes' FROM ${numbers(SCHEDULES)}`;
}

/** Row 0 is the oldest. */
function insertExecutions({ numbers, text, concat, repeat, at }, count) {
  const schedule = `CASE WHEN n < ${count / 9} AND n % 5 = 0 THEN 'old' WHEN n % 3 = 0 THEN '0' ELSE ${text(`n % ${SCHEDULES}`)} END`;
  const isFailed = 'n % 10 = 7';
  const ago = `(${count} - n) * (90 * 86400000.0 / ${count})`;
  return `INSERT INTO ${TABLE} (${COLUMNS})
    SELECT ${concat("'run-'", text('100000000 + n'))}, ${concat("'schedule-'", schedule)}, ${concat("'job-'", schedule)},
    CASE WHEN ${isFailed} THEN CASE WHEN n % 1000 = 7 THEN 'timeout' ELSE 'fail' END WHEN n % 99991 = 5 THEN 'interrupted' ELSE 'success' END,
    ${at(ago)}, ${at(ago)}, ${at(ago)}, n % 900, CASE WHEN ${isFailed} THEN 'Error' END,
    CASE WHEN ${isFailed} THEN ${concat("'connection refused by 10.0.0.'", text('n % 200'), repeat("' and again'", 15))} END,
    CASE WHEN ${isFailed} THEN ${repeat("'    at work (jobs.js:1:1) '", 60)} END, 'host', 1
    FROM ${numbers(count)}`;
}
