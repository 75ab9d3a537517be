import { isRecorded, type Execution } from '../../domain/index.ts';
import type { Logger, RedactHook } from '../../ports/index.ts';
import type { Counters } from './counters.ts';
import { executionRecord, type ProcessIdentity } from './execution-record.ts';
import type { RunResult } from '../runs/run-result.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { JournaledRun } from '../journal/journal-line.ts';
import type { Lateness } from '../lateness/lateness.ts';
import { logResult } from './log-result.ts';
import type { LogWriter } from './log-writer.ts';

const MOST_TRIES = 10;

interface Untaken {
  readonly result: RunResult;
  readonly tries: number;
}

export interface ResultsDeps {
  readonly logger: Logger;
  readonly journal: Pick<JournalKeeper, 'ended' | 'decided'>;
  readonly logWriter: Pick<LogWriter, 'add'>;
  readonly counters: Pick<Counters, 'count'>;
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
   */
  take(result: RunResult): void {
    this.#tryToTake({ result, tries: 1 });
  }

  /** Tries again what failed. To be called each second, and at the end. */
  takeFailed(): void {
    for (const { result, tries } of this.#failed.splice(0)) {
      // The failure may be caused by the thrown value or the output: a record without them is better than none.
      const told = tries > 2 ? { ...result, thrown: null, output: null } : result;
      this.#tryToTake({ result: told, tries: tries + 1 });
    }
  }

  #tryToTake(untaken: Untaken): void {
    const { run, status } = untaken.result;
    try {
      this.#take(untaken.result);
    } catch (error) {
      if (untaken.tries < MOST_TRIES) this.#failed.push(untaken);
      this.#deps.logger.error(
        { err: error, jobKey: run.schedule.jobKey, runId: run.runId, status, tries: untaken.tries },
        'The end of a run could not be recorded',
      );
    }
  }

  #take(result: RunResult): void {
    const { run, status, reason, runTime, durationMs } = result;
    const { logger, journal, self, lateness, redact } = this.#deps;
    const execution = executionRecord(result, self, lateness, redact);
    const wasDecidedHere = status === 'missed' || status === 'skipped';
    this.#keep(run.runId, execution); // first, so that after an incomplete write no decision lacks its record
    if (wasDecidedHere && run.origin === 'schedule') journal.decided(run.schedule.id, run.scheduledAt);
    this.#deps.counters.count({
      runId: run.runId,
      scheduleId: run.schedule.id,
      status,
      reason,
      scheduledAt: run.scheduledAt,
      runTime,
      durationMs,
      attempt: run.attempt,
      coalescedCount: run.coalescedCount,
    });
    logResult(logger, result, redact);
  }

  /** Takes the end of a run of a runner that died. */
  takeInherited({ runId, logPolicy }: JournaledRun, execution: Execution): void {
    const { status, origin, jobKey, reason } = execution;
    this.#keep(runId, isRecorded(logPolicy, status, origin) ? execution : null);
    this.#deps.counters.count({ ...execution, runId });
    this.#deps.logger.warn(
      { jobKey, runId, reason, scheduledAt: execution.scheduledAt },
      'A run was left by a dead runner',
    );
  }

  #keep(runId: string, execution: Execution | null): void {
    this.#deps.journal.ended(runId, execution);
    if (execution !== null) this.#deps.logWriter.add(execution);
  }
}
