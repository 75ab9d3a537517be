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
import { isLost, planInheritance, type PlannedInheritance } from './planned-inheritance.ts';
import {
  ambiguousOf,
  decidedUntilOf,
  lastToFire,
  resumableRuns,
  resumptionFrom,
  resumptionOf,
  type Resumption,
} from './recovery.ts';

/** What a runner that started now would do about one schedule's past. Instants are epoch milliseconds. */
export interface PlannedCatchUp {
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly variant: string;
  readonly timezone: string;
  /** Up to here everything is decided. */
  readonly decidedUntil: number;
  /** Occurrences that fell due since. */
  readonly undecided: number;
  /** The newest of them. */
  readonly newest: number;
  /** How many starts there will be. */
  readonly starts: number;
  /** Occurrences that are missed because they are too late, those dropped from a chain included. */
  readonly missed: number;
  /** Occurrences that are given up because a dead runner may have started them. */
  readonly ambiguous: number;
  /** Whether the log policy writes missed occurrences down. */
  readonly recordsMissed: boolean;
}

/** A schedule that is switched on and whose job is not registered: what falls due of it is skipped. */
export interface PlannedSkip {
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly variant: string;
  /** Occurrences that fell due since everything was last decided. */
  readonly undecided: number;
}

export interface CatchUpPlan {
  readonly schedules: readonly PlannedCatchUp[];
  readonly inherited: readonly PlannedInheritance[];
  readonly unregistered: readonly PlannedSkip[];
  /** Runs of dead runners: had started, and become interrupted. */
  readonly interrupted: number;
  /** Runs of dead runners: waited, and are resumed within their grace. */
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
  /** Of the database, whose journals alone count. */
  readonly historyId: string;
}

/** Works out what a takeover would do right now, and does nothing. */
export function planCatchUp(input: Input): CatchUpPlan {
  const { tenure, journals, rows, isRegistered, now } = input;
  const read = journals.map((one) => ({ ...one, book: new JournalBook().read(one.lines, one) }));
  const known = read.filter(({ book }) => book.historyId === null || book.historyId === input.historyId);
  const together = known.reduce((book, one) => book.read(one.lines, one), new JournalBook());
  const isAnother = read.length > known.length && known.every(({ book }) => book.historyId === null);
  const found = isAnother ? resumptionFrom(now) : resumptionOf(tenure, known, null, now);
  const resumption = fellDue(found, now);
  const enabled = rows.flatMap((row) => (row.isDamaged || !row.schedule.enabled ? [] : [row.schedule]));
  const canRun = (schedule: Schedule) => isRegistered(schedule.jobKey);
  return {
    schedules: enabled.filter(canRun).flatMap((schedule) => plannedFor(schedule, resumption, now) ?? []),
    inherited: planInheritance(together, resumableRuns(known, lastToFire(tenure, known).journal), {
      ...input,
      resumption,
    }),
    unregistered: enabled
      .filter((schedule) => !canRun(schedule))
      .map((schedule) => ({
        scheduleId: schedule.id,
        jobKey: schedule.jobKey,
        variant: schedule.variant,
        undecided: plannedFor(schedule, resumption, now)?.undecided ?? 0,
      })),
    interrupted: together.openRuns.filter(isLost).length,
    waiting: together.openRuns.filter((open) => !isLost(open)).length,
    unwritten: together.unwritten.length,
  };
}

/** R may be ahead of now; what it gives up then has not fallen due yet, and is no part of the plan. */
function fellDue(resumption: Resumption, now: number): Resumption {
  const { ambiguousUntil } = resumption;
  return { ...resumption, ambiguousUntil: ambiguousUntil === null ? null : Math.min(ambiguousUntil, now) };
}

/** Null when nothing is undecided. */
function plannedFor(schedule: Schedule, resumption: Resumption, now: number): PlannedCatchUp | null {
  const trigger = triggerOf(schedule);
  const decidedUntil = decidedUntilOf(schedule, resumption, 0, now);
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
