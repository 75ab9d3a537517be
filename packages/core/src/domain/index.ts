export {
  accountForOccurrences,
  type AccountedOccurrence,
  type AccountInput,
  type OccurrenceAccount,
} from './account-for-occurrences.ts';
export { caselessForms, caselessMatcher } from './caseless-text.ts';
export { CRON_FIELDS, cronFieldProblem, type CronField, type CronFields } from './cron/cron-fields.ts';
export { parseCronLine } from './cron-line.ts';
export type { CronGap } from './cron/cron-gaps.ts';
export { isTimeZone } from './cron/time-zone.ts';
export { zoneSpelling } from './cron/zone-spelling.ts';
export { describeTrigger } from './describe-trigger.ts';
export { durationText, relativeText } from './duration-text.ts';
export { CHAIN_LIMIT, decideDue, decideOne, isTooLate, type DueDecision, type DueRules } from './due.ts';
export {
  isRecorded,
  MESSAGE_SHOWN,
  NOTHING_RECORDED,
  ORIGINS,
  OUTCOMES,
  PARAMS_SHOWN,
  presenceIn,
  summaryOf,
  type Execution,
  type ExecutionSummary,
  type Origin,
  type Outcome,
  type Reason,
  type RecordPresence,
} from './execution.ts';
export { expected, inputIssues, issuesText, show, type InputIssue } from './expected.ts';
export { binOf, DURATION_BINS, NO_BIN, quantile, type DurationBins } from './figures/duration-bins.ts';
export { errorFingerprint, normalisedMessage, type FingerprintedError } from './figures/error-fingerprint.ts';
export { withFreshRecent } from './figures/fresh-recent.ts';
export {
  NO_FIGURES,
  ringsInDoubt,
  settledRecent,
  type ErrorGroup,
  type FiguresDelta,
  type RecentDelta,
  type RecentRow,
  type RingsInDoubt,
} from './figures/figures-delta.ts';
export {
  newestRecent,
  RECENT_KEPT,
  RECENT_WIDTH,
  recentOf,
  recentText,
  recentTexts,
  sortedRecent,
  type RecentOccurrence,
} from './figures/recent-occurrence.ts';
export {
  bucketsOf,
  bucketStart,
  bucketStarts,
  NO_COUNTS,
  ROLLUP_KEPT_MS,
  ROLLUP_KINDS,
  rollupOf,
  summedRollup,
  weightOf,
  type FiguresBucket,
  type FiguresStep,
  type RollupCount,
  type RollupKind,
} from './figures/rollup.ts';
export { hasGuess, settleGuesses, type SettledRecent } from './figures/settle-guesses.ts';
export { typicalMs } from './figures/typical-ms.ts';
export { firingOf, fleetWarnings, listed, runnerName, type FleetRunner } from './fleet.ts';
export { parseInterval, type IntervalFields } from './interval-text.ts';
export { INTERVAL_UNITS, intervalSeconds, type IntervalUnit } from './interval-trigger.ts';
export { toIso, toIsoOrNull } from './iso-instant.ts';
export { isPlainObject, type JsonObject } from './json-object.ts';
export { lateReasonWords } from './late-reason-words.ts';
export { isLate, LATE_FROM_MS, LATE_REASONS, lateMsAt, type LateReason } from './lateness.ts';
export { JOB_ISOLATIONS, type JobIsolation } from './job-isolation.ts';
export { paramsIssues, paramsIssuesIn } from './params-schema.ts';
export { compareRuns, type RunsCompared } from './compare-runs.ts';
export { nextClockChange, type ClockChange } from './next-clock-change.ts';
export { nextOccurrences } from './next-runs.ts';
export { runIdRule } from './run-id.ts';
export {
  addRunEnd,
  hasFailedLast,
  hasMissed,
  hasRun,
  mergedRunInstants,
  NO_RUN_INSTANTS,
  type MutableRunInstants,
  type RunEnd,
  type RunInstants,
} from './run-instants.ts';
export { changedSchedule, isCreatedAhead, newSchedule, reanchoredSchedule } from './schedule-lifecycle.ts';
export {
  completeSchedule,
  SCHEDULE_DEFAULTS,
  scheduleDraft,
  scheduleEdit,
  schedulePatch,
  type ScheduleChange,
  type StoredChange,
} from './schedule-input.ts';
export {
  FATES,
  type Fate,
  type NewestRun,
  type OccurrenceRecord,
  type RunningRun,
} from './occurrence-tellers.ts';
export {
  isFailing,
  neverRan,
  SCHEDULE_STATES,
  scheduleState,
  type ScheduleFacts,
  type ScheduleState,
} from './schedule-state.ts';
export {
  blackoutName,
  changeReason,
  LOG_POLICIES,
  MAX_PARAMS_CHARACTERS,
  scheduleFields,
  TRIGGER_TYPES,
  type LogPolicy,
  type InForce,
  type Schedule,
} from './schedule.ts';
export type { ScheduleFields } from './schedule-fields.ts';
export {
  isKeptInstant,
  readStoredSchedule,
  repairedSchedule,
  type DamagedSchedule,
  type StoredSchedule,
} from './stored-schedule.ts';
export {
  cronLineProblem,
  expandShortForms,
  intervalTextProblem,
  type Expanded,
  type ShortForms,
} from './short-forms.ts';
export { CHECK_CODES, checkSchedule, crowdedMinutes, type ScheduleFinding } from './schedule-checks.ts';
export { settableValues } from './settable-values.ts';
export type { ThrownDescription } from './thrown-description.ts';
export { ruleOf, TRIGGER_FIELDS, triggerIssues, type TriggerFields } from './trigger-fields.ts';
export { pastTriggerOf, triggerOf } from './timetable.ts';
export { isPausedAt } from './pause.ts';
export { pausesOf } from './expected-occurrences.ts';
export { instantText } from './instant-text.ts';
export { blackoutDefinition, type BlackoutDefinition } from './blackout-definition.ts';
export { closedTimesOf, type BlackoutWindow } from './blackout-window.ts';
export {
  endOfException,
  exceptionEntries,
  type ExceptionEntry,
  type ScheduleException,
} from './schedule-exceptions.ts';
export {
  planException,
  voidedExceptions,
  withdrawException,
  type ExceptionRequest,
  type Planned,
} from './plan-exception.ts';
export type { Trigger } from './trigger.ts';
export {
  triggerWarnings,
  triggerWarningTexts,
  unknownBlackouts,
  type TriggerWarning,
} from './trigger-warnings.ts';
export { VERSION, ZONE_DATA } from './version.ts';
export { hasInvisible, visibleText } from './visible-text.ts';
export {
  CHANGE_ACTIONS,
  CHANGE_ORIGINS,
  changedValues,
  isSameRecorded,
  RECORDED_FIELDS,
  recordOfEdit,
  valuesOf,
  type ChangeAction,
  type ChangeAuthor,
  type ChangeOrigin,
  type ChangeRecord,
  type RecordedValues,
  type ScheduleEdit,
} from './change-record.ts';
export { conflictIssues, putBack, type PutBack, type PutBackConflict } from './put-back.ts';
