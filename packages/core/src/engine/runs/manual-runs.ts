import { paramsIssuesIn, scheduleFields, type Schedule, type StoredSchedule } from '../../domain/index.ts';
import {
  isAlive,
  RUN_REQUEST_TTL_MS,
  type Clock,
  type Logger,
  type RunnerDirectory,
  type RunRequest,
  type RunRequestStore,
} from '../../ports/index.ts';
import { ParamsError } from '../jobs/params-schema.ts';
import type { RunBook } from './run-book.ts';
import type { Run } from './run.ts';

export interface ManualRunsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runnerId: string;
  readonly requests: RunRequestStore;
  readonly runners: RunnerDirectory;
  /** True if the request was withdrawn by cancelling the run. */
  readonly isCancelled: (runId: string) => boolean;
  readonly scheduleOf: (id: string) => Promise<StoredSchedule | null>;
  readonly book: Pick<RunBook, 'admit' | 'endUnstarted'>;
}

/** How many times the claims of a dead runner are looked for, a minute apart. */
const LOOKS_AFTER_DEATH = 4;

/**
 * Runs requested by hand: claims waiting requests and submits them; requests that are too old or impossible are
 * recorded as such.
 */
export function createManualRuns(deps: ManualRunsDeps) {
  const { clock, logger, runnerId, requests, isCancelled, scheduleOf, book } = deps;
  let isBehind = false;
  let looksForAbandoned = 1;

  /** Null if the schedule was deleted, and the request with it. */
  const rowOf = async (request: RunRequest): Promise<StoredSchedule | null> => {
    const row = await scheduleOf(request.scheduleId);
    if (row !== null) return row;
    logger.warn(
      { runId: request.id, scheduleId: request.scheduleId },
      'A run was requested for a deleted schedule',
    );
    await requests.forget([request.id]);
    return null;
  };

  const take = async (request: RunRequest): Promise<void> => {
    const row = await rowOf(request);
    if (row === null) return;
    const run = manualRun(request, row);
    const problem = paramsRequestProblem(request);
    if (row.isDamaged) book.endUnstarted(run, 'skipped', 'damaged');
    else if (isCancelled(request.id)) book.endUnstarted(run, 'skipped', 'cancelled');
    else if (clock.now() - request.requestedAt > RUN_REQUEST_TTL_MS)
      book.endUnstarted(run, 'missed', 'unclaimed');
    else if (problem !== null) book.endUnstarted(run, 'fail', 'wrong-params', { value: problem });
    else book.admit(run);
  };

  return {
    /** True if there may be requests to claim. */
    get isBehind() {
      return isBehind;
    },
    /** Ensures that a claim follows, even if the store is unavailable now. */
    expect(): void {
      isBehind = true;
    },
    /** Claims all waiting requests. The caller repeats it after a failure. */
    async claim(): Promise<void> {
      isBehind = true;
      for (const request of await requests.claim(runnerId)) await take(request);
      isBehind = false;
    },
    /** True if runners may have died whose claims were not found yet. */
    get mayHaveAbandoned() {
      return looksForAbandoned > 0;
    },
    /** A runner has died: it may look alive for up to 150 s, so its claims are looked for several times. */
    expectAbandoned(): void {
      looksForAbandoned = LOOKS_AFTER_DEATH;
    },
    /** Records as interrupted what runners claimed that are gone, and that no journal contains: it will never start. */
    async interruptAbandoned(): Promise<void> {
      if (looksForAbandoned > 0) await interruptAbandoned(deps, rowOf);
      looksForAbandoned = Math.max(0, looksForAbandoned - 1);
    },
  };
}

async function interruptAbandoned(
  { clock, runnerId, requests, runners, book }: ManualRunsDeps,
  rowOf: (request: RunRequest) => Promise<StoredSchedule | null>,
): Promise<void> {
  const claimed = (await requests.claimed()).filter(({ claimedBy }) => claimedBy !== runnerId);
  if (claimed.length === 0) return;
  const seen = await runners.list();
  const living = new Set(
    seen.filter((runner) => isAlive(runner, clock.now())).map((runner) => runner.runnerId),
  );
  for (const request of claimed) {
    if (living.has(request.claimedBy)) continue;
    const row = await rowOf(request);
    if (row !== null) book.endUnstarted(manualRun(request, row), 'interrupted', 'runner-died');
  }
}

/** A request made by SQL may have any text as its params. */
function paramsRequestProblem({ params }: RunRequest): ParamsError | null {
  const { error } = scheduleFields.params.optional().safeParse(params);
  return error === undefined
    ? null
    : new ParamsError(paramsIssuesIn(error).map(({ path, message }) => `${path}: ${message}`));
}

function manualRun({ id, requestedAt, params }: RunRequest, row: StoredSchedule): Run {
  const schedule = row.isDamaged ? (row.damaged.values as unknown as Schedule) : row.schedule; // only its names are read
  const run: Run = {
    runId: id,
    schedule,
    scheduledAt: requestedAt,
    dueAt: requestedAt,
    origin: 'manual',
    attempt: 1,
    coalescedCount: 1,
  };
  const given = scheduleFields.params.safeParse(params);
  return given.success ? { ...run, params: given.data } : run;
}
