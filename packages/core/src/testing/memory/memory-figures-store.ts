import {
  bucketsOf,
  bucketStarts,
  NO_FIGURES,
  newestRecent,
  ringsInDoubt,
  ROLLUP_KEPT_MS,
  settledRecent,
  sortedRecent,
  type ErrorGroup,
  type FiguresDelta,
  type RollupCount,
} from '../../domain/index.ts';
import { ERROR_GROUPS_KEPT, type FiguresStore } from '../../ports/index.ts';

export interface MemoryFiguresStore extends FiguresStore {
  /** Adds the figures of a batch. */
  apply(delta: FiguresDelta | undefined): void;
}

export function createMemoryFiguresStore(): MemoryFiguresStore {
  const rings = new Map<string, { text: string; guessAt: number | null }>();
  const rollup = new Map<string, RollupCount>();
  const groups = new Map<string, ErrorGroup>();

  const doubted = (delta: FiguresDelta): ReadonlyMap<string, string> => {
    const { guessedFrom, scheduleIds } = ringsInDoubt(delta);
    const asked = new Set(scheduleIds);
    return new Map(
      [...rings].flatMap(([id, { text, guessAt }]) =>
        asked.has(id) || (guessAt ?? -Infinity) >= guessedFrom ? [[id, text] as const] : [],
      ),
    );
  };

  return {
    apply: (delta = NO_FIGURES) => {
      const { rows, corrections } = settledRecent(delta.recent, doubted(delta));
      for (const { scheduleId, text, isWhole, guessAt } of rows) {
        const known = rings.get(scheduleId);
        const before = isWhole ? '' : (known?.text ?? '');
        rings.set(scheduleId, {
          text: newestRecent(before + text),
          guessAt: isWhole ? guessAt : (guessAt ?? known?.guessAt ?? null),
        });
      }
      for (const one of [...delta.rollup, ...corrections]) {
        const key = keyOf(one);
        rollup.set(key, { ...one, count: (rollup.get(key)?.count ?? 0) + one.count });
      }
      for (const group of delta.errors) {
        groups.set(group.fingerprint, together(groups.get(group.fingerprint), group));
      }
    },
    recentOf: async (scheduleIds) =>
      new Map(
        scheduleIds.flatMap((id) => {
          const ring = rings.get(id);
          return ring === undefined ? [] : [[id, sortedRecent(ring.text)] as const];
        }),
      ),
    buckets: async ({ scheduleId, from, to, step }) => {
      const starts = new Set(bucketStarts(from, to, step));
      const kind = scheduleId === null ? (`all-${step}` as const) : step;
      return bucketsOf(
        [...rollup.values()].filter(
          (one) => one.kind === kind && one.scheduleId === (scheduleId ?? '') && starts.has(one.at),
        ),
      );
    },
    errorGroups: async ({ jobKey, scheduleId, from, after, limit }) => {
      const found = [...groups.values()]
        .filter((group) => jobKey === undefined || group.jobKey === jobKey)
        .filter((group) => scheduleId === undefined || group.lastScheduleId === scheduleId)
        .filter((group) => from === undefined || group.lastAt >= from)
        .toSorted(newestFirst)
        .filter((group) => after === undefined || newestFirst(after, group) < 0);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next =
        found.length > limit && last !== undefined
          ? { lastAt: last.lastAt, fingerprint: last.fingerprint }
          : null;
      return { items, next };
    },
    prune: async ({ now, errorsBefore }) => {
      const sizes = () => rollup.size + groups.size;
      const before = sizes();
      for (const [key, { kind, at }] of rollup) {
        if (kind !== 'filled' && at < now - ROLLUP_KEPT_MS[kind]) rollup.delete(key);
      }
      const ofJob = new Map<string, number>();
      for (const { fingerprint, jobKey, lastAt } of [...groups.values()].toSorted(newestFirst)) {
        const newer = ofJob.get(jobKey) ?? 0;
        ofJob.set(jobKey, newer + 1);
        if (newer >= ERROR_GROUPS_KEPT || lastAt < (errorsBefore ?? -Infinity)) groups.delete(fingerprint);
      }
      return before - sizes();
    },
    filled: async () => {
      const mark = [...rollup.values()].find(({ kind }) => kind === 'filled');
      return mark === undefined ? null : { since: mark.at, hours: mark.count };
    },
  };
}

function keyOf({ kind, at, scheduleId, outcome, bin }: RollupCount): string {
  return JSON.stringify([kind, at, scheduleId, outcome, bin]);
}

function together(known: ErrorGroup | undefined, group: ErrorGroup): ErrorGroup {
  if (known === undefined) return group;
  const [older, newer] = known.lastAt > group.lastAt ? [group, known] : [known, group];
  return {
    ...newer,
    message: newer.message ?? older.message,
    lastExecutionId: newer.lastExecutionId ?? older.lastExecutionId,
    count: known.count + group.count,
    firstAt: Math.min(known.firstAt, group.firstAt),
  };
}

type Place = Pick<ErrorGroup, 'lastAt' | 'fingerprint'>;

function newestFirst(a: Place, b: Place): number {
  return b.lastAt - a.lastAt || (a.fingerprint < b.fingerprint ? 1 : a.fingerprint > b.fingerprint ? -1 : 0);
}
