import { closedTimesOf, type BlackoutDefinition } from '@zenpulse/core/domain';
import { instantText, offsetText, shortInstantText } from '../../time/instant-text.ts';

const DAYS_MS = 30 * 86_400_000;

export interface NextClosed {
  /** The first few stretches within the next 30 days, in words. */
  readonly texts: readonly string[];
  readonly more: number;
}

/** When a window is closed within the next 30 days, by the clock of its zone. */
export function nextClosed(definition: BlackoutDefinition, now: number, shown: number): NextClosed {
  const times = closedTimesOf(definition);
  const texts: string[] = [];
  let more = 0;
  let until = -Infinity;
  for (let next = times.next(now); next !== null && next.from < now + DAYS_MS; next = times.next(until)) {
    if (texts.length < shown) texts.push(stretchText(next.from, next.until, definition.timezone, now));
    else more += 1;
    if (next.until <= until || next.until === Infinity) break;
    ({ until } = next);
  }
  return { texts, more };
}

function stretchText(from: number, until: number, zone: string, now: number): string {
  const end = `${shortInstantText(until, zone).replace(/:00$/, '')} ${offsetText(until, zone)}`;
  if (from <= now) return `now, until ${end}`;
  const begin = instantText(from, zone).replace(/:00$/, '');
  return `${begin} – ${end}`;
}
