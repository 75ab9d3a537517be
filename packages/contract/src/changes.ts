import { CHANGE_ACTIONS, changeReason, expected, type ChangeRecord } from '@zenpulse/core/domain';
import { z } from 'zod';
import { instantText, pageQuery, queryObject } from './queries.ts';
import { roleToPatch, type Role } from './roles.ts';
import { listSchedulesQuery, type Page, type ScheduleItem } from './schedules.ts';

/** `?reason=…` of the requests that change something. */
export const reasonQuery = queryObject({ reason: changeReason.optional() });

/** `GET /api/changes`: newest first. */
export const listChangesQuery = queryObject({
  scheduleId: z.string(expected('one id')).max(191).optional(),
  /** The whole name. */
  actor: z.string(expected('one name')).max(255).optional(),
  action: z.enum(CHANGE_ACTIONS, expected(`one of ${CHANGE_ACTIONS.join(', ')}`)).optional(),
  /** Inclusive. */
  from: instantText,
  /** Exclusive. */
  to: instantText,
  ...pageQuery,
});

/** A change on the wire: instants in ISO, those of the values too. */
export interface ChangeDto extends Omit<ChangeRecord, 'at'> {
  readonly at: string;
}

/** A page may have fewer items than `limit`: its size is limited, and so is how far it searches. */
export type ChangePage = Page<ChangeDto>;

const reason = changeReason.optional();
const continued = z.string(expected('the nextCursor of the answer before')).max(500).optional();

/** The body of `POST /api/changes/:id/revert`; none is the same as `{}`. */
export const revertBody = z
  .strictObject({ reason, cursor: continued }, expected('a JSON object such as { reason }'))
  .optional();

const SCHEDULE_ACTIONS = [
  'run',
  'enable',
  'disable',
  'pause',
  'resume',
  'skip-next',
  'set',
  'delete',
] as const;

/** Most schedules that one request acts on; what is beyond is continued with `nextCursor`. */
export const ACTED_ON_AT_ONCE = 1_000;

const { search, triggerType, logPolicy, is } = listSchedulesQuery.shape;
const ids = z
  .array(z.string(expected('an id')).min(1).max(191), expected('a list of ids'))
  .min(1, expected('at least one id'))
  .max(ACTED_ON_AT_ONCE, expected(`at most ${ACTED_ON_AT_ONCE} ids`));

/** The filter of a list, as a JSON object; `{}` means all. */
const filter = z.strictObject(
  { search, enabled: z.boolean(expected('true or false')).optional(), triggerType, logPolicy, is },
  expected('a JSON object such as { "is": "failing" }'),
);

/** The body of `POST /api/schedules/actions`. */
export const actionsBody = z
  .strictObject(
    {
      action: z.enum(SCHEDULE_ACTIONS, expected(`one of ${SCHEDULE_ACTIONS.join(', ')}`)),
      ids: ids.optional(),
      filter: filter.optional(),
      /** How many schedules the filter finds; another number is refused. */
      expect: z.int(expected('how many schedules the filter finds')).min(0).optional(),
      /** Of `set`: the fields to change. */
      fields: z.record(z.string(), z.unknown(), expected('the fields to change')).optional(),
      /** Of `pause`. */
      pausedUntil: z.string(expected('an instant such as 2026-01-31T08:30:00Z')).optional(),
      pauseReason: changeReason.optional(),
      reason,
      cursor: continued,
    },
    expected('a JSON object such as { "action": "disable", "ids": [] }'),
  )
  .superRefine((body, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, input: body });
    if ((body.ids === undefined) === (body.filter === undefined))
      issue('ids', 'expected either ids or a filter');
    if (body.filter !== undefined && body.expect === undefined)
      issue('expect', 'expected how many schedules the filter finds, because there is a filter');
    if ((body.action === 'set') !== (body.fields !== undefined))
      issue('fields', 'expected fields for the action "set", and for no other');
    if ((body.action === 'pause') !== (body.pausedUntil !== undefined))
      issue('pausedUntil', 'expected pausedUntil for the action "pause", and for no other');
    if (body.action !== 'pause' && body.pauseReason !== undefined)
      issue('pauseReason', 'expected pauseReason for the action "pause" alone');
  });
export type ActionsBody = z.output<typeof actionsBody>;

/** The role that an action needs. */
export function roleToAct(body: unknown): Role {
  const { action, fields } = Object(body) as { readonly action?: unknown; readonly fields?: unknown };
  if (action === 'set') return roleToPatch(fields);
  return ['run', 'pause', 'resume', 'skip-next'].includes(String(action)) ? 'operator' : 'admin';
}

export interface RefusedSchedule {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

/** What an action did, or what was put back. */
export interface ActionsDone {
  /** How many schedules were changed, deleted or run; those that were so already are left alone. */
  readonly changed: number;
  readonly refused: readonly RefusedSchedule[];
  /** The `bulkId` of all its changes, or the id of the one change: what puts it back. */
  readonly changeId: string;
  /** Sent again as `cursor`, with the same body, it continues under the same `changeId`; null at the end. */
  readonly nextCursor: string | null;
}

/** The answer of `POST /api/changes/:id/revert`. */
export interface Reverted extends ActionsDone {
  /** The schedule as it is now, if one change was put back and did not create it. */
  readonly schedule?: ScheduleItem;
}
