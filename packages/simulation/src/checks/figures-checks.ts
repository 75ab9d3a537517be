import { hasFailedLast, OUTCOMES, type Outcome } from '@zenpulse/core/domain';
import type { Site } from '../site.ts';
import type { Start } from '../truth.ts';
import { violation, type Violation } from './violation.ts';

const DAY_MS = 86_400_000;
/** The longest time of a runner at the end, with its farewell. */
const TURN_MS = 130_000;
/** The longest pause before a second or third attempt, and what a stop takes. */
const LONGEST_PAUSE_MS = 15_000;

/**
 * Counters, ring, roll-up and *failing* of each schedule must follow from what its jobs did, whatever became of the
 * runners. For plans without edits, runs by hand and lost journals.
 */
export async function checkFigures(site: Site): Promise<readonly Violation[]> {
  const ids = [...new Set(site.history.regimes.map(({ scheduleId }) => scheduleId))];
  const wrong: string[] = [];
  for (const id of ids) {
    const starts = site.truth.starts.filter(({ scheduleId }) => scheduleId === id);
    const told = [
      ...wrongTotals(site, id, starts),
      ...(await wrongRollup(site, id, starts)),
      ...(await wrongRing(site, id, starts)),
      ...wrongState(site, id, starts),
    ];
    wrong.push(...told.map((text) => `${id}: ${text}`));
  }
  return wrong.map((text) => violation('wrong figures', text));
}

/** Each attempt ends once: it is counted once, by its runner or the one that adopted its journal. */
function wrongTotals({ stats }: Site, id: string, starts: readonly Start[]): string[] {
  const { runs, failures } = stats.totals(id);
  const failed = starts.filter(({ end }) => end === null || end.hasFailed).length;
  const unsure = starts.filter((start) => start.end?.hasFailed === false && isUnsure(start)).length;
  return [
    ...(runs === starts.length ? [] : [`${runs} runs were counted, ${starts.length} started`]),
    ...(failures >= failed && failures <= failed + unsure
      ? []
      : [`${failures} failures were counted, ${failed} failed`]),
  ];
}

async function wrongRollup(site: Site, id: string, starts: readonly Start[]) {
  const { figures, world, plan } = site;
  const query = { scheduleId: id, from: plan.startAt - DAY_MS, to: world.wallAt + DAY_MS };
  const wrong: string[] = [];
  for (const step of ['hour', 'day'] as const) {
    const buckets = await figures.buckets({ ...query, step });
    const counted = (outcome: Outcome) => buckets.reduce((sum, { counts }) => sum + counts[outcome], 0);
    for (const outcome of ['success', 'fail'] as const) {
      const ends = [...lastAttempts(starts).values()].filter((start) => outcomeOf(start) === outcome);
      const unsure = ends.filter((start) => isUnsure(start) || waitsForRetry(site, start)).length;
      const found = counted(outcome);
      if (found > ends.length || found < ends.length - unsure)
        wrong.push(`${found} of ${outcome} by ${step}, ${ends.length} happened`);
    }
    for (const outcome of OUTCOMES) if (counted(outcome) < 0) wrong.push(`less than nothing ${outcome}`);
  }
  return wrong;
}

async function wrongRing(site: Site, id: string, starts: readonly Start[]): Promise<string[]> {
  const recent = (await site.figures.recentOf([id])).get(id) ?? [];
  const last = lastAttempts(starts);
  const wrong: string[] = [];
  const seen = new Set<number>();
  for (const { scheduledAt, status, attempts } of recent) {
    if (seen.has(scheduledAt)) wrong.push(`the ring has ${scheduledAt} twice`);
    seen.add(scheduledAt);
    const start = last.get(scheduledAt);
    if (status === 'missed' || status === 'skipped') continue; // an ambiguous one may have started
    if (start === undefined) wrong.push(`the ring has ${scheduledAt} as ${status}, and nothing started`);
    else if (!isUnsure(start) && (outcomeOf(start) !== status || start.attempt !== attempts))
      wrong.push(
        `the ring has ${scheduledAt} as ${status} after ${attempts}, it was ${outcomeOf(start)} after ${start.attempt}`,
      );
  }
  if (recent.length < 60) for (const at of last.keys()) if (!seen.has(at)) wrong.push(`the ring lacks ${at}`);
  return wrong;
}

function wrongState({ stats }: Site, id: string, starts: readonly Start[]): string[] {
  const newest = starts.reduce<Start | null>(
    (found, start) => (found === null || start.wallAt >= found.wallAt ? start : found),
    null,
  );
  if (newest === null || isUnsure(newest)) return [];
  const isTied = starts.some((start) => start !== newest && newest.wallAt - start.wallAt < 5);
  const isFailing = outcomeOf(newest) !== 'success';
  const isTold = hasFailedLast(stats.instants(id));
  return isTied || isTold === isFailing ? [] : [`failing: ${isTold}, and the newest run says ${isFailing}`];
}

/** The last attempt of each occurrence. */
function lastAttempts(starts: readonly Start[]): ReadonlyMap<number, Start> {
  const last = new Map<number, Start>();
  for (const start of starts) {
    const known = last.get(start.scheduledAt);
    if (known === undefined || known.attempt <= start.attempt) last.set(start.scheduledAt, start);
  }
  return last;
}

function outcomeOf({ end }: Start): Outcome {
  if (end === null) return 'interrupted';
  return end.hasFailed ? 'fail' : 'success';
}

/** Its runner ended before the next attempt, and no runner has been on its host since: its occurrence has not ended. */
function waitsForRetry({ history, world, plan }: Site, { edit, end, attempt, process }: Start): boolean {
  const { maxRetries = 0 } = history.versions[edit]?.fields ?? {};
  if (end?.hasFailed !== true || attempt > maxRetries || !process.isDead) return false;
  const isLast = world.elapsed - end.at < plan.hosts.length * TURN_MS;
  return isLast && process.lastTurnAt - end.at < LONGEST_PAUSE_MS;
}

/** The process was killed in the turn in which its job ended: the journal may not say so. */
function isUnsure({ process, end }: Start): boolean {
  return end !== null && process.isDead && process.lastTurnAt <= end.at;
}
