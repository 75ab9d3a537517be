/** Operations on sets of small numbers: bit n of a mask is the number n, 0-30. */

export function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

export function highestBit(mask: number): number {
  return 31 - Math.clz32(mask);
}

/** The members that are `from` or more. */
export function bitsFrom(mask: number, from: number): number {
  return from > 31 ? 0 : mask & (-1 << from);
}

/** The members that are less than `end`. */
export function bitsBelow(mask: number, end: number): number {
  return end > 31 ? mask : mask & ~(-1 << end);
}

/** The number of members (Hacker's Delight, figure 5-2). */
export function countBits(mask: number): number {
  const pairs = mask - ((mask >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The members, the lowest first. */
export function members(mask: number): number[] {
  const found: number[] = [];
  for (let rest = mask; rest !== 0; rest = bitsFrom(rest, lowestBit(rest) + 1)) found.push(lowestBit(rest));
  return found;
}
