import { accountForOccurrences, type Execution } from '@zenpulse/core/domain';
import { isBlackedOut, isOccurrence, isOfRule, occurrencesOf } from '../expander.ts';
import type { Regime } from '../history.ts';
import { described } from '../sim-runner.ts';
import type { Site } from '../site.ts';
import type { Start } from '../truth.ts';
import { isBehind, isRelived, regimesOf } from './excuses.ts';
import type { Horizon } from './record-checks.ts';
import { violation, type Violation } from './violation.ts';

/** The rules for starts while people pause, skip, move, plan, black out and stop. */
export function checkHeld(site: Site): Violation[] {
  if (!site.plan.hasCalendar) return [];
  return site.truth.starts.flatMap((start) => {
    if (start.isManual || isBehind(site, start.wallAt)) return [];
    if (isHeld(site, start))
      return [violation('held', `${described(start)} by ${start.runnerId} at ${start.at}`)];
    return start.attempt > 1 || isPlanned(site, start)
      ? []
      : [violation('unplanned', `${described(start)} by ${start.runnerId} at ${start.at}`)];
  });
}

/** True if the runner had read that all firing is stopped, or that the schedule is paused beyond that time. */
function isHeld({ history }: Site, { scheduleId, knownRevision, knowsOfStop, wallAt }: Start): boolean {
  if (knowsOfStop) return true;
  const until = history.versionAt(scheduleId, knownRevision)?.fields?.pausedUntil ?? null;
  return until !== null && Date.parse(until) > wallAt;
}

/**
 * True if the occurrence is one of what the runner that decided it knew of the schedule, at some time between the
 * occurrence and the start. A run that another runner took over keeps the id that its decider gave it.
 */
function isPlanned(site: Site, start: Start): boolean {
  const { scheduleId, scheduledAt: at, runId, process, knownRevision } = start;
  const decider = site.processes.find(({ name }) => runId.startsWith(`${name}-run-`)) ?? process;
  const told = site.truth.told.get(decider) ?? [];
  const from = (told.findLast(({ wallAt }) => wallAt < at) ?? told[0])?.revision ?? 0;
  const to = decider === process ? knownRevision : (told.at(-1)?.revision ?? 0);
  if (isRelived(site, at) || isBehind(site, at)) return true;
  return regimesOf(site, scheduleId).some(
    (regime) =>
      (regime.revision <= to || told.some(({ resumedBy }) => resumedBy === regime.revision)) &&
      (regime.endedRevision === undefined || regime.endedRevision > from) &&
      at > regime.effectiveFrom &&
      isOccurrence(regime, at),
  );
}

/** What the list of occurrences says of what was paused, skipped, moved or blacked out, against what people did. */
export async function checkListed(
  site: Site,
  rows: readonly Execution[],
  { wallAt }: Horizon,
): Promise<Violation[]> {
  const { plan, history, truth } = site;
  // Where clocks were set, instants of pauses and of occurrences do not follow each other. A stop leaves no trace in rows.
  const isClear = truth.stepsBack.length + truth.stepsForward.length + history.stops.length === 0;
  if (!plan.hasCalendar || !isClear) return [];
  const found: Violation[] = [];
  for (const regime of history.regimes) {
    if (regime.endedAt !== null) continue;
    const own = rows.filter(
      ({ scheduleId, origin }) => scheduleId === regime.scheduleId && origin !== 'manual',
    );
    found.push(...(await wronglyListed(site, regime, own, wallAt)));
  }
  return found;
}

async function wronglyListed(
  site: Site,
  regime: Regime,
  rows: readonly Execution[],
  to: number,
): Promise<Violation[]> {
  const { scheduleId } = regime;
  const schedule = await site.scheduleOf(scheduleId);
  if (schedule === null) return [];
  const { items } = accountForOccurrences({
    schedule: site.variant.listed(schedule),
    from: site.plan.startAt,
    to,
    now: site.world.wallAt,
    limit: 1_000_000,
    records: rows.toSorted((a, b) => a.scheduledAt - b.scheduledAt || a.attempt - b.attempt),
    isCut: false,
    running: [],
    lastRun: null,
    keptSince: null,
    waiting: new Set(),
    unknownJobSince: null,
  });
  const recorded = new Set(rows.map(({ scheduledAt }) => scheduledAt));
  return instantsOf(regime, site.plan.startAt, to).flatMap((at) => {
    if (recorded.has(at)) return [];
    const item = items.find(({ scheduledAt, lastAt }) => scheduledAt <= at && at <= lastAt);
    const told = item?.fate === 'not-in-effect' ? item.reason : null;
    const expected = lapseAt(site, regime, at);
    return told === expected
      ? []
      : [
          violation(
            'told wrong',
            `${scheduleId} ${new Date(at).toISOString()}: ${told}, expected ${expected}`,
          ),
        ];
  });
}

/** All instants of the rule, also from before it counted, and those that people added. */
function instantsOf(regime: Regime, from: number, to: number): number[] {
  const all = { ...regime, effectiveFrom: from - 1 };
  const ofRule = occurrencesOf({ ...all, deviation: undefined }, to - 1);
  return [...new Set([...ofRule, ...occurrencesOf(all, to - 1)])].toSorted((a, b) => a - b);
}

function lapseAt({ history }: Site, regime: Regime, at: number): string | null {
  const { deviation, scheduleId } = regime;
  const isPaused = history.pauses.some(
    (pause) => pause.scheduleId === scheduleId && at >= pause.from && at < pause.until,
  );
  if (isPaused) return 'paused';
  if (at <= regime.effectiveFrom) return 'before-effective';
  if (deviation === undefined) return null;
  const taken = deviation.exceptions.find((one) => one.kind !== 'run' && one.at === at);
  const isAdded = deviation.exceptions.some(
    (one) =>
      (one.kind === 'run' && one.at === at) ||
      (one.kind === 'move' && one.to === at && isOfRule(regime, one.at)),
  );
  if (taken !== undefined && !isAdded) return taken.kind === 'move' ? 'moved' : 'skipped-by-hand';
  return isBlackedOut(deviation, at) ? 'blackout' : null;
}
