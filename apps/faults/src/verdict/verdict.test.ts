import { describe, expect, it } from 'vitest';
import { parseTruth } from '../truth.ts';
import type { ExecutionRow, ScheduleRow } from '../world/database.ts';
import type { Evidence } from './evidence.ts';
import { checkOccurrences } from './occurrences.ts';
import { checkRuns } from './runs.ts';
import { takeovers } from './takeover.ts';

const BEGIN = Date.parse('2026-01-01T00:00:00.000Z');
const PID = 17;

const due = (second: number) => BEGIN + second * 1000;
const schedule: ScheduleRow = {
  id: 's',
  jobKey: 'job',
  intervalMs: 1000,
  anchorAt: BEGIN,
  effectiveFrom: BEGIN,
  maxRetries: 0,
};

const line = (
  what: string,
  second: number,
  { runId = `run-${second}`, attempt = 1, after = 10, how = '' } = {},
) => [what, 'job', iso(due(second)), attempt, runId, PID, iso(due(second) + after), how].join(' ').trim();

const iso = (at: number) => new Date(at).toISOString();

const began = (second: number, runId = `run-${second}`) => line('start', second, { runId });
const done = (second: number) => line('end', second, { after: 20, how: 'done' });

function row(second: number, changes: Partial<ExecutionRow> = {}): ExecutionRow {
  return {
    id: `run-${second}`,
    scheduleId: 's',
    jobKey: 'job',
    status: 'success',
    reason: null,
    scheduledAt: due(second),
    runTime: due(second) + 10,
    attempt: 1,
    origin: 'schedule',
    coalescedCount: 1,
    pid: PID,
    ...changes,
  };
}

function evidence(
  lines: readonly string[],
  executions: readonly ExecutionRow[],
  changes: Partial<Evidence> = {},
) {
  const given = { schedules: [schedule], from: due(0), until: due(3), kills: [], halts: [], ...changes };
  return { truth: parseTruth(lines.join('\n')), executions, ...given };
}

const allDone = [1, 2, 3].flatMap((second) => [began(second), done(second)]);
const allRows = [row(1), row(2), row(3)];

const kindsOf = (of: Evidence) =>
  [...checkRuns(of).findings, ...checkOccurrences(of).findings].map(({ kind }) => kind);

describe('the verdict', () => {
  it('finds nothing where lines and rows agree', () => {
    expect(kindsOf(evidence(allDone, allRows))).toEqual([]);
    expect(checkOccurrences(evidence(allDone, allRows)).count).toBe(3);
  });

  it('finds an occurrence that began twice', () => {
    expect(kindsOf(evidence([...allDone, began(2, 'another')], allRows))).toContain('twice');
  });

  it('takes a second attempt for what it is', () => {
    const retry = { attempt: 2, runId: 'retry' };
    const lines = [...allDone, line('start', 2, retry), line('end', 2, { ...retry, how: 'done' })];
    const rows = [...allRows, row(2, { id: 'retry', attempt: 2, origin: 'retry' })];
    expect(kindsOf(evidence(lines, rows))).toEqual([]);
  });

  it('finds a start without a row, and the occurrence that no row covers', () => {
    expect(kindsOf(evidence(allDone, [row(1), row(3)]))).toEqual(['lost row', 'unaccounted']);
  });

  it('counts the occurrences that a row covers, and finds one that two rows cover', () => {
    const lines = [began(3), done(3)];
    expect(kindsOf(evidence(lines, [row(3, { coalescedCount: 3 })]))).toEqual([]);
    const missed = row(2, { status: 'missed', reason: 'down', coalescedCount: 2 });
    expect(kindsOf(evidence(lines, [missed, row(3, { coalescedCount: 2 })]))).toEqual(['counted twice']);
  });

  it('lets what was run be counted as ambiguous in another row, and counts it', () => {
    const ambiguous = row(3, { status: 'missed', reason: 'ambiguous', coalescedCount: 3 });
    const given = evidence(allDone.slice(0, 4), [row(1), row(2), ambiguous]);
    expect(kindsOf(given)).toEqual([]);
    expect(checkOccurrences(given).doubted).toBe(2);
  });

  it('finds a row of an instant that the schedule does not have', () => {
    const rows = [...allRows, row(4, { scheduledAt: due(3) + 500, status: 'missed' })];
    expect(kindsOf(evidence(allDone, rows))).toEqual(['no occurrence']);
  });

  it('finds a success that no job had, and a success recorded of a failure', () => {
    expect(kindsOf(evidence([began(1), done(1), began(2), done(2)], allRows))).toEqual(['wrong outcome']);
    const failed = line('end', 3, { after: 20, how: 'failed' });
    expect(kindsOf(evidence([...allDone.slice(0, 4), began(3), failed], allRows))).toEqual(['wrong outcome']);
  });

  it('lets a run be interrupted only where its process was killed', () => {
    const lines = [...allDone.slice(0, 4), began(3)];
    const rows = [row(1), row(2), row(3, { status: 'interrupted' })];
    expect(kindsOf(evidence(lines, rows))).toEqual(['wrong outcome']);
    expect(kindsOf(evidence(lines, rows, { kills: [{ pid: PID, at: due(3) + 15 }] }))).toEqual([]);
  });

  it('lets a run that had ended be interrupted only where the kill came at once, and counts it', () => {
    const rows = [row(1), row(2), row(3, { status: 'interrupted' })];
    const killed = (after: number) => evidence(allDone, rows, { kills: [{ pid: PID, at: due(3) + after }] });
    expect(kindsOf(killed(5_000))).toEqual(['wrong outcome']);
    expect(kindsOf(killed(25))).toEqual([]);
    expect(checkRuns(killed(25)).counts.unseenEnds).toBe(1);
  });

  it('does not count the time in which the process was suspended', () => {
    const rows = [row(1), row(2), row(3, { status: 'interrupted' })];
    const killed = (haltedMs: number) =>
      evidence(allDone, rows, {
        kills: [{ pid: PID, at: due(3) + 5_000 }],
        halts: [{ pid: PID, from: due(3) + 50, until: due(3) + 50 + haltedMs }],
      });
    expect(kindsOf(killed(Infinity))).toEqual([]);
    expect(kindsOf(killed(4_900))).toEqual([]);
    expect(kindsOf(killed(3_000))).toEqual(['wrong outcome']);
  });

  it('finds a failure whose next attempt is missing', () => {
    const failed = [began(1), line('end', 1, { after: 20, how: 'failed' })];
    const of = (rows: readonly ExecutionRow[]) =>
      evidence(failed, rows, { schedules: [{ ...schedule, maxRetries: 1 }], until: due(30), from: due(29) });
    const first = row(1, { status: 'fail' });
    expect(checkRuns(of([first])).findings.map(({ kind }) => kind)).toEqual(['lost retry']);
    const superseded = row(1, { id: 'retry', attempt: 2, status: 'missed', origin: 'retry' });
    expect(checkRuns(of([first, superseded])).findings).toEqual([]);
  });
});

describe('takeovers', () => {
  it('are measured to the first start, elsewhere, of what was due after the fault', () => {
    const { starts } = parseTruth(
      [began(1), line('start', 2, { runId: 'x' }).replace(` ${PID} `, ' 18 ')].join('\n'),
    );
    const fault = { kind: 'kill', at: due(0) + 500, pids: [PID], isMeasured: true };
    expect(takeovers([fault], starts)).toEqual([1_510]);
    expect(takeovers([{ ...fault, isMeasured: false }], starts)).toEqual([]);
    expect(takeovers([fault, { ...fault, at: due(1), isMeasured: false }], starts)).toEqual([]);
  });
});
