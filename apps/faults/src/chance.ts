/** Random values from a seed: the same seed draws the same moments, however the machine then behaves. */
export interface Chance {
  /** A number in [from, to). */
  between(from: number, to: number): number;
  /** True with this probability. */
  is(share: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** An independent source. */
  fork(): Chance;
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    between: (from, to) => from + next() * (to - from),
    is: (share) => next() < share,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
    fork: () => createChance(Math.floor(next() * 4_294_967_296)),
  };
}
