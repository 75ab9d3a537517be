import type { ScheduleTest } from '@zenpulse/core/ports';

/** Counts by name; the statement returns the counts in order. */
export async function countNamed<K extends string>(
  tests: Readonly<Record<K, ScheduleTest | null>>,
  countEach: (tests: readonly (ScheduleTest | null)[]) => Promise<readonly number[]>,
): Promise<Record<K, number>> {
  const names = Object.keys(tests) as K[]; // the object literal has no other keys
  const counts = await countEach(names.map((name) => tests[name]));
  return Object.fromEntries(names.map((name, index) => [name, counts[index] ?? 0])) as Record<K, number>;
}
