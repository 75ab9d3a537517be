import type { Outcome } from '@zenpulse/core/domain';
import type { ExecutionFilter } from '../../../api/executions.ts';
import { instantText } from '../../../time/instant-text.ts';
import { OUTCOME_WORDS } from '../outcome-words.ts';

/** The conditions of a filter other than its time. */
export function narrowing({ jobKey, scheduleId, status, search }: ExecutionFilter): ExecutionFilter {
  return {
    ...(jobKey && { jobKey }),
    ...(scheduleId && { scheduleId }),
    ...(status?.length && { status }),
    ...(search && { search }),
  };
}

export function hasCondition(filter: ExecutionFilter): boolean {
  return Object.keys(narrowing(filter)).length > 0;
}

/** What the button does: "Delete 1,203 executions". */
export function deletionAction(count: number | undefined): string {
  return count === undefined || count === 0 ? 'Delete executions' : `Delete ${executionsText(count)}`;
}

/** Says exactly what will be deleted; with `count` once that is known. */
export function deletionText(
  target: ExecutionFilter & { readonly to: string },
  zone: string,
  count?: number,
): string {
  const { jobKey, scheduleId, status = [], search, to } = target;
  const which = [
    jobKey && `of the job “${jobKey}”`,
    scheduleId && 'of the schedule shown in the list',
    status.length > 0 && `with the outcome ${status.map((one) => outcomeLabel(one)).join(' or ')}`,
    search && `matching “${search}”`,
  ].filter(Boolean);
  const all = which.length === 0 ? 'All executions' : `Executions ${which.join(', ')},`;
  const what = `${all} older than ${instantText(Date.parse(to), zone)} (${zone})`;
  if (count === 0) return `${what}: there are none.`;
  const now = count === undefined ? '' : ` That is ${executionsText(count)} at the moment.`;
  return `${what} will be deleted.${now} This cannot be undone.`;
}

function executionsText(count: number): string {
  return count === 1 ? '1 execution' : `${count.toLocaleString('en-GB')} executions`;
}

function outcomeLabel(status: string): string {
  return status in OUTCOME_WORDS ? OUTCOME_WORDS[status as Outcome].label : status;
}
