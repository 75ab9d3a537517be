import { statsQuery, toIso, type Stats } from '@zenpulse/contract';
import { presentBucket } from '@zenpulse/present';
import type { Handler } from '../http/route.ts';

/** Counts by outcome, and durations, of each hour or day. */
export const getStats: Handler = async ({ query }, { backend, clock }) => {
  const { scheduleId = null, from, to, step } = statsQuery(clock.now()).parse(query);
  const buckets = await backend.figures.buckets({ scheduleId, from, to, step });
  const body: Stats = { step, from: toIso(from), to: toIso(to), buckets: buckets.map(presentBucket) };
  return { status: 200, body };
};
