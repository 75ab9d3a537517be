import { toIso, toIsoOrNull, type Receipt, type ScheduleItem } from '@zenpulse/contract';
import { isAlive, type SeenRunner } from '@zenpulse/core/ports';

export interface ReceiptInput {
  readonly item: Pick<
    ScheduleItem,
    'updatedAt' | 'enabled' | 'timezone' | 'nextRunAt' | 'registered' | 'problems'
  >;
  /** The row's revision. */
  readonly revision: number;
  readonly runners: readonly SeenRunner[];
  /** Ids of runners that read another history of the database than the row's: their revisions do not compare. */
  readonly strangers?: ReadonlySet<string>;
  /** Ids of runners that a signal reaches; null: all of them. The others notice a save at their next poll. */
  readonly hearers: ReadonlySet<string> | null;
  readonly now: number;
}

/** How long a runner takes at most to notice a signal and read the schedules. */
const HEARD_WITHIN_MS = 1_000;
/** Each renewal of the lease returns the revision, so no separate poll is needed. */
const RENEWED_EVERY_MS = 5_000;

/** Derives from the runners' reports whether the last save of a schedule was applied. */
export function receiptOf({ item, revision, runners, strangers, hearers, now }: ReceiptInput): Receipt {
  const hasApplied = (runner: SeenRunner | null) =>
    runner?.revision != null && runner.revision >= revision && strangers?.has(runner.runnerId) !== true;
  const { holder, runner } = holderOf(runners, hasApplied, now);
  const savedAt = item.problems.length > 0 ? null : Date.parse(item.updatedAt);
  const readAt = runner?.revisionAppliedAt ?? null;
  const isApplied = holder === 'fires' && hasApplied(runner);
  // The two instants may come from different clocks.
  const appliedAt = isApplied && readAt !== null ? Math.max(readAt, savedAt ?? readAt) : null;
  return {
    revision,
    savedAt: toIsoOrNull(savedAt),
    appliedAt: toIsoOrNull(appliedAt),
    appliedAfterMs: appliedAt === null || savedAt === null ? null : appliedAt - savedAt,
    isExact: runner?.revision === revision && hasApplied(runner),
    holder,
    runnerId: runner?.runnerId ?? null,
    hostname: runner?.hostname ?? null,
    holderSeenAt: runner === null ? null : toIso(runner.heartbeatAt),
    holderReadAt: toIsoOrNull(readAt),
    noticedWithinMs: holder === 'fires' && runner !== null ? noticedWithin(runner, hearers) : null,
    nextRunAt: item.nextRunAt,
    timezone: item.timezone,
    enabled: item.enabled,
    registered: item.registered,
  };
}

function noticedWithin(
  { runnerId, isLocking, syncEverySeconds }: SeenRunner,
  hearers: ReceiptInput['hearers'],
): number {
  if (hearers === null || hearers.has(runnerId)) return HEARD_WITHIN_MS;
  return isLocking ? RENEWED_EVERY_MS : syncEverySeconds * 1_000;
}

interface Holder {
  readonly holder: Receipt['holder'];
  readonly runner: SeenRunner | null;
}

/** Of several runners that fire, the first that has applied it; otherwise the one that was seen last. */
function holderOf(
  runners: readonly SeenRunner[],
  hasApplied: (runner: SeenRunner) => boolean,
  now: number,
): Holder {
  const living = runners.filter((runner) => isAlive(runner, now));
  const firing = living.filter(({ state }) => state === 'active');
  const applied = firing.filter(hasApplied);
  const first = leastBy(applied, ({ revisionAppliedAt }) => revisionAppliedAt ?? Infinity);
  if (first !== null) return { holder: 'fires', runner: first };
  for (const [holder, group] of [
    ['fires', firing],
    ['stands-by', living],
    ['gone', runners],
  ] as const) {
    const runner = leastBy(group, ({ heartbeatAt }) => -heartbeatAt);
    if (runner !== null) return { holder, runner };
  }
  return { holder: 'none', runner: null };
}

function leastBy<T>(items: readonly T[], keyOf: (item: T) => number): T | null {
  return items.reduce<T | null>(
    (least, item) => (least === null || keyOf(item) < keyOf(least) ? item : least),
    null,
  );
}
