import type { ScheduleTest } from '@zenpulse/core/ports';

/** Counts by name where the statement counts in order. */
export async function countNamed<K extends string>(
  tests: Readonly<Record<K, ScheduleTest | null>>,
  countEach: (tests: readonly (ScheduleTest | null)[]) => Promise<readonly number[]>,
): Promise<Record<K, number>> {
  const names = Object.keys(tests) as K[]; // an object literal's own names
  const counts = await countEach(names.map((name) => tests[name]));
  return Object.fromEntries(names.map((name, index) => [name, counts[index] ?? 0])) as Record<K, number>;
}
