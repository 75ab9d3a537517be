import type { RefusedSchedule } from '@zenpulse/contract';
import {
  inputIssues,
  issuesText,
  type ChangeAuthor,
  type ScheduleEdit,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { StoreError, type Clock, type ScheduleStore } from '@zenpulse/core/ports';
import { z } from 'zod';
import { askAboutEdits, type AskAbout } from './asked-edits.ts';
import { ApiError } from '../http/api-error.ts';

/** Decides about one schedule; null leaves it alone, what it throws refuses it. */
export type Decide = (stored: StoredSchedule | null, now: number, id: string) => ScheduleEdit | null;

export interface EditedInSteps {
  readonly changed: number;
  readonly refused: readonly RefusedSchedule[];
}

interface EditDeps {
  readonly schedules: ScheduleStore;
  readonly clock: Clock;
  readonly asking: AskAbout;
}

const FIRST = 10;
const MOST = 100;
/** How long deciding about the schedules of one step may hold the event loop; reading and writing them takes as long again. */
const STEP_MS = 3;

/**
 * Edits schedules in steps, each of one bounded transaction with a signal at its end. How many one step has follows from the
 * time that the step before took of the event loop.
 */
export async function editInSteps(
  ids: readonly string[],
  decide: Decide,
  author: ChangeAuthor,
  { schedules, clock, asking }: EditDeps,
): Promise<EditedInSteps> {
  const refused: RefusedSchedule[] = [];
  let changed = 0;
  let size = FIRST;
  for (let start = 0; start < ids.length;) {
    const step = ids.slice(start, start + size);
    const startedAt = { first: Number.NaN, last: 0 };
    const check = await askAboutEdits(step, decide, asking, { schedules, clock });
    const checked: Decide = (stored, now, id) => {
      const edit = decide(stored, now, id);
      check(id, stored, edit);
      return edit;
    };
    const result = await editStep(step, timed(checked, clock, startedAt), author, schedules);
    changed += result.changed;
    refused.push(...result.refused);
    start += step.length;
    const heldMs = Math.max(startedAt.last - startedAt.first, 0.5);
    if (Number.isFinite(heldMs))
      size = Math.round(Math.min(Math.max((step.length * STEP_MS) / heldMs, 1), size * 2, MOST));
  }
  return { changed, refused };
}

function timed(decide: Decide, clock: Clock, span: { first: number; last: number }): Decide {
  return (...row) => {
    if (Number.isNaN(span.first)) span.first = clock.monotonic();
    try {
      return decide(...row);
    } finally {
      span.last = clock.monotonic();
    }
  };
}

/** One transaction; where a name is taken, one for each schedule, so that only that one is refused. */
async function editStep(
  ids: readonly string[],
  decide: Decide,
  author: ChangeAuthor,
  schedules: ScheduleStore,
): Promise<EditedInSteps> {
  // By id: after a deadlock the store asks again.
  const refused = new Map<string, RefusedSchedule>();
  try {
    const edited = await schedules.edit(
      ids,
      (id, stored, now) => {
        refused.delete(id);
        try {
          return decide(stored, now, id);
        } catch (error) {
          refused.set(id, refusal(id, error));
          return null;
        }
      },
      author,
    );
    return { changed: edited.length, refused: [...refused.values()] };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'schedule_exists') throw error;
    const [only] = ids;
    if (only !== undefined && ids.length === 1) return { changed: 0, refused: [refusal(only, error)] };
  }
  let changed = 0;
  const later: RefusedSchedule[] = [];
  for (const id of ids) {
    const one = await editStep([id], decide, author, schedules);
    changed += one.changed;
    later.push(...one.refused);
  }
  return { changed, refused: later };
}

/** Why one schedule is left as it is. Rethrows what is no refusal. */
export function refusal(id: string, error: unknown): RefusedSchedule {
  if (error instanceof z.ZodError) {
    return { id, code: 'validation_failed', message: issuesText(inputIssues(error)) };
  }
  if (error instanceof ApiError || error instanceof StoreError)
    return { id, code: error.code, message: error.message };
  throw error;
}
