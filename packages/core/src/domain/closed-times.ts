/** From its first instant up to, and without, its end. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** Times in which nothing is due. */
export interface ClosedTimes {
  /** The first stretch that ends after an instant, which it may contain; null if none follows. Stretches may overlap. */
  next(at: number): Stretch | null;
}

const ALWAYS_OPEN: ClosedTimes = { next: () => null };

export function closedStretches(stretches: readonly Stretch[]): ClosedTimes {
  const inOrder = joinedStretches(stretches);
  return inOrder.length === 0 ? ALWAYS_OPEN : { next: (at) => firstEndingAfter(inOrder, at) };
}

/** The same times in order; those that overlap or touch are one. */
export function joinedStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  const inOrder = stretches.filter(({ from, until }) => from < until).toSorted((a, b) => a.from - b.from);
  for (const stretch of inOrder) {
    const last = joined.at(-1);
    if (last === undefined || stretch.from > last.until) joined.push(stretch);
    else if (stretch.until > last.until) joined.splice(-1, 1, { from: last.from, until: stretch.until });
  }
  return joined;
}

/** `stretches`: in order, without overlaps. */
export function firstEndingAfter(stretches: readonly Stretch[], at: number): Stretch | null {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.until ?? Infinity) > at) high = middle;
    else low = middle + 1;
  }
  return stretches[low] ?? null;
}

/** What is closed in any of them. */
export function closedInAny(all: readonly ClosedTimes[]): ClosedTimes {
  const parts = all.filter((one) => one !== ALWAYS_OPEN);
  const [first] = parts;
  if (first === undefined) return ALWAYS_OPEN;
  if (parts.length === 1) return first;
  return {
    next: (at) => {
      let found: Stretch | null = null;
      for (const part of parts) {
        const stretch = part.next(at);
        if (stretch !== null && (found === null || stretch.from < found.from)) found = stretch;
      }
      return found;
    },
  };
}

/** The stretch that contains an instant; null if it is open then. */
export function closedAt(closed: ClosedTimes, at: number): Stretch | null {
  const stretch = closed.next(at);
  return stretch !== null && stretch.from <= at ? stretch : null;
}
