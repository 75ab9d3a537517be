import type { ExecutionDto, ExecutionItem } from '@zenpulse/contract';
import { toIso, type Execution, type ExecutionSummary } from '@zenpulse/core/domain';

/** One execution in full. */
export function presentExecution(execution: Execution): ExecutionDto {
  const { traceback, output } = execution;
  return {
    ...execution,
    ...instantsOf(execution),
    hasTraceback: traceback !== null,
    hasOutput: output !== null,
  };
}

/** An execution in a list. */
export function presentExecutionItem(execution: ExecutionSummary): ExecutionItem {
  return { ...execution, ...instantsOf(execution) };
}

function instantsOf({ scheduledAt, runTime }: Pick<Execution, 'scheduledAt' | 'runTime'>) {
  return { scheduledAt: toIso(scheduledAt), runTime: toIso(runTime) };
}
