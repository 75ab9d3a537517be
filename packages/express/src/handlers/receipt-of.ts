import { toIso, toIsoOrNull, type Receipt, type ScheduleItem } from '@zenpulse/contract';
import { isAlive, type SeenRunner } from '@zenpulse/core/ports';

export interface ReceiptInput {
  readonly item: Pick<
    ScheduleItem,
    'updatedAt' | 'enabled' | 'timezone' | 'nextRunAt' | 'registered' | 'problems'
  >;
  /** Of the row. */
  readonly revision: number;
  readonly runners: readonly SeenRunner[];
  /** Runners whose schedules are of another history than the row: what they have applied says nothing of it. */
  readonly strangers?: ReadonlySet<string>;
  /** Runners that hear of each save by a signal; null: all of them do. The others find it when they look. */
  readonly hearers: ReadonlySet<string> | null;
  readonly now: number;
}

/** A signal is heard within this, and the schedules read. */
const HEARD_WITHIN_MS = 1_000;
/** Each renewal of the lease tells the revision, and no other look is needed. */
const RENEWED_EVERY_MS = 5_000;

/** What the runners' reports say about the last save of a schedule. */
export function receiptOf({ item, revision, runners, strangers, hearers, now }: ReceiptInput): Receipt {
  const hasApplied = (runner: SeenRunner | null) =>
    runner?.revision != null && runner.revision >= revision && strangers?.has(runner.runnerId) !== true;
  const { holder, runner } = holderOf(runners, hasApplied, now);
  const savedAt = item.problems.length > 0 ? null : Date.parse(item.updatedAt);
  const readAt = runner?.revisionAppliedAt ?? null;
  const isApplied = holder === 'fires' && hasApplied(runner);
  // Told by two clocks, perhaps.
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

/** Of several that fire, the first that has applied it; of the others, the one that was seen last. */
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
