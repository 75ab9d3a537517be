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

/** One sorted list of two. */
export async function mergedInSlices<T>(
  one: readonly T[],
  other: readonly T[],
  clock: Pick<Clock, 'monotonic' | 'yieldTo'>,
  compare: (a: T, b: T) => number,
): Promise<readonly T[]> {
  if (other.length === 0) return one;
  const merged: T[] = [];
  await inSlices(inOrder(one, other, compare), clock, (item) => merged.push(item));
  return merged;
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
