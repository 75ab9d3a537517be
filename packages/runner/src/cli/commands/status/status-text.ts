import { durationText, isLate, runnerName } from '@zenpulse/core/domain';
import type { ShownRunner } from '@zenpulse/core/ports';
import { nameOf } from '../../output/schedule-text.ts';
import { oneLine, table } from '../../output/table.ts';
import { zonedTimeAndZone } from '../../output/zoned-time.ts';
import type { LateJson } from './late-runs.ts';
import type { StatusFigures } from './status-figures.ts';
import { activeOf, type Status } from './status-of.ts';

/** The most rows of a table; the JSON has all. */
const MAX_ROWS = 20;

export function statusText(status: Status): string {
  const { problems } = status;
  return [
    storeLine(status),
    ...runnerLines(status),
    ...figureLines(status),
    ...section('Running now', runningTable(status), status.running.length),
    ...section('Late', lateTable(status), status.late.length),
    '',
    problems.length === 0 ? 'No problems.' : 'Problems',
    ...problems.map(({ message }) => `  ${oneLine(message)}`),
  ].join('\n');
}

function storeLine({ database, revision, schedules }: Status): string {
  if (schedules === null) return `Database  ${database}`;
  return `Database  ${database}: ${schedules} ${schedules === 1 ? 'schedule' : 'schedules'}, revision ${revision}`;
}

function runnerLines(status: Status): string[] {
  const { runners, at } = status;
  if (runners === null) return ['Active    unknown: the runners report in the database'];
  const active = activeOf(status);
  const standby = runners.filter(({ isAlive, state }) => isAlive && state === 'standby');
  return [
    ...(active.length === 0 ? ['Active    no runner'] : active.map((one) => `Active    ${inWords(one, at)}`)),
    ...standby.map((one) => `Standby   ${inWords(one, at)}`),
    ...runners.filter(isDead).map((one) => `Died      ${inWords(one, at)}`),
  ];
}

function figureLines({ figures, at }: Status): string[] {
  if (figures === null) return [];
  const { today, todaySince, timezone, failing, next } = figures;
  const failed = today.fail + today.timeout + today.interrupted;
  const since = zonedTimeAndZone(Date.parse(todaySince), timezone);
  const [first] = next;
  return [
    `Today     ${today.success} succeeded, ${failed} failed, ${today.missed} missed, ${today.skipped} skipped, since ${since}`,
    `Next      ${first === undefined ? 'nothing' : `${nameOf(first)} in ${lasted(at, first.at)}, ${instant(first.at)}`}`,
    ...section('Failing', failingTable(failing), failing.length),
  ];
}

function failingTable(failing: StatusFigures['failing']): string {
  const rows = failing
    .slice(0, MAX_ROWS)
    .map((one) => [
      nameOf(one),
      one.failingSince === null ? '-' : instant(one.failingSince),
      one.lastRun === null ? '-' : instant(one.lastRun.runTime),
    ]);
  return table(['JOB', 'SINCE', 'LAST RUN'], rows);
}

function isDead({ isAlive, state }: ShownRunner): boolean {
  return !isAlive && state !== 'stopped';
}

function inWords(runner: ShownRunner, at: string): string {
  const { hostname, pid, version, node, zoneData, timezone, isLocking } = runner;
  const since = isDead(runner)
    ? `last seen ${instant(runner.heartbeatAt)}`
    : `since ${instant(runner.stateSince)} (${lasted(runner.stateSince, at)})`;
  return [
    `${hostname}, process ${pid}, ${since}`,
    `ZenPulse ${version}`,
    `Node ${node ?? 'unknown'}`,
    `zone data ${zoneData ?? 'unknown'}`,
    `default zone ${timezone}`,
    ...(isLocking ? [] : ['without --lock']),
  ].join(', ');
}

function section(title: string, text: string, count: number): string[] {
  if (count === 0) return ['', `${title}: nothing`];
  return ['', title, text, ...(count > MAX_ROWS ? [`… and ${count - MAX_ROWS} more (--json has all)`] : [])];
}

function runningTable({ running, at, runners }: Status): string {
  const rows = running
    .slice(0, MAX_ROWS)
    .map((run) => [
      nameOf(run),
      instant(run.startedAt),
      lasted(run.startedAt, at),
      isLate(run.lateMs) ? durationText(run.lateMs) : '-',
      runnerNameOf(run.runnerId, runners ?? []),
      [
        run.origin === 'schedule' ? '' : run.origin,
        run.timedOutAt === null ? '' : 'timed out',
        run.cancelledAt === null ? '' : 'cancelled',
        progressText(run.progress),
        run.runId,
      ]
        .filter((text) => text !== '')
        .join(', '),
    ]);
  return table(['JOB', 'SINCE', 'FOR', 'STARTED LATE', 'ON', 'RUN'], rows);
}

function progressText(progress: ShownRunner['runningNow'][number]['progress']): string {
  if (progress === undefined) return '';
  const { done, total } = progress;
  return total === null ? `${done} done` : `${done} of ${total} done`;
}

function runnerNameOf(runnerId: string, runners: readonly ShownRunner[]): string {
  const found = runners.find((runner) => runner.runnerId === runnerId);
  return found === undefined ? runnerId : runnerName(found, runners);
}

function lateTable({ late }: Status): string {
  const rows = late
    .slice(0, MAX_ROWS)
    .map((one) => [
      `${nameOf(one)}${one.count === 1 ? '' : `, ${one.count} occurrences`}`,
      instant(one.dueAt),
      durationText(one.lateMs),
      WAITS_FOR[one.waitsFor],
    ]);
  return table(['JOB', 'DUE', 'LATE BY', 'WAITS FOR'], rows);
}

const WAITS_FOR: Readonly<Record<LateJson['waitsFor'], string>> = {
  runner: 'an active runner',
  place: 'a free place',
  thread: 'a free thread',
  chain: 'the run before it',
};

function instant(at: string): string {
  return zonedTimeAndZone(Date.parse(at), 'UTC');
}

function lasted(from: string, to: string): string {
  return durationText(Math.max(0, Date.parse(to) - Date.parse(from)));
}
