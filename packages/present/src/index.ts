export {
  tokenFields,
  type ChangeDto,
  type ErrorGroup,
  type Overview,
  type ScheduleItem,
} from '@zenpulse/contract';
export { changeExceptions, type ExceptionChange } from './change-exceptions.ts';
export { firingStopped } from './firing-stopped.ts';
export { namedRows, rowsById, type RowsById } from './named-rows.ts';
export { paramsIssuesFor } from './params-check.ts';
export { presentChange } from './present-changes.ts';
export { presentExecution, presentExecutionItem } from './present-executions.ts';
export { presentBucket, presentErrorGroup, presentRecent, todayAndHours } from './present-figures.ts';
export { presentLastRun, presentSchedule, presentSchedules } from './present-schedules.ts';
export { presentToken, tokenState } from './present-tokens.ts';
export { nextRuns, runningNow } from './running-and-next.ts';
export { countStates, readStates, testOf, type StateReading } from './schedule-states.ts';
