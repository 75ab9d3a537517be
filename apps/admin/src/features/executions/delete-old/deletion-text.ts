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

/** Says before the deletion exactly what will go. */
export function deletionText(target: ExecutionFilter & { readonly to: string }, zone: string): string {
  const { jobKey, scheduleId, status = [], search, to } = target;
  const which = [
    jobKey && `of the job “${jobKey}”`,
    scheduleId && 'of the schedule that the list shows',
    status.length > 0 && `with the outcome ${status.map((one) => outcomeLabel(one)).join(' or ')}`,
    search && `that contain “${search}”`,
  ].filter(Boolean);
  const all = which.length === 0 ? 'All executions' : `Executions ${which.join(', ')},`;
  return `${all} from before ${instantText(Date.parse(to), zone)} (${zone}) are deleted. This cannot be undone.`;
}

function outcomeLabel(status: string): string {
  return status in OUTCOME_WORDS ? OUTCOME_WORDS[status as Outcome].label : status;
}
