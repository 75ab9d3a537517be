export type { ScheduleItem } from '@zenpulse/contract';
export { paramsIssuesFor } from './params-check.ts';
export { presentExecution, presentExecutionItem } from './present-executions.ts';
export { presentBucket, presentErrorGroup, presentRecent, todayAndHours } from './present-figures.ts';
export { presentLastRun, presentSchedule, presentSchedules } from './present-schedules.ts';
export { countStates, readStates, testOf, type StateReading } from './schedule-states.ts';
