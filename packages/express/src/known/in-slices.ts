import type { Clock } from '@zenpulse/core/ports';

/** So long may work hold the host's event loop in one piece. */
const SLICE_MS = 8;
/** Reading the clock costs more than most steps do. */
const LOOKED_AT_EVERY = 64;

/** Does a step for each item, and lets the host's event loop turn whenever a slice of time was used up. */
export async function inSlices<T>(
  items: Iterable<T>,
  clock: Pick<Clock, 'monotonic' | 'yieldTo'>,
  step: (item: T) => void,
): Promise<void> {
  let endsAt = clock.monotonic() + SLICE_MS;
  let left = LOOKED_AT_EVERY;
  for (const item of items) {
    step(item);
    left -= 1;
    if (left > 0) continue;
    left = LOOKED_AT_EVERY;
    if (clock.monotonic() < endsAt) continue;
    await new Promise<void>((resolve) => clock.yieldTo(resolve));
    endsAt = clock.monotonic() + SLICE_MS;
  }
}

/** So many items are sorted in a few milliseconds. */
const RUN_LENGTH = 2_048;

/** A merge sort with turns of the event loop in between; as stable as the comparison is total. */
export async function sortedInSlices<T>(
  items: readonly T[],
  clock: Pick<Clock, 'monotonic' | 'yieldTo'>,
  compare: (a: T, b: T) => number,
): Promise<readonly T[]> {
  let runs: (readonly T[])[] = [];
  const starts = Array.from(
    { length: Math.ceil(items.length / RUN_LENGTH) },
    (_, index) => index * RUN_LENGTH,
  );
  for (const start of starts) {
    if (start > 0) await new Promise<void>((resolve) => clock.yieldTo(resolve));
    runs.push(items.slice(start, start + RUN_LENGTH).sort(compare));
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(await mergedInSlices(runs[index] ?? [], runs[index + 1] ?? [], clock, compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/** From this share on, two lists are gone through item by item. */
const FEW = 1 / 32;

/** One sorted list of two. */
export async function mergedInSlices<T>(
  one: readonly T[],
  other: readonly T[],
  clock: Pick<Clock, 'monotonic' | 'yieldTo'>,
  compare: (a: T, b: T) => number,
): Promise<readonly T[]> {
  if (other.length === 0) return one;
  if (other.length < one.length * FEW) return withInserted(one, other, compare);
  const merged: T[] = [];
  await inSlices(inOrder(one, other, compare), clock, (item) => merged.push(item));
  return merged;
}

/** The places of a few are found by halving. */
function withInserted<T>(
  one: readonly T[],
  few: readonly T[],
  compare: (a: T, b: T) => number,
): readonly T[] {
  const parts: T[][] = [];
  let from = 0;
  for (const item of few) {
    const at = firstIndex(one, (known) => compare(known, item) > 0, from);
    parts.push(one.slice(from, at), [item]);
    from = at;
  }
  return parts.flat().concat(one.slice(from));
}

/** The first item from `from` on for which it holds, where it holds for all later ones too; the length if there is none. */
export function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean, from = 0): number {
  let [low, high] = [from, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function* inOrder<T>(one: readonly T[], other: readonly T[], compare: (a: T, b: T) => number): Iterable<T> {
  let at = 0;
  for (const item of one) {
    for (let next = other[at]; next !== undefined && compare(next, item) < 0; next = other[at]) {
      yield next;
      at += 1;
    }
    yield item;
  }
  yield* other.slice(at);
}
