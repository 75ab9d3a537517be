import { EXECUTIONS_SEARCHED, type Clock, type ExecutionCount } from '@zenpulse/core/ports';
import type { ExecutionPlan } from './execution-plan.ts';
import type { ExecutionSteps } from './execution-steps.ts';
import { SEARCH_MS } from './list-executions.ts';
import { StepPace } from './step-pace.ts';

/** How many rows one statement counts in a few milliseconds. */
const COUNTED_AT_ONCE = 2_000;
const NO_LIMIT = 1_000_000_000;

export async function countExecutions(
  steps: ExecutionSteps,
  clock: Clock,
  plan: ExecutionPlan,
  atMost: number,
): Promise<ExecutionCount> {
  if (plan.branches.length === 0) return { count: 0, isExact: true };
  if (plan.residual !== null || atMost > COUNTED_AT_ONCE) return countInSteps(steps, clock, plan, atMost);
  const count = await steps.count(plan, plan.bounds, atMost + 1);
  return { count: Math.min(count, atMost), isExact: count <= atMost };
}

/** Counts from the oldest on, in limited steps. */
async function countInSteps(
  steps: ExecutionSteps,
  clock: Clock,
  plan: ExecutionPlan,
  atMost: number,
): Promise<ExecutionCount> {
  const pace = new StepPace(clock);
  const startedAt = clock.monotonic();
  let { from } = plan.bounds;
  for (let count = 0, searched = 0; ;) {
    const size = pace.rows;
    const reached = await pace.timed(async () => {
      const at = await steps.boundary(plan, { ...plan.bounds, from }, size, 'ASC');
      const bounds = { ...plan.bounds, from, to: at === null ? plan.bounds.to : at + 1 };
      count += await steps.count(plan, bounds, Math.min(atMost + 1 - count, NO_LIMIT));
      return at;
    });
    if (count > atMost) return { count: atMost, isExact: false };
    if (reached === null) return { count, isExact: true };
    from = afterInstant(reached, from);
    searched += size;
    const isLong = searched >= EXECUTIONS_SEARCHED || clock.monotonic() - startedAt >= SEARCH_MS;
    if (Number.isFinite(atMost) && isLong) return { count, isExact: false };
  }
}

/**
 * The start of the next step; also correct for an instant that is read back with another value than it was written
 * with.
 */
export function afterInstant(reached: number, from: number | undefined): number {
  return from === undefined ? reached + 1 : Math.max(reached, from) + 1;
}
