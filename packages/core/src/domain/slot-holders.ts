/** A run as far as it held an instance slot. Instants are epoch milliseconds. */
export interface SlotHolder {
  readonly id: string;
  readonly startedAt: number;
  /** Infinity while it runs; null when nobody saw its end. */
  readonly endedAt: number | null;
}

const NAMED = 10;

/** The order that `slotHolders` wants: the run that started last comes first. */
export function lastStartFirst(runs: readonly SlotHolder[]): SlotHolder[] {
  return [...runs].sort((a, b) => b.startedAt - a.startedAt);
}

/** The ids of the runs that were going on at `at`, in the order of `runs`. */
export function slotHolders(at: number, runs: readonly SlotHolder[]): string[] {
  const begun = runs.filter(({ startedAt }) => startedAt <= at);
  const goingOn = begun.filter(({ endedAt }) => endedAt !== null && endedAt >= at);
  // One whose end nobody saw may have ended long ago: it is named when there is no better answer.
  const named = goingOn.length > 0 ? goingOn : begun.filter(({ endedAt }) => endedAt === null).slice(0, 1);
  return [...new Set(named.map(({ id }) => id))].slice(0, NAMED);
}
