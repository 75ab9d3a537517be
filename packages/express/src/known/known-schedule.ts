import { triggerOf, type DueRules, type StoredSchedule, type Trigger } from '@zenpulse/core/domain';

/** What is kept of a schedule to know when it is due, and whether a filter matches it. */
export interface KnownSchedule {
  readonly id: string;
  readonly jobKey: string;
  readonly variant: string;
  readonly enabled: boolean;
  readonly triggerType: string;
  readonly logPolicy: string;
  /** Until when it is paused, in epoch milliseconds; null where it says none. */
  readonly pausedUntil: number | null;
  /** The names of blackout windows that it refers to. */
  readonly blackouts: readonly string[];
  /** Null where it does not run: disabled or damaged. */
  readonly due: (DueRules & { readonly trigger: Trigger; readonly effectiveFrom: number }) | null;
  /** The next occurrence, worked out when the one before passed; null if there is none. */
  readonly nextAt: number | null;
  /** The row was deleted, or read again. */
  isGone: boolean;
}

export function knownSchedule(row: StoredSchedule): KnownSchedule {
  if (row.isDamaged) {
    const { id, jobKey, variant, values } = row.damaged;
    const none = { due: null, nextAt: null, isGone: false };
    return {
      id,
      jobKey,
      variant,
      ...none,
      enabled: values.enabled === true,
      triggerType: String(values.triggerType),
      logPolicy: String(values.logPolicy),
      pausedUntil: instantIn(values.pausedUntil),
      blackouts: namesIn(values.blackouts),
    };
  }
  const { id, jobKey, variant, enabled, triggerType, logPolicy, coalesce, misfireGraceTime } = row.schedule;
  const { effectiveFrom } = row.schedule;
  const trigger = enabled ? triggerOf(row.schedule) : null;
  const pausedUntil = instantIn(row.schedule.pausedUntil);
  const blackouts = row.schedule.blackouts ?? NONE;
  const named = { id, jobKey, variant, enabled, triggerType, logPolicy, pausedUntil, blackouts };
  return {
    ...named,
    nextAt: null,
    isGone: false,
    due: trigger === null ? null : { trigger, coalesce, misfireGraceTime, effectiveFrom },
  };
}

/** Shared: most schedules refer to none. */
const NONE: readonly string[] = [];

/** SQL by hand may have left anything. */
function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : NONE;
}

function instantIn(text: unknown): number | null {
  const at = text === null ? Number.NaN : Date.parse(String(text));
  return Number.isNaN(at) ? null : at;
}

/** By a value, those without one last; of equals by id. */
export function comparedBy(
  valueOf: (one: KnownSchedule) => number | null,
): (a: KnownSchedule, b: KnownSchedule) => number {
  return (a, b) => {
    const [one, other] = [valueOf(a) ?? Infinity, valueOf(b) ?? Infinity];
    if (one !== other) return one < other ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}
