import { isRecorded, type ErrorGroup, type Execution } from '../../domain/index.ts';
import type { Logger, RedactHook } from '../../ports/index.ts';
import { describeForJob } from '../jobs/redact/describe-for-job.ts';
import { countedRecovery, countedResult, type CountedEnd } from './counted-end.ts';
import type { Counters } from './counters.ts';
import { paramsForRecord } from '../jobs/redact/redact-params.ts';
import { executionRecord, type ProcessIdentity } from './execution-record.ts';
import type { RecoveredEnd, RunResult } from '../runs/run-result.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { Lateness } from '../lateness/lateness.ts';
import type { ScheduleAccount } from '../runs/schedule-account.ts';
import { logResult } from './log-result.ts';
import type { LogWriter } from './log-writer.ts';
import { errorSeen } from './seen-errors.ts';

const MOST_TRIES = 10;

interface Untaken {
  readonly result: RunResult;
  readonly hasNext: boolean;
  readonly tries: number;
}

export interface ResultsDeps {
  readonly logger: Logger;
  readonly journal: Pick<JournalKeeper, 'ended' | 'failed' | 'decided'>;
  readonly logWriter: Pick<LogWriter, 'add'>;
  readonly counters: Pick<Counters, 'count' | 'countError'>;
  readonly lateness: Pick<Lateness, 'reasonAt'>;
  readonly self: ProcessIdentity;
  /** Removes secrets that only the user knows from texts; must not throw. */
  readonly redact?: RedactHook;
}

/**
 * The end of every run: counts it, writes it to the journal, and, if the policy keeps a record, passes it on to the
 * database.
 */
export class Results {
  readonly #deps: ResultsDeps;
  #failed: Untaken[] = [];

  constructor(deps: ResultsDeps) {
    this.#deps = deps;
  }

  /**
   * Never throws: a result that cannot be processed now is processed later, for example if a job has broken a built-in.
   * `hasNext`: a further attempt is to come.
   */
  take(result: RunResult, hasNext: boolean): void {
    this.#tryToTake({ result, hasNext, tries: 1 });
  }

  /** Tries again what failed. To be called each second, and at the end. */
  takeFailed(): void {
    for (const { result, hasNext, tries } of this.#failed.splice(0)) {
      // The failure may be caused by the thrown value or the output: a record without them is better than none.
      const told = tries > 2 ? { ...result, thrown: null, output: null } : result;
      this.#tryToTake({ result: told, hasNext, tries: tries + 1 });
    }
  }

  #tryToTake(untaken: Untaken): void {
    const { run, status } = untaken.result;
    try {
      this.#take(untaken);
    } catch (error) {
      if (untaken.tries < MOST_TRIES) this.#failed.push(untaken);
      this.#deps.logger.error(
        { err: error, jobKey: run.schedule.jobKey, runId: run.runId, status, tries: untaken.tries },
        'The end of a run could not be recorded',
      );
    }
  }

  #take({ result, hasNext }: Untaken): void {
    const { run, status } = result;
    const { logger, journal, self, lateness, redact } = this.#deps;
    const execution = executionRecord(result, self, lateness, redact);
    const wasDecidedHere = status === 'missed' || status === 'skipped';
    const error = this.#errorOf(result, execution);
    // First, so that after an incomplete write no decision lacks its record.
    this.#keep(countedResult(result, hasNext), execution, run.account);
    if (error !== null) this.#countError(error, execution !== null);
    if (wasDecidedHere && run.origin === 'schedule') journal.decided(run.schedule.id, run.scheduledAt);
    logResult(logger, result, redact);
  }

  /** Takes the end of a run of a runner that died. */
  takeRecovered({ run, start }: RecoveredEnd, execution: Execution): void {
    const { status, origin, jobKey, reason } = execution;
    const end = countedRecovery(run, execution, start !== null);
    const params = run.params === undefined ? null : paramsForRecord(jobKey, run.params, this.#deps.redact);
    this.#keep(end, isRecorded(run.logPolicy, status, origin) ? { ...execution, params } : null);
    this.#deps.logger.warn(
      { jobKey, runId: run.runId, reason, scheduledAt: execution.scheduledAt },
      'A run was left by a dead runner',
    );
  }

  /** Null for a run that threw nothing. */
  #errorOf({ run, thrown, runTime }: RunResult, execution: Execution | null): ErrorGroup | null {
    if (execution !== null) return errorSeen(execution, true);
    if (thrown === null) return null;
    const { id: scheduleId, jobKey } = run.schedule;
    const described = describeForJob(jobKey, thrown.value, this.#deps.redact);
    return errorSeen({ ...described, id: run.runId, scheduleId, jobKey, runTime }, false);
  }

  /** The journal has a recorded run's error in its record. */
  #countError(error: ErrorGroup, isRecorded: boolean): void {
    if (!isRecorded) this.#deps.journal.failed(error);
    this.#deps.counters.countError(error);
  }

  #keep(end: CountedEnd, execution: Execution | null, account?: ScheduleAccount): void {
    this.#deps.journal.ended(end.runId, execution, end);
    if (execution !== null) this.#deps.logWriter.add(execution);
    this.#deps.counters.count(end, account);
  }
}
