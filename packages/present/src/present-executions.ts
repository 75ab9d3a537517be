import type { ExecutionDto, ExecutionItem } from '@zenpulse/contract';
import { presenceIn, toIso, type Execution, type ExecutionSummary } from '@zenpulse/core/domain';

/** One execution in full. */
export function presentExecution(execution: Execution): ExecutionDto {
  return { ...execution, ...presenceIn(execution), ...instantsOf(execution) };
}

/** An execution in a list. */
export function presentExecutionItem(execution: ExecutionSummary): ExecutionItem {
  return { ...execution, ...instantsOf(execution) };
}

function instantsOf({ scheduledAt, runTime }: Pick<Execution, 'scheduledAt' | 'runTime'>) {
  return { scheduledAt: toIso(scheduledAt), runTime: toIso(runTime) };
}
