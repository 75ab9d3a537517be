import {
  MAX_REPORTED_NEXT,
  MAX_REPORTED_RETRYING,
  type ReportedJob,
  type RunnerSnapshot,
} from '../../ports/index.ts';
import type { Counters } from '../records/counters.ts';
import type { EngineSettings } from '../engine.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import type { Executor } from '../runs/executor.ts';
import type { RegisteredJob } from '../jobs/job-registry.ts';
import { reportedSchema } from '../jobs/params-schema.ts';
import type { LogWriter } from '../records/log-writer.ts';
import { reportedRuns, retryingSchedules, waitingRuns } from './reported-runs.ts';
import type { Preparation } from '../schedules/preparation.ts';
import type { RunBook } from '../runs/run-book.ts';
import { declaredSchedule, scheduleDefaults } from '../schedules/schedules-from-code.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { OtherRunners } from './other-runners.ts';
import type { RunnerEvents } from './runner-events.ts';
import type { Syncer } from '../schedules/syncer.ts';

const MAX_FRESH = 500;
/** The characters of recent occurrences: a report is written each second. */
const MAX_FRESH_TEXT = 100_000;
/** From this share of the last minute on, it is reported. */
const WORTH_SAYING = 0.05;

const PAUSED_HERE =
  'No schedule fires here: ZENPULSE_PAUSED or the configuration says so. Runs by hand work.';

export interface SnapshotSources {
  readonly settings: EngineSettings;
  readonly jobs: readonly RegisteredJob[];
  readonly syncer: Pick<Syncer, 'revision' | 'known' | 'isFailing' | 'problem'>;
  readonly preparation: Pick<Preparation, 'problem'>;
  readonly book: Pick<RunBook, 'waiting' | 'started'>;
  readonly dispatcher: Pick<Dispatcher, 'upcoming'>;
  readonly executor: Pick<Executor, 'fullShare'>;
  readonly logWriter: Pick<LogWriter, 'isBehind' | 'waitingCount' | 'problem'>;
  readonly counters: Pick<Counters, 'freshLastRuns' | 'freshInstants' | 'freshRecent'>;
  readonly journal: Pick<JournalKeeper, 'isDegraded'>;
  readonly events: Pick<RunnerEvents, 'recent'>;
  readonly others: Pick<OtherRunners, 'differences'>;
}

type SnapshotNow = Pick<
  RunnerSnapshot,
  'state' | 'stateSince' | 'epoch' | 'startedAt' | 'revisionAppliedAt'
> & { readonly lostExecutions: number };

/** The report of this runner's current state. */
export function runnerSnapshot(
  {
    settings,
    jobs,
    syncer,
    preparation,
    dispatcher,
    book,
    executor,
    logWriter,
    counters,
    journal,
    events,
    others,
  }: SnapshotSources,
  { lostExecutions, ...now }: SnapshotNow,
): RunnerSnapshot {
  const { retentionDays: _retention, graceSeconds: _grace, catchesUp: _catchesUp, ...reported } = settings;
  const { waiting, started } = book;
  return {
    ...reported,
    ...now,
    revision: syncer.revision,
    ...(syncer.known === null ? {} : { revisionToken: syncer.known.token }),
    jobs: jobs.map(reportedJob),
    runningNow: reportedRuns(started.running),
    waitingNow: waitingRuns(waiting),
    waitingCount: waiting.queuedCount + waiting.retryingCount,
    problems: [
      ...(settings.isPaused === true ? [PAUSED_HERE] : []),
      ...others.differences,
      ...(executor.fullShare >= WORTH_SAYING
        ? [
            `All ${settings.concurrency} places were taken in ${Math.round(executor.fullShare * 100)} % of the last minute, and runs waited. --concurrency sets the number of places.`,
          ]
        : []),
      ...databaseProblems({ syncer, preparation, logWriter }),
      ...(logWriter.isBehind ? [`${logWriter.waitingCount} executions wait for the database.`] : []),
      ...(lostExecutions > 0
        ? [
            `${lostExecutions} executions were lost: the database was away, and neither memory nor disk took more.`,
          ]
        : []),
      ...(journal.isDegraded
        ? ['The journal cannot be written: runs started now could not be recovered after a crash.']
        : []),
    ],
    events: events.recent,
    freshLastRuns: counters.freshLastRuns(MAX_FRESH),
    freshInstants: counters.freshInstants(MAX_FRESH),
    freshRecent: counters.freshRecent(MAX_FRESH, MAX_FRESH_TEXT),
    retrying: retryingSchedules(waiting.retrying, MAX_REPORTED_RETRYING),
    next: dispatcher.upcoming(MAX_REPORTED_NEXT),
  };
}

function databaseProblems({
  syncer,
  preparation,
  logWriter,
}: Pick<SnapshotSources, 'syncer' | 'preparation' | 'logWriter'>): string[] {
  const problem = preparation.problem ?? syncer.problem ?? logWriter.problem;
  const sentence = problem === null ? 'The database does not answer.' : `${asSentence(problem)}.`;
  if (syncer.isFailing) return [`${sentence} Schedules are those of the last sync.`];
  return problem === null ? [] : [sentence];
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function reportedJob(job: RegisteredJob): ReportedJob {
  const { key, definedAt, isolation } = job;
  const paramsSchema = reportedSchema(job.paramsSchema);
  return {
    jobKey: key,
    definedAt,
    declared: declaredSchedule(job),
    defaults: scheduleDefaults(job),
    ...(isolation === undefined ? {} : { isolation }),
    ...(paramsSchema === null ? {} : { paramsSchema }),
  };
}
