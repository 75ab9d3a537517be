import type { End, Start, Truth } from '../truth.ts';
import type { ExecutionRow, ScheduleRow } from '../world/database.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { isAmbiguous, iso, told } from './occurrences.ts';

/**
 * A kill may fall between a job's end and its record: the run is then `interrupted` although it was done. The kill must
 * have come within this time, in which the process was not suspended.
 */
const UNSEEN_END_MS = 500;
/** Rows have the database's time as the runner last knew it, kills have this machine's. */
const CLOCKS_APART_MS = 100;

export interface RunCounts {
  readonly starts: number;
  readonly twice: number;
  /** Runs recorded as interrupted that had finished: the process was killed in between. */
  readonly unseenEnds: number;
  /**
   * Runs recorded as interrupted that the job never recorded: the process was killed between the record of the start
   * and the start.
   */
  readonly unseenStarts: number;
  /** Runs that began, and are recorded as missed with the reason `ambiguous`. */
  readonly ambiguousStarts: number;
}

/** Each start must have exactly one row, and each row must agree with the job's own lines. */
export function checkRuns(evidence: Evidence): {
  readonly findings: readonly Finding[];
  readonly counts: RunCounts;
} {
  const { truth, executions, schedules } = evidence;
  const findings: Finding[] = [];
  const counts = {
    starts: truth.starts.length,
    twice: 0,
    unseenEnds: 0,
    unseenStarts: 0,
    ambiguousStarts: 0,
  };
  const keyOf = new Map(schedules.map(({ id, jobKey }) => [id, jobKey]));
  const rows = new Map(
    executions.map((row) => [occurrenceOf({ ...row, jobKey: keyOf.get(row.scheduleId) ?? '' }), row]),
  );

  for (const [occurrence, starts] of grouped(truth.starts)) {
    const [start] = starts;
    if (start === undefined) continue;
    const add = (kind: Finding['kind'], text: string) =>
      findings.push({
        kind,
        jobKey: start.jobKey,
        scheduledAt: start.scheduledAt,
        text: `${text}; ${starts.map(toldStart(truth)).join(' and ')}`,
      });
    if (starts.length > 1) {
      counts.twice += 1;
      add('twice', `attempt ${start.attempt} began ${starts.length} times`);
    }
    const row = rows.get(occurrence);
    if (row === undefined) add('lost row', 'no row');
    else for (const one of starts) judge(one, row);
    function judge(one: Start, of: ExecutionRow): void {
      const agreement = agreementOf(one, truth.ends.get(one.runId), of, evidence);
      if (agreement === 'contradicts') add('wrong outcome', `the row ${told(of)}`);
      else if (agreement !== 'agrees') counts[agreement] += 1;
    }
  }

  const begun = new Set(truth.starts.map(occurrenceOf));
  for (const [occurrence, row] of rows) {
    if (begun.has(occurrence)) continue;
    if (row.status === 'interrupted' && wasKilled(row.pid, row.runTime, Infinity, evidence))
      counts.unseenStarts += 1;
    else if (['success', 'fail', 'timeout', 'interrupted'].includes(row.status)) {
      const text = `no job began, and yet there is the row ${told(row)}`;
      findings.push({ kind: 'wrong outcome', jobKey: row.jobKey, scheduledAt: row.scheduledAt, text });
    }
  }
  findings.push(...lostRetries(evidence, schedules));
  return { findings, counts };
}

type Agreement = 'agrees' | 'contradicts' | 'unseenEnds' | 'ambiguousStarts';

function agreementOf(start: Start, end: End | undefined, row: ExecutionRow, evidence: Evidence): Agreement {
  if (end === undefined) {
    if (row.status === 'interrupted')
      return wasKilled(start.pid, start.at, Infinity, evidence) ? 'agrees' : 'contradicts';
    return isAmbiguous(row) ? 'ambiguousStarts' : 'contradicts';
  }
  if (row.status === (end.isFailed ? 'fail' : 'success')) return 'agrees';
  const isGuess = row.status === 'interrupted' || isAmbiguous(row);
  return isGuess && wasKilled(start.pid, end.at, UNSEEN_END_MS, evidence) ? 'unseenEnds' : 'contradicts';
}

/** True if that process was killed after `at`, within `withinMs` of its own time. */
function wasKilled(pid: number, at: number, withinMs: number, { kills, halts }: Evidence): boolean {
  const haltedMsUntil = (killedAt: number) =>
    halts
      .filter((halt) => halt.pid === pid)
      .map(({ from, until }) => Math.max(0, Math.min(until, killedAt) - Math.max(from, at)))
      .reduce((sum, ms) => sum + ms, 0);
  return kills.some(
    (kill) =>
      kill.pid === pid &&
      kill.at >= at - CLOCKS_APART_MS &&
      kill.at - at - haltedMsUntil(kill.at) <= withinMs,
  );
}

function lostRetries({ executions, until }: Evidence, schedules: readonly ScheduleRow[]): Finding[] {
  const retries = new Map(schedules.map(({ id, maxRetries }) => [id, maxRetries]));
  const known = new Set(executions.map((row) => attemptOf(row, row.attempt)));
  return executions
    .filter(({ status, origin }) => status === 'fail' && origin !== 'manual')
    .filter(({ scheduleId, attempt }) => attempt <= (retries.get(scheduleId) ?? 0))
    .filter(({ scheduledAt }) => scheduledAt < until - 10_000)
    .filter((row) => !known.has(attemptOf(row, row.attempt + 1)))
    .map((row) => ({
      kind: 'lost retry',
      jobKey: row.jobKey,
      scheduledAt: row.scheduledAt,
      text: told(row),
    }));
}

function attemptOf({ scheduleId, scheduledAt }: ExecutionRow, attempt: number): string {
  return `${scheduleId} ${scheduledAt} ${attempt}`;
}

function occurrenceOf({
  jobKey,
  scheduledAt,
  attempt,
}: Pick<Start, 'jobKey' | 'scheduledAt' | 'attempt'>): string {
  return `${jobKey} ${scheduledAt} ${attempt}`;
}

function grouped(starts: readonly Start[]): Map<string, Start[]> {
  const groups = new Map<string, Start[]>();
  for (const start of starts) {
    const occurrence = occurrenceOf(start);
    const group = groups.get(occurrence);
    if (group === undefined) groups.set(occurrence, [start]);
    else group.push(start);
  }
  return groups;
}

const toldStart =
  (truth: Truth) =>
  (start: Start): string => {
    const end = truth.ends.get(start.runId);
    const ended = end === undefined ? 'no end' : `${end.isFailed ? 'failed' : 'done'} at ${iso(end.at)}`;
    return `${start.runId} began at ${iso(start.at)} in ${start.pid}, ${ended}`;
  };
