/** From its first instant up to, and without, its end. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** Times in which nothing is due. */
export interface ClosedTimes {
  /** The first stretch that ends after an instant, which it may contain; null if none follows. */
  next(at: number): Stretch | null;
}

const ALWAYS_OPEN: ClosedTimes = { next: () => null };

export function closedStretches(stretches: readonly Stretch[]): ClosedTimes {
  const sorted = stretches.filter(({ from, until }) => from < until).toSorted((a, b) => a.from - b.from);
  if (sorted.length === 0) return ALWAYS_OPEN;
  return { next: (at) => sorted.find(({ until }) => until > at) ?? null };
}

/** What is closed in any of them. Stretches that overlap or touch become one, as far as they follow each other. */
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
      return found === null ? null : extended(found, parts);
    },
  };
}

/** How many stretches one may grow over: beyond it there is no end worth finding. */
const MOST_JOINED = 1_000;

function extended({ from, until }: Stretch, parts: readonly ClosedTimes[]): Stretch {
  let end = until;
  for (let i = 0; i < MOST_JOINED; i++) {
    const further = parts.map((part) => part.next(end)).filter((next) => next !== null && next.from <= end);
    if (further.length === 0) break;
    end = Math.max(...further.map((next) => next?.until ?? end));
  }
  return { from, until: end };
}

/** The stretch that contains an instant; null if it is open then. */
export function closedAt(closed: ClosedTimes, at: number): Stretch | null {
  const stretch = closed.next(at);
  return stretch !== null && stretch.from <= at ? stretch : null;
}
