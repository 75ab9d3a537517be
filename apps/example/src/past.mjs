// Gives a new demo a day of history, so that its first page has something on it: the schedules of the jobs, and the executions
// that they would have had since yesterday, with a quarter of an hour at night in which the runner was down.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import Database from 'libsql';
import { connectStore, nextRuns } from 'zenpulse';
import { STORIES } from './stories.mjs';

const DAY_MS = 86_400_000;
/** What the runner writes by itself from here on. */
const UNTIL_MS = 60_000;

/** Does nothing to a database that has schedules, or is not SQLite. `zenpulse`: the path of the command. */
export async function makePast({ zenpulse, cwd, env }) {
  const database = env.ZENPULSE_DATABASE_URL ?? 'file:./zenpulse.db';
  const file = /^file:(.+)$/.exec(database)?.[1];
  if (file === undefined) return;
  const until = Date.now() - UNTIL_MS;
  const jobs = JSON.parse(
    execFileSync(process.execPath, [zenpulse, 'jobs', '--json'], { cwd, env, maxBuffer: 1e7 }),
  );
  const store = await connectStore({ database });
  try {
    if ((await store.list()).length > 0) return;
    for (const { declared } of jobs) if (declared !== null) await store.save(declared);
    write(file, await store.list(), until);
  } finally {
    await store.close();
  }
}

function write(file, schedules, until) {
  const database = new Database(file);
  const since = until - DAY_MS;
  const insert = database.prepare(
    `INSERT INTO zenpulse_job_execution_log (id, schedule_id, job_key, status, scheduled_at, occurrence_at, run_time, duration_ms,
       exception_type, exception_message, traceback, hostname, pid, attempt, origin, reason, output)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  database.exec('BEGIN IMMEDIATE');
  database.exec(
    `UPDATE zenpulse_schedule_config SET created_at = '${instant(since)}', anchor_at = '${instant(since).replace(/\.\d+/, '.000')}'`,
  );
  for (const schedule of schedules) {
    const story = STORIES[schedule.jobKey];
    if (story === undefined || !schedule.enabled) continue;
    const counters = newCounters();
    for (const [at, attempts] of pastOf(schedule, story, since, until)) {
      attempts.forEach((attempt, index) => {
        const execution = row(schedule, at, attempt, index + 1);
        count(counters, execution, attempt);
        if (isKept(schedule.logPolicy, attempt.status)) insert.run(...execution);
      });
    }
    if (counters.last !== null) writeCounters(database, schedule.id, counters);
  }
  database.exec('COMMIT');
  database.close();
}

function newCounters() {
  return {
    runs: 0,
    failures: 0,
    missed: 0,
    skipped: 0,
    last: null,
    lastSuccessAt: null,
    lastStartedAt: null,
    lastFailedAt: null,
    failingSince: null,
    lastMissedAt: null,
  };
}

/** Counts as the runner does, under every log policy. */
function count(counters, execution, { status }) {
  const runAt = execution[6];
  counters.last = execution;
  if (status === 'missed') {
    counters.missed += 1;
    counters.lastMissedAt = runAt;
    return;
  }
  if (status === 'skipped') {
    counters.skipped += 1;
    return;
  }
  counters.runs += 1;
  counters.lastStartedAt = runAt;
  if (status === 'success') {
    counters.lastSuccessAt = runAt;
    counters.failingSince = null;
    return;
  }
  counters.failures += 1;
  counters.lastFailedAt = runAt;
  counters.failingSince ??= runAt;
}

function writeCounters(database, scheduleId, counters) {
  const [id, , , status, scheduledAt, , runTime, durationMs] = counters.last;
  database
    .prepare(
      `INSERT INTO zenpulse_schedule_stats (schedule_id, runs, failures, missed, skipped, last_run_id, last_status, last_scheduled_at,
         last_run_time, last_duration_ms, last_success_at, last_started_at, last_failed_at, failing_since, last_missed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      scheduleId,
      counters.runs,
      counters.failures,
      counters.missed,
      counters.skipped,
      id,
      status,
      scheduledAt,
      runTime,
      durationMs,
      counters.lastSuccessAt,
      counters.lastStartedAt,
      counters.lastFailedAt,
      counters.failingSince,
      counters.lastMissedAt,
    );
}

/** Each occurrence with its attempts. */
function* pastOf(schedule, story, since, until) {
  const anchorAt = new Date(Math.floor(since / 1000) * 1000);
  let from = new Date(since);
  for (let n = 0; ; n += 1) {
    const [at] = nextRuns({ ...schedule, anchorAt }, { from, count: 1 });
    if (at === undefined || at.getTime() > until) return;
    yield [at, story(at, n)];
    from = at;
  }
}

function isKept(policy, status) {
  return policy === 'all' || (policy === 'failures' && status !== 'success' && status !== 'skipped');
}

function row(schedule, at, attempt, number) {
  const { status, durationMs = null, error, output = null, reason = null, startedAfterMs = 4 } = attempt;
  const id = createHash('sha256')
    .update(`${schedule.id} ${at.getTime()} ${number}`)
    .digest('hex')
    .slice(0, 32);
  return [
    id,
    schedule.id,
    schedule.jobKey,
    status,
    instant(at.getTime()),
    instant(at.getTime()),
    instant(at.getTime() + startedAfterMs),
    durationMs,
    error?.name ?? null,
    error?.message ?? null,
    error === undefined ? null : `${error.name}: ${error.message}\n    at ${error.frame}`,
    hostname(),
    4711,
    number,
    number === 1 ? 'schedule' : 'retry',
    reason,
    output,
  ];
}

function instant(ms) {
  return new Date(ms).toISOString().replace('Z', '+00:00');
}
