// Fills each table with one statement: schedules (half of them crons), counters for nine of ten, rings of 60 runs, a week of
// hours for all schedules together, 500 groups of errors. One schedule in fifty fails.
import { open } from './open-database.mjs';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export async function fillFigures(url, count) {
  const database = await open(url);
  const found = await database.read('SELECT 1 AS one FROM zenpulse_schedule_config LIMIT 1');
  if (found.length === 0) {
    for (const statement of statements(database, count)) await database.write(statement);
    for (const table of ['zenpulse_schedule_config', 'zenpulse_schedule_stats'])
      await database.analyze(table);
  }
  await database.close();
}

function statements(database, count) {
  const { numbers, text, concat, at } = database;
  const id = concat("'schedule-'", text('n'));
  const ago = '(60000 + (n * 7919) % 86400000)';
  const failed = 'n % 50 = 3';
  const outcome = `CASE WHEN ${failed} THEN 'fail' ELSE 'success' END`;
  return [
    `INSERT INTO zenpulse_schedule_config (id, job_key, trigger_type, interval_value, interval_unit)
      SELECT ${id}, ${concat("'job-'", text('n'))}, 'interval', 60 + n % 3000, 'seconds' FROM ${numbers(count)} WHERE n % 2 = 0`,
    `INSERT INTO zenpulse_schedule_config (id, job_key, trigger_type, cron_minute, cron_hour, timezone)
      SELECT ${id}, ${concat("'job-'", text('n'))}, 'cron', ${text('n % 60')}, CASE WHEN n % 3 = 0 THEN '*' ELSE ${text('n % 24')} END,
             CASE WHEN n % 5 = 0 THEN 'Europe/Berlin' ELSE 'UTC' END
        FROM ${numbers(count)} WHERE n % 2 = 1`,
    `INSERT INTO zenpulse_schedule_stats (schedule_id, runs, failures, last_run_id, last_status, last_scheduled_at, last_run_time,
        last_duration_ms, last_started_at, last_success_at, last_failed_at, failing_since)
      SELECT ${id}, 60, 1, ${concat("'run-'", text('n'))}, ${outcome}, ${at(ago)}, ${at(ago)}, n % 900, ${at(ago)},
             ${at(`(${ago} + ${DAY_MS})`)}, CASE WHEN ${failed} THEN ${at(ago)} END, CASE WHEN ${failed} THEN ${at(ago)} END
        FROM ${numbers(count)} WHERE n % 10 <> 9`,
    `INSERT INTO zenpulse_schedule_recent (schedule_id, recent)
      SELECT ${id}, '${ring()}' FROM ${numbers(count)} WHERE n % 10 <> 9`,
    `INSERT INTO zenpulse_figure (kind, at, schedule_id, outcome, bin, count)
      SELECT 'all-hour', ${at(`(n * ${HOUR_MS} + ${Date.now() % HOUR_MS})`)}, '', 'success', 12, 1000 FROM ${numbers(168)}`,
    `INSERT INTO zenpulse_error_group (fingerprint, job_key, exception_type, message, count, first_at, last_at, last_schedule_id)
      SELECT ${concat("'f-'", text('n'))}, ${concat("'job-'", text('n'))}, 'TypeError', 'x is not a function', 48, ${at(DAY_MS)},
             ${at('n * 60000')}, ${id}
        FROM ${numbers(500)}`,
  ];
}

/** The text of 60 successes, one a minute: see `recentText` in packages/core. */
function ring() {
  const digits = (value, width) => value.toString(36).padStart(width, '0');
  const one = (minutes) =>
    `ss${digits(Date.now() - minutes * 60_000, 9)}${digits(100 + minutes, 7)}${digits(1, 3)}${digits(1, 3)}`;
  return Array.from({ length: 60 }, (_, n) => one(60 - n)).join('');
}
