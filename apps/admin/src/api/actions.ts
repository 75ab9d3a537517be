import {
  PATHS,
  type ActionsBody,
  type ActionsDone,
  type Reverted,
  type ScheduleItem,
} from '@zenpulse/contract';
import type { ScheduleFilter } from './schedules.ts';
import { request } from './request.ts';

/** Long enough for a thousand schedules. */
const MANY_MS = 120_000;

/** Does something to at most a thousand schedules; the answer's `nextCursor` continues. */
export function actOnSchedules(body: ActionsBody): Promise<ActionsDone> {
  return request(PATHS.scheduleActions, { method: 'POST', body, timeoutMs: MANY_MS });
}

/** Puts a change back, or up to a thousand of an action's. */
export function revertChange(id: string, cursor: string | null, reason = ''): Promise<Reverted> {
  const body = { ...(cursor !== null && { cursor }), ...(reason !== '' && { reason }) };
  return request(PATHS.revert, { method: 'POST', params: { id }, body, timeoutMs: MANY_MS });
}

/** The list's filter as an action takes it. */
export function actionFilter({
  search,
  enabled,
  triggerType,
  logPolicy,
  is,
}: ScheduleFilter): ActionsBody['filter'] {
  const filter = {
    ...(search !== '' && { search }),
    ...(enabled !== '' && { enabled: enabled === 'true' }),
    ...(triggerType !== '' && { triggerType }),
    ...(logPolicy !== '' && { logPolicy }),
    ...(is !== '' && { is }),
  };
  // The address may have values that no filter has; the server refuses them, as it refuses the list.
  return filter as ActionsBody['filter'];
}

interface Why {
  readonly reason?: string;
}

/** That occurrence does not run. */
export function skipOccurrence(
  id: string,
  body: Why & { readonly scheduledAt: string },
): Promise<ScheduleItem> {
  return request(PATHS.skip, { method: 'POST', params: { id }, body });
}

/** That occurrence runs at another time. */
export function moveOccurrence(
  id: string,
  body: Why & { readonly scheduledAt: string; readonly to: string },
): Promise<ScheduleItem> {
  return request(PATHS.move, { method: 'POST', params: { id }, body });
}

/** One run more, at a time that the rule does not yield. */
export function planRun(id: string, body: Why & { readonly at: string }): Promise<ScheduleItem> {
  return request(PATHS.run, { method: 'POST', params: { id }, body });
}

/** What was skipped, moved or planned is as if it had not been. */
export function withdrawException(id: string, exceptionId: string): Promise<ScheduleItem> {
  return request(PATHS.exception, { method: 'DELETE', params: { id, exceptionId } });
}
