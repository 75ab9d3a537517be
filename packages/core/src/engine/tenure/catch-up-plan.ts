import {
  decideDue,
  isRecorded,
  isTooLate,
  triggerOf,
  type DueDecision,
  type Schedule,
  type StoredSchedule,
} from '../../domain/index.ts';
import type { SeenJournal, Tenure } from '../../ports/index.ts';
import { JournalBook } from '../journal/journal-book.ts';
import { isLost, planRecovery, type PlannedRecovery } from './planned-recovery.ts';
import {
  ambiguousOf,
  decidedUntilOf,
  lastToFire,
  resumableRuns,
  resumptionFrom,
  resumptionOf,
  type Resumption,
} from './recovery.ts';

/** What a runner starting now would catch up of one schedule. Instants are epoch milliseconds. */
export interface PlannedCatchUp {
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly variant: string;
  readonly timezone: string;
  /** Everything up to here is decided. */
  readonly decidedUntil: number;
  /** How many occurrences fell due since. */
  readonly undecided: number;
  /** The newest of them. */
  readonly newest: number;
  /** How many starts there would be. */
  readonly starts: number;
  /** How many occurrences would be missed as too late, including those dropped from a chain. */
  readonly missed: number;
  /** How many occurrences would be given up because a dead runner may have started them. */
  readonly ambiguous: number;
  /** True if the log policy records missed occurrences. */
  readonly recordsMissed: boolean;
}

/** An enabled schedule whose job is not registered: its occurrences would be skipped. */
export interface PlannedSkip {
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly variant: string;
  /** How many occurrences fell due since everything was last decided. */
  readonly undecided: number;
}

export interface CatchUpPlan {
  readonly schedules: readonly PlannedCatchUp[];
  readonly inherited: readonly PlannedRecovery[];
  readonly unregistered: readonly PlannedSkip[];
  /** Runs of dead runners that had started: they become interrupted. */
  readonly interrupted: number;
  /** Waiting runs of dead runners: they are resumed within their grace. */
  readonly waiting: number;
  /** Records of dead runners that had not reached the database. */
  readonly unwritten: number;
}

interface Input {
  readonly tenure: Tenure;
  readonly journals: readonly SeenJournal[];
  readonly rows: readonly StoredSchedule[];
  readonly isRegistered: (jobKey: string) => boolean;
  readonly now: number;
  /** The history id of the database; only its journals count. */
  readonly historyId: string;
  /** Whether all firing is stopped, and when it was last allowed again: nothing before that is caught up. */
  readonly firing?: { readonly isStopped: boolean; readonly resumedAt: number | null };
}

/** Computes what a takeover would do now, without doing anything. */
export function planCatchUp(input: Input): CatchUpPlan {
  const { tenure, journals, isRegistered, now, firing = { isStopped: false, resumedAt: null } } = input;
  const rows = firing.isStopped ? input.rows.map(asDisabled) : input.rows;
  const read = journals.map((one) => ({ ...one, book: new JournalBook().read(one.lines, one) }));
  const known = read.filter(({ book }) => book.historyId === null || book.historyId === input.historyId);
  const together = known.reduce((book, one) => book.read(one.lines, one), new JournalBook());
  const isAnother = read.length > known.length && known.every(({ book }) => book.historyId === null);
  const found = isAnother ? resumptionFrom(now) : resumptionOf(tenure, known, null, now);
  const resumption = fellDue(found, now);
  const enabled = rows.flatMap((row) => (row.isDamaged || !row.schedule.enabled ? [] : [row.schedule]));
  const canRun = (schedule: Schedule) => isRegistered(schedule.jobKey);
  const planned = (schedule: Schedule) => plannedFor(schedule, resumption, firing.resumedAt ?? 0, now);
  return {
    schedules: enabled.filter(canRun).flatMap((schedule) => planned(schedule) ?? []),
    inherited: planRecovery(together, resumableRuns(known, lastToFire(tenure, known).journal), {
      ...input,
      rows,
      resumption,
    }),
    unregistered: enabled
      .filter((schedule) => !canRun(schedule))
      .map((schedule) => ({
        scheduleId: schedule.id,
        jobKey: schedule.jobKey,
        variant: schedule.variant,
        undecided: planned(schedule)?.undecided ?? 0,
      })),
    interrupted: together.openRuns.filter(isLost).length,
    waiting: together.openRuns.filter((open) => !isLost(open)).length,
    unwritten: together.unwritten.length,
  };
}

/** R may be ahead of now; occurrences after now are not due yet and not part of the plan. */
function fellDue(resumption: Resumption, now: number): Resumption {
  const { ambiguousUntil } = resumption;
  return { ...resumption, ambiguousUntil: ambiguousUntil === null ? null : Math.min(ambiguousUntil, now) };
}

/** While all firing is stopped, every schedule counts as disabled. */
function asDisabled(row: StoredSchedule): StoredSchedule {
  return row.isDamaged ? row : { ...row, schedule: { ...row.schedule, enabled: false } };
}

/** Null if nothing is undecided. `notBefore`: nothing up to there is caught up. */
function plannedFor(
  schedule: Schedule,
  resumption: Resumption,
  notBefore: number,
  now: number,
): PlannedCatchUp | null {
  const trigger = triggerOf(schedule);
  const decidedUntil = decidedUntilOf(schedule, resumption, notBefore, now);
  const newest = trigger.previous(now);
  if (newest === null || newest <= decidedUntil) return null;
  const ambiguous = ambiguousOf(schedule, trigger, resumption, decidedUntil);
  const decision = decideDue(trigger, schedule, ambiguous?.until ?? decidedUntil, now);
  return {
    scheduleId: schedule.id,
    jobKey: schedule.jobKey,
    variant: schedule.variant,
    timezone: schedule.timezone,
    decidedUntil,
    undecided: trigger.count(decidedUntil, newest),
    newest,
    ...startsOf(decision, schedule, now),
    ambiguous: ambiguous?.count ?? 0,
    recordsMissed: isRecorded(schedule.logPolicy, 'missed', 'schedule'),
  };
}

function startsOf(
  decision: DueDecision,
  { misfireGraceTime }: Schedule,
  now: number,
): Pick<PlannedCatchUp, 'starts' | 'missed'> {
  if (decision.kind === 'nothing') return { starts: 0, missed: 0 };
  if (decision.kind === 'run') return { starts: 1, missed: 0 };
  if (decision.kind === 'missed') return { starts: 0, missed: decision.count };
  const late = decision.instants.filter((at) => isTooLate(at, now, misfireGraceTime)).length;
  return { starts: decision.instants.length - late, missed: late + (decision.dropped?.count ?? 0) };
}
