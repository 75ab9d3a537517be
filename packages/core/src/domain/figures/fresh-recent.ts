import { RECENT_KEPT, recentOf, type RecentOccurrence } from './recent-occurrence.ts';

/**
 * What the store knows of a schedule together with what runners report, which the store may have by now: the newest 60,
 * newest last. Of two that are of the same instant a real outcome counts before a guess.
 */
export function withFreshRecent(
  known: readonly RecentOccurrence[],
  fresh: Iterable<string>,
): readonly RecentOccurrence[] {
  const byInstant = new Map(known.map((one) => [nameOf(one), one]));
  for (const text of fresh) {
    for (const one of recentOf(text)) {
      const other = byInstant.get(nameOf(one));
      if (other === undefined || (other.isGuess && !one.isGuess)) byInstant.set(nameOf(one), one);
    }
  }
  return [...byInstant.values()].toSorted((a, b) => a.scheduledAt - b.scheduledAt).slice(-RECENT_KEPT);
}

function nameOf({ origin, scheduledAt }: RecentOccurrence): string {
  return `${origin} ${scheduledAt}`;
}
