import type { Lease, RunnerState } from '../../ports/index.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import type { RunBook } from '../runs/run-book.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { LogWriter } from '../records/log-writer.ts';
import type { Preparation } from '../schedules/preparation.ts';
import type { Reporter } from './reporter.ts';
import type { OtherRunners } from './other-runners.ts';
import type { Syncer } from '../schedules/syncer.ts';

/** The current state of a runner, for frequent readers: probes and metrics. Instants are epoch milliseconds. */
export interface EngineGauges {
  readonly state: RunnerState;
  /** True if it may start runs. */
  readonly isLeaseHeld: boolean;
  /** How many schedules fire here while the lease is held. */
  readonly schedules: number;
  readonly running: number;
  /** How many runs wait: for a place, or in a chain for the run before them. */
  readonly queued: number;
  /** How many executions have not reached the database. */
  readonly unwritten: number;
  /** The revision of the schedules in memory; null before they were read. */
  readonly revision: number | null;
  readonly revisionAppliedAt: number | null;
  /** How many times the database was replaced by another or restored one while this process ran. */
  readonly historyChanges: number;
  /** When the last report was written; null before the first. */
  readonly heartbeatAt: number | null;
  /** True if the last try to read schedules or to write executions failed. */
  readonly isDatabaseAway: boolean;
  /** The reason, if the database or its driver reported one; null otherwise. */
  readonly databaseProblem: string | null;
  readonly isJournalDegraded: boolean;
  /** True while all firing is stopped, by the switch in the database or by a setting here. */
  readonly isFiringStopped: boolean;
  /** True if the last report could not be written. */
  readonly isReportFailing: boolean;
  /**
   * How many differences there are between living runners and this one: jobs, version, time zone data, default zone.
   */
  readonly differences: number;
}

export interface GaugeSources {
  readonly lease: Pick<Lease, 'isHeld'>;
  readonly dispatcher: Pick<Dispatcher, 'size'>;
  readonly book: Pick<RunBook, 'started' | 'waiting'>;
  readonly logWriter: Pick<LogWriter, 'waitingCount' | 'isBehind' | 'problem'>;
  readonly syncer: Pick<Syncer, 'revision' | 'isFailing' | 'problem'>;
  readonly preparation: Pick<Preparation, 'problem'>;
  readonly journal: Pick<JournalKeeper, 'isDegraded'>;
  readonly reporter: Pick<Reporter, 'reportedAt' | 'isFailing'>;
  readonly others: Pick<OtherRunners, 'differences'>;
}

export function engineGauges(
  { lease, dispatcher, book, logWriter, syncer, preparation, journal, reporter, others }: GaugeSources,
  now: Pick<EngineGauges, 'state' | 'revisionAppliedAt' | 'historyChanges' | 'isFiringStopped'>,
): EngineGauges {
  return {
    ...now,
    isLeaseHeld: lease.isHeld(),
    schedules: dispatcher.size,
    running: book.started.runningCount,
    queued: book.waiting.queuedCount,
    unwritten: logWriter.waitingCount,
    revision: syncer.revision,
    heartbeatAt: reporter.reportedAt,
    isDatabaseAway: preparation.problem !== null || syncer.isFailing || logWriter.isBehind,
    databaseProblem: preparation.problem ?? syncer.problem ?? logWriter.problem,
    isJournalDegraded: journal.isDegraded,
    isReportFailing: reporter.isFailing,
    differences: others.differences.length,
  };
}
