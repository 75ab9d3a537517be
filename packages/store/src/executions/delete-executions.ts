import type { Clock } from '@zenpulse/core/ports';
import { afterInstant } from './count-executions.ts';
import type { ExecutionPlan } from './execution-plan.ts';
import type { ExecutionSteps } from './execution-steps.ts';
import { StepPace } from './step-pace.ts';

/** Deleted rows hold locks, and their ids are sent back. */
const DELETED_AT_ONCE = 2_000;

/** Oldest first, so that later steps do not pass over deleted rows again. */
export async function deleteExecutions(
  steps: ExecutionSteps,
  clock: Clock,
  plan: ExecutionPlan,
  signal: AbortSignal | undefined,
): Promise<number> {
  let deleted = 0;
  for (const branch of plan.branches) {
    deleted += await deleteBranch(
      steps,
      clock,
      { ...plan, branches: [branch] },
      () => signal?.aborted === true,
    );
  }
  return deleted;
}

async function deleteBranch(
  steps: ExecutionSteps,
  clock: Clock,
  plan: ExecutionPlan,
  isStopped: () => boolean,
): Promise<number> {
  const pace = new StepPace(clock, DELETED_AT_ONCE);
  let { from } = plan.bounds;
  let deleted = 0;
  while (!isStopped()) {
    const size = pace.rows;
    const step = await pace.timed(async () => {
      const at = await steps.boundary(plan, { ...plan.bounds, from }, size, 'ASC');
      const bounds = { ...plan.bounds, from, to: at === null ? plan.bounds.to : at + 1 };
      return { at, ...(await steps.remove(plan, bounds, 2 * size)) };
    });
    deleted += step.deleted;
    if (step.found >= 2 * size) continue; // many rows share the last instant: there may be more
    if (step.at === null) break;
    from = afterInstant(step.at, from);
  }
  return deleted;
}
