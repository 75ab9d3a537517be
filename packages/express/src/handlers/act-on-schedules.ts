import { actionsBody, type ActionsBody, type ActionsDone, type RefusedSchedule } from '@zenpulse/contract';
import {
  changedSchedule,
  changedValues,
  completeSchedule,
  planException,
  repairedSchedule,
  schedulePatch,
  settableValues,
  triggerOf,
  type ChangeAuthor,
} from '@zenpulse/core/domain';
import type { ScheduleCursor, SeenRunner } from '@zenpulse/core/ports';
import { newId } from '@zenpulse/store';
import { z } from 'zod';
import type { ScheduleRules } from '../access/schedule-rules.ts';
import { editInSteps, type Decide, type EditedInSteps } from '../changes/edit-in-steps.ts';
import { idsToActOn } from '../changes/schedules-to-act-on.ts';
import { ApiError } from '../http/api-error.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';
import { refuseWrongParams } from './refuse-wrong-params.ts';
import { runMany } from '../changes/run-many.ts';

const cursorRule = z.strictObject({ value: z.string(), id: z.string(), changeId: z.uuid() });

/** Does the same to many schedules, each in a bounded transaction with others; what is refused does not hold up the rest. */
export const actOnSchedules: Handler = async ({ body, actor, rules }, installation) => {
  const wanted = actionsBody.parse(body);
  const { changeId = newId(), ...from } = decodeCursor(wanted.cursor, cursorRule) ?? {};
  const author: ChangeAuthor = { actor: actor.name, origin: 'admin', reason: wanted.reason };
  const act = await actorOf(wanted, { author, rules, bulkId: changeId }, installation);
  const refused: RefusedSchedule[] = [];
  let changed = 0;
  let next: ScheduleCursor | null = null;
  const start = 'id' in from ? (from as ScheduleCursor) : undefined;
  for await (const page of idsToActOn(wanted, start, installation)) {
    const done = await act(page.ids);
    changed += done.changed;
    refused.push(...done.refused);
    next = page.next;
  }
  const answer: ActionsDone = {
    changed,
    refused,
    changeId,
    nextCursor: next === null ? null : encodeCursor({ ...next, changeId }),
  };
  return { status: 200, body: answer };
};

interface Acting {
  readonly author: ChangeAuthor;
  readonly rules: ScheduleRules;
  readonly bulkId: string;
}

async function actorOf(
  wanted: ActionsBody,
  { author, rules, bulkId }: Acting,
  installation: Installation,
): Promise<(ids: readonly string[]) => Promise<EditedInSteps>> {
  const { backend, clock } = installation;
  const { action } = wanted;
  if (action === 'run') return (ids) => runMany(ids, author, bulkId, rules, installation);
  const decide = await decisionOf(wanted, author, installation);
  const decided: Decide = (...row) => {
    const edit = decide(...row);
    return edit === null ? null : { ...edit, bulkId };
  };
  return (ids) =>
    editInSteps(ids, decided, author, { schedules: backend.schedules, clock, asking: { rules } });
}

async function decisionOf(
  wanted: ActionsBody,
  { reason }: ChangeAuthor,
  { backend, clock }: Installation,
): Promise<Decide> {
  if (wanted.action === 'delete') return remove;
  if (wanted.action === 'skip-next') return skipNext(reason ?? null);
  return change(changeOf(wanted), await backend.runners.list(), clock.now());
}

/** Skips the next occurrence of each. */
function skipNext(reason: string | null): Decide {
  return (stored, now, id) => {
    if (stored === null) throw new ApiError('not_found', `there is no schedule ${id}`);
    const at = stored.isDamaged || !stored.schedule.enabled ? null : triggerOf(stored.schedule).next(now);
    if (stored.isDamaged || at === null)
      throw new ApiError('validation_failed', 'expected a schedule that runs, got one without a next run');
    const planned = planException(stored.schedule, { kind: 'skip', at }, { id: newId(), reason, now });
    if (planned.problem !== null) throw new ApiError('validation_failed', planned.problem.message);
    return { after: changedSchedule(stored.schedule, { exceptions: planned.exceptions }, now) };
  };
}

/** The fields that an action changes. Throws a ZodError for fields that no schedule may have. */
function changeOf({ action, fields, pausedUntil, pauseReason }: ActionsBody): Fields {
  const pause = { pausedUntil: pausedUntil ?? null, pauseReason: pauseReason ?? null };
  const wanted = {
    enable: { enabled: true },
    disable: { enabled: false },
    pause,
    resume: { pausedUntil: null, pauseReason: null },
    set: fields ?? {},
  }[action as 'enable' | 'disable' | 'pause' | 'resume' | 'set'];
  const { version: _version, ...change } = schedulePatch.parse({ ...wanted, version: 1 });
  return change;
}

/** Fields of a schedule that have been checked, each by itself. */
type Fields = Readonly<Record<string, unknown>>;

const remove: Decide = (stored, _now, id) => {
  if (stored === null) throw new ApiError('not_found', `there is no schedule ${id}`);
  return { after: null };
};

function change(wanted: Fields, runners: readonly SeenRunner[], readAt: number): Decide {
  const isForParams = 'params' in wanted || 'jobKey' in wanted;
  return (stored, now, id) => {
    if (stored === null) throw new ApiError('not_found', `there is no schedule ${id}`);
    const values = settableValues(stored);
    const fields = completeSchedule.parse({ ...values, ...wanted });
    if (changedValues(values, fields) === null) return null;
    if (isForParams) refuseWrongParams(fields, runners, readAt);
    const before = stored.isDamaged ? repairedSchedule(stored.damaged.values, now) : stored.schedule;
    return { after: changedSchedule(before, fields, now) };
  };
}
