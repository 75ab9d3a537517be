import { decideDue, isTooLate, type DueDecision } from '@zenpulse/core/domain';
import type { Clock } from '@zenpulse/core/ports';
import { inSlices } from './in-slices.ts';
import type { KnownSchedule } from './known-schedule.ts';
import type { NextRuns } from './next-runs.ts';

/** What fell due since everything was last decided, in occurrences, and what a runner that started now would do. */
export interface Overdue {
  readonly due: number;
  /** Starts; with `coalesce` one covers several occurrences. */
  readonly wouldRun: number;
  readonly wouldMiss: number;
}

/** An instant further ahead was written before the clock was set back. */
const MAX_AHEAD_MS = 60_000;

/** From then on an answer is worked out anew: with 50,000 schedules some tenths of a second, in slices. */
const FRESH_MS = 5_000;
/** But it takes no larger share of the time than this, since all other requests wait for its slices. */
const MOST_SHARE = 1 / 50;
/** So long an older answer serves meanwhile. */
const KEPT_MS = 60_000;

interface Kept {
  /** The instant that it counts from. */
  readonly since: number;
  readonly at: number;
  readonly freshForMs: number;
  readonly found: Overdue;
}

/** What is overdue, worked out at most every few seconds. */
export class OverdueRuns {
  readonly #deps: { readonly nextRuns: Pick<NextRuns, 'inOrder'>; readonly clock: Clock };
  #kept: Kept | null = null;
  #finding: Promise<Overdue> | null = null;

  constructor(deps: { readonly nextRuns: Pick<NextRuns, 'inOrder'>; readonly clock: Clock }) {
    this.#deps = deps;
  }

  /** `processedUntil`: up to here everything is decided. */
  async since(processedUntil: number): Promise<Overdue> {
    const kept = this.#kept?.since === processedUntil ? this.#kept : null;
    const age = kept === null ? Infinity : this.#deps.clock.monotonic() - kept.at;
    if (kept !== null && age < kept.freshForMs) return kept.found;
    this.#finding ??= this.#find(processedUntil).finally(() => {
      this.#finding = null;
    });
    if (kept === null || age >= KEPT_MS) return this.#finding;
    this.#finding.catch(() => undefined); // who asks next tries again
    return kept.found;
  }

  async #find(since: number): Promise<Overdue> {
    const { nextRuns, clock } = this.#deps;
    const schedules = await nextRuns.inOrder();
    const startedAt = clock.monotonic();
    const found = await overdueSince(since, schedules, clock);
    const at = clock.monotonic();
    const freshForMs = Math.min(KEPT_MS, Math.max(FRESH_MS, (at - startedAt) / MOST_SHARE));
    this.#kept = { since, at, freshForMs, found };
    return found;
  }
}

/** As `zenpulse-runner --plan`, but without the journals: these decide of the last seconds before a runner died. */
export async function overdueSince(
  processedUntil: number,
  schedules: Iterable<KnownSchedule>,
  clock: Clock,
): Promise<Overdue> {
  const now = clock.now();
  let [due, wouldRun, wouldMiss] = [0, 0, 0];
  await inSlices(schedules, clock, ({ due: rules }) => {
    if (rules === null) return;
    const from = rules.effectiveFrom > now + MAX_AHEAD_MS ? 0 : rules.effectiveFrom;
    const found = outcomeOf(decideDue(rules.trigger, rules, Math.max(processedUntil, from), now), rules, now);
    due += found.due;
    wouldRun += found.wouldRun;
    wouldMiss += found.wouldMiss;
  });
  return { due, wouldRun, wouldMiss };
}

function outcomeOf(
  decision: DueDecision,
  { misfireGraceTime }: { readonly misfireGraceTime: number | null },
  now: number,
): Overdue {
  switch (decision.kind) {
    case 'nothing':
      return { due: 0, wouldRun: 0, wouldMiss: 0 };
    case 'run':
      return { due: decision.count, wouldRun: 1, wouldMiss: 0 };
    case 'missed':
      return { due: decision.count, wouldRun: 0, wouldMiss: decision.count };
    case 'chain':
      break;
  }
  const { instants, dropped } = decision;
  const late = instants.filter((at) => isTooLate(at, now, misfireGraceTime)).length;
  const droppedCount = dropped?.count ?? 0;
  return {
    due: instants.length + droppedCount,
    wouldRun: instants.length - late,
    wouldMiss: late + droppedCount,
  };
}
