export {
  ACTED_ON_AT_ONCE,
  actionsBody,
  listChangesQuery,
  reasonQuery,
  revertBody,
  roleToAct,
  type ActionsBody,
  type ActionsDone,
  type ChangeDto,
  type ChangePage,
  type RefusedSchedule,
  type Reverted,
} from './changes.ts';
export { ERROR_STATUS, type ErrorCode } from './error-status.ts';
export { stopBody, type BlackoutDto, type BlackoutList } from './calendar.ts';
export { moveBody, skipBody } from './exceptions.ts';
export { listErrorsQuery, type ErrorGroup, type ListErrorsQuery } from './error-groups.ts';
export { errorBody, type ErrorBody } from './errors.ts';
export { EVENT_KINDS, type EventData, type EventKind } from './events.ts';
export {
  deleteExecutionsQuery,
  listExecutionsQuery,
  type DeleteExecutionsQuery,
  type ExecutionCount,
  type ExecutionDto,
  type ExecutionItem,
  type ExecutionPage,
  type ExecutionsDeleted,
  type ListExecutionsQuery,
} from './executions.ts';
export {
  STATS_QUERY,
  statsQuery,
  type RecentOccurrence,
  type Stats,
  type StatsBucket,
  type StatsQuery,
} from './figures.ts';
export { EXECUTIONS_COUNTED } from './executions-counted.ts';
export { toIso, toIsoOrNull } from './instants.ts';
export {
  listOccurrencesQuery,
  toOccurrenceDto,
  type ClockChangeDto,
  type OccurrenceDto,
  type OccurrenceList,
} from './occurrences.ts';
export { runOutputQuery, type OutputLineDto, type RunOutputDto, type RunOutputQuery } from './outputs.ts';
export type { Overview, OverviewLane, OverviewNext, OverviewRun } from './overview.ts';
export { PATHS } from './paths.ts';
export type { Receipt } from './receipts.ts';
export {
  actionsOfFields,
  includesRole,
  isRole,
  ROLE_OF_ACTION,
  ROLES,
  roleToPatch,
  roleToPutBack,
  type Actor,
  type Role,
  type ScheduleAction,
} from './roles.ts';
export type {
  CancelAccepted,
  FiringStopped,
  InstallationInfo,
  JobDto,
  JobList,
  RunnerDto,
  RunnerList,
} from './runners.ts';
export {
  listSchedulesQuery,
  previewBody,
  runBody,
  SCHEDULE_SORTS,
  SCHEDULE_TESTS,
  type LastRunDto,
  type ListSchedulesQuery,
  type Page,
  type Preview,
  type PreviewChange,
  type RunAccepted,
  type ScheduleBody,
  type ScheduleCounts,
  type ScheduleDto,
  type ScheduleIs,
  type ScheduleItem,
  type SchedulePage,
  type ScheduleSortName,
} from './schedules.ts';
export {
  createTokenBody,
  tokenDto,
  tokenFields,
  type TokenCreated,
  type TokenDto,
  type TokenList,
} from './tokens.ts';
