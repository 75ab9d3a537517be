import type { FiringStopped, Overview } from '@zenpulse/contract';
import { relativeText } from '../../time/duration-text.ts';
import { clockText } from '../../time/instant-text.ts';
import { stoppedText } from '../firing/stopped-text.ts';
import { scheduleName } from '../schedules/schedule-name.ts';

export interface OverviewSentence {
  readonly tone: 'good' | 'attention' | 'bad';
  readonly headline: string;
  readonly rest: string;
}

type Summed = Pick<Overview, 'today' | 'counts' | 'attention' | 'runners' | 'overdue' | 'next'>;

/** Whether all is well, in one sentence and the figures behind it; `zone` is the page's. */
export function overviewSentence(
  overview: Summed,
  stopped: FiringStopped | null,
  zone: string,
  now: number,
): OverviewSentence {
  if (stopped !== null) return whileStopped(overview, stopped, zone, now);
  if (overview.runners.active === null) return withoutRunner(overview, zone, now);
  const problems = problemsText(overview.counts ?? countedIn(overview.attention));
  const [next] = overview.next;
  const coming =
    next === undefined
      ? 'nothing is due'
      : `next: ${scheduleName(next)} ${relativeText(Math.max(now, Date.parse(next.at)), now)}`;
  return {
    tone: problems === null ? 'good' : 'attention',
    headline: problems ?? 'All well',
    rest: `${todayText(overview.today)} ${overview.runners.active.hostname} is active; ${coming}.`,
  };
}

function whileStopped(
  { today, runners }: Summed,
  stopped: FiringStopped,
  zone: string,
  now: number,
): OverviewSentence {
  const runner = runners.active === null ? 'No runner is active.' : `${runners.active.hostname} is active.`;
  return {
    tone: 'bad',
    headline: stopped.by === 'switch' ? 'All firing is stopped' : 'Firing is stopped by a setting',
    rest: [stoppedText(stopped, zone, now), todayText(today), runner].filter((text) => text !== '').join(' '),
  };
}

function withoutRunner({ runners, overdue, counts }: Summed, zone: string, now: number): OverviewSentence {
  const { silentSince, standby } = runners;
  const headline =
    silentSince === null
      ? 'No runner has been active yet'
      : `Nothing has run since ${clockText(Date.parse(silentSince), zone, now)}`;
  return {
    tone: 'bad',
    headline,
    rest: [overdueText(overdue, counts), standbyText(standby)].filter(Boolean).join(' '),
  };
}

function overdueText(overdue: Overview['overdue'], counts: Overview['counts']): string {
  if (overdue === null || overdue.due === 0) {
    return counts?.total === 0 ? 'There are no schedules yet.' : 'No run is overdue yet.';
  }
  const { due, wouldRun, wouldMiss } = overdue;
  const would = [
    wouldRun > 0 ? `run ${number(wouldRun)}` : '',
    wouldMiss > 0 ? `record ${number(wouldMiss)} as missed` : '',
  ].filter((text) => text !== '');
  const plan = would.length === 0 ? '' : `; a runner started now would ${would.join(' and ')}`;
  return `${due === 1 ? '1 run is' : `${number(due)} runs are`} overdue${plan}.`;
}

function standbyText(standby: number): string {
  if (standby === 0) return '';
  return `${standby === 1 ? '1 runner is' : `${standby} runners are`} on standby and waiting for the lock.`;
}

type Problems = Pick<NonNullable<Overview['counts']>, 'failing' | 'missed' | 'damaged' | 'unregistered'>;

/** While the counts are not known: at least this many. */
function countedIn({ failing, missed, damaged, unregistered }: Overview['attention']): Problems {
  return {
    failing: failing.length,
    missed: missed.length,
    damaged: damaged.length,
    unregistered: unregistered.length,
  };
}

/** "2 schedules are failing, 1 has missed a run"; null if nothing needs attention. */
function problemsText({ failing, missed, damaged, unregistered }: Problems): string | null {
  const parts = [
    counted(failing, 'is failing', 'are failing'),
    counted(missed, 'has missed a run', 'have missed a run'),
    counted(damaged, 'is damaged', 'are damaged'),
    counted(unregistered, 'has no registered job', 'have no registered job'),
  ].filter((text) => text !== null);
  const [first, ...others] = parts;
  if (first === undefined) return null;
  const noun = first.count === 1 ? 'schedule' : 'schedules';
  return [
    `${number(first.count)} ${noun} ${first.words}`,
    ...others.map(({ count, words }) => `${number(count)} ${words}`),
  ].join(', ');
}

function counted(count: number, one: string, several: string) {
  return count === 0 ? null : { count, words: count === 1 ? one : several };
}

/** "1,204 runs since midnight, 3 failed, 0 missed." */
function todayText(today: Overview['today']): string {
  const { success, fail, timeout, interrupted, missed } = today;
  const failed = fail + timeout + interrupted;
  const runs = success + failed;
  return `${number(runs)} ${runs === 1 ? 'run' : 'runs'} since midnight, ${number(failed)} failed, ${number(missed)} missed.`;
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}
