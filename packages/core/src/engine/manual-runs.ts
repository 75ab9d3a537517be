import type { Schedule, StoredSchedule } from '../domain/index.ts';
import {
  RUN_REQUEST_TTL_MS,
  type Clock,
  type Logger,
  type RunRequest,
  type RunRequestStore,
} from '../ports/index.ts';
import type { RunResult } from './executor.ts';
import type { Run } from './run.ts';

export interface ManualRunsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runnerId: string;
  readonly requests: RunRequestStore;
  readonly scheduleOf: (id: string) => Promise<StoredSchedule | null>;
  readonly submit: (run: Run) => void;
  readonly onResult: (result: RunResult) => void;
}

/** Runs that people ask for: claims what waits and submits it; what is too old or impossible gets its record. */
export function createManualRuns(deps: ManualRunsDeps) {
  const { clock, logger, runnerId, requests, scheduleOf, submit, onResult } = deps;

  const give = (run: Run, reason: 'unclaimed' | 'damaged') =>
    onResult({
      run,
      status: reason === 'unclaimed' ? 'missed' : 'skipped',
      reason,
      runTime: clock.now(),
      durationMs: null,
      thrown: null,
      output: null,
    });

  const take = async (request: RunRequest): Promise<void> => {
    const row = await scheduleOf(request.scheduleId);
    if (row === null) {
      logger.warn(
        { runId: request.id, scheduleId: request.scheduleId },
        'A run was asked for of a schedule that is gone',
      );
      await requests.forget([request.id]);
      return;
    }
    const run = manualRun(request, row);
    if (row.isDamaged) give(run, 'damaged');
    else if (clock.now() - request.requestedAt > RUN_REQUEST_TTL_MS) give(run, 'unclaimed');
    else submit(run);
  };

  return {
    /** Takes over everything that waits. A failure is the syncer's to repeat. */
    async claim(): Promise<void> {
      for (const request of await requests.claim(runnerId)) await take(request);
    },
  };
}

function manualRun({ id, requestedAt }: RunRequest, row: StoredSchedule): Run {
  const schedule = row.isDamaged ? (row.damaged.values as unknown as Schedule) : row.schedule; // only its names are read
  return { runId: id, schedule, scheduledAt: requestedAt, origin: 'manual', attempt: 1, coalescedCount: 1 };
}
