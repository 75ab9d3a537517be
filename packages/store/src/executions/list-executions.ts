import {
  EXECUTIONS_SEARCHED,
  type Clock,
  type ExecutionCursor,
  type ExecutionListPage,
  type ExecutionPageQuery,
} from '@zenpulse/core/ports';
import type { ExecutionRow } from './execution-fields.ts';
import { EXECUTION_INDEXES, type ExecutionPlan } from './execution-plan.ts';
import type { ExecutionSteps } from './execution-steps.ts';
import { StepPace } from './step-pace.ts';

/** After this time a search begins no further step. */
export const SEARCH_MS = 30;

export async function listExecutions(
  steps: ExecutionSteps,
  clock: Clock,
  plan: ExecutionPlan,
  query: ExecutionPageQuery,
): Promise<ExecutionListPage> {
  if (plan.branches.length === 0) return { items: [], next: null, searchedBackTo: null };
  if (isLookedThrough(plan)) return search(steps, clock, plan, query);
  const { after, limit } = query;
  const rows = await steps.newest(plan, { ...plan.bounds, before: after }, limit + 1);
  return page(steps, plan, rows, limit);
}

/** An index of occurrences sorts by attempt, not by id, so a page of them is sorted afterwards. */
function isLookedThrough({ residual, branches }: ExecutionPlan): boolean {
  return residual !== null || branches.some(({ index }) => index === EXECUTION_INDEXES.occurrence);
}

/** Reads the rows in limited steps, newest first, until the page is full, all rows were read, or the time is up. */
async function search(
  steps: ExecutionSteps,
  clock: Clock,
  plan: ExecutionPlan,
  { after, limit }: ExecutionPageQuery,
): Promise<ExecutionListPage> {
  const pace = new StepPace(clock);
  const startedAt = clock.monotonic();
  const rows: ExecutionRow[] = [];
  let before = after;
  for (let searched = 0; ;) {
    const size = Math.min(pace.rows, EXECUTIONS_SEARCHED - searched);
    const reached = await pace.timed(async () => {
      const bounds = { ...plan.bounds, before };
      const at = await steps.boundary(plan, bounds, size, 'DESC');
      const from = at === null ? bounds.from : Math.max(at, bounds.from ?? at);
      rows.push(...(await steps.newest(plan, { ...bounds, from }, limit + 1 - rows.length)));
      return at;
    });
    if (rows.length > limit || reached === null) return page(steps, plan, rows, limit);
    // All rows of this instant were read. If an instant is read back with another value than it was written with, the
    // search must not repeat it for ever.
    const at = before !== undefined && before.id === '' && before.at <= reached ? before.at - 1 : reached;
    before = { at, id: '' };
    searched += size;
    if (searched >= EXECUTIONS_SEARCHED || clock.monotonic() - startedAt >= SEARCH_MS) {
      return { ...page(steps, plan, rows, limit), next: before, searchedBackTo: at };
    }
  }
}

function page(
  { summary }: ExecutionSteps,
  plan: ExecutionPlan,
  rows: readonly ExecutionRow[],
  limit: number,
): ExecutionListPage {
  const items = rows.slice(0, limit).map(summary.read);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const cursorOf = ({ id, runTime, scheduledAt }: (typeof items)[number]): ExecutionCursor => ({
    at: plan.branches[0]?.time === 'occurrence_at' ? scheduledAt : runTime,
    id,
  });
  return { items, next: last === undefined ? null : cursorOf(last), searchedBackTo: null };
}
