import type { ExecutionCount } from '@zenpulse/contract';
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

/** The label of the button: "Delete 203 executions", or "Delete executions" if the count is not exact. */
export function deletionAction(counted: ExecutionCount | undefined): string {
  return counted === undefined || counted.count === 0 || !counted.isExact
    ? 'Delete executions'
    : `Delete ${executionsText(counted.count)}`;
}

/** Describes exactly what will be deleted; with the number in `counted` once it is known. */
export function deletionText(
  target: ExecutionFilter & { readonly to: string },
  zone: string,
  counted?: ExecutionCount,
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
  if (isNone(counted)) return `${what}: there are none.`;
  return `${what} will be deleted.${nowText(counted)} This cannot be undone.`;
}

export function isNone(counted: ExecutionCount | undefined): boolean {
  return counted?.count === 0 && counted.isExact;
}

/** An inexact count is shown as "more than"; an inexact count of 0 is not shown. */
function nowText(counted: ExecutionCount | undefined): string {
  if (counted === undefined || counted.count === 0) return '';
  return ` That is ${counted.isExact ? '' : 'more than '}${executionsText(counted.count)} at the moment.`;
}

function executionsText(count: number): string {
  return count === 1 ? '1 execution' : `${count.toLocaleString('en-GB')} executions`;
}

function outcomeLabel(status: string): string {
  return status in OUTCOME_WORDS ? OUTCOME_WORDS[status as Outcome].label : status;
}
