import { ACTED_ON_AT_ONCE, type ActionsBody } from '@zenpulse/contract';
import type { ScheduleCursor, ScheduleQuery } from '@zenpulse/core/ports';
import { readStates, testOf } from '@zenpulse/present';
import { ApiError } from '../http/api-error.ts';
import type { Installation } from '../installation.ts';

/** How many schedules a list reads at once. */
const PAGE = 50;

/** The ids that an action is for, a page at a time and at most a thousand; `next` is where the rest begins. */
export async function* idsToActOn(
  { ids, filter, expect }: ActionsBody,
  from: ScheduleCursor | undefined,
  installation: Installation,
): AsyncGenerator<{ readonly ids: readonly string[]; readonly next: ScheduleCursor | null }> {
  if (ids !== undefined) {
    yield { ids: [...new Set(ids)], next: null };
    return;
  }
  const { backend, damaged } = installation;
  const { is, ...rest } = filter ?? {};
  const test = is && (await testOf(is, await readStates(backend), damaged));
  const query: ScheduleQuery = { ...rest, test, sort: 'jobKey', isDescending: false, limit: PAGE };
  if (from === undefined) {
    const { total } = await backend.schedules.list({ ...query, limit: 1 });
    if (total !== expect) {
      throw new ApiError('count_differs', `expected ${expect} schedules as you saw, found ${total} now`);
    }
  }
  let after = from;
  for (let acted = 0; acted < ACTED_ON_AT_ONCE; acted += PAGE) {
    const page = await backend.schedules.list({ ...query, after, isUncounted: true });
    yield {
      ids: page.items.map((row) => (row.isDamaged ? row.damaged.id : row.schedule.id)),
      next: page.next,
    };
    if (page.next === null) return;
    after = page.next;
  }
}
