import type { ChangeAuthor, JsonObject, StoredSchedule } from '@zenpulse/core/domain';
import { RUN_REQUEST_TTL_MS, type RunRequest } from '@zenpulse/core/ports';
import { expireRunRequests, newId } from '@zenpulse/store';
import { ApiError } from '../http/api-error.ts';
import type { Installation } from '../installation.ts';

interface RequestedBy {
  readonly author: ChangeAuthor;
  readonly bulkId?: string;
  /** In place of the schedule's. */
  readonly params?: JsonObject | undefined;
}

/**
 * Records who asks for a run, and asks for it by `add`; resolves to the run's id. Throws `too_many_runs` when this caller
 * has asked for too many of the schedule.
 */
export async function requestRun(
  row: StoredSchedule,
  { author, bulkId, params }: RequestedBy,
  { backend, clock, runPace }: Pick<Installation, 'backend' | 'clock' | 'runPace'>,
  add: (request: RunRequest) => Promise<string> = async (request) => {
    await backend.runRequests.add(request);
    return request.id;
  },
): Promise<string> {
  const { id: scheduleId, jobKey, variant } = row.isDamaged ? row.damaged : row.schedule;
  refuseTooMany(runPace.take(scheduleId, author.actor));
  const runId = newId();
  const given = params === undefined ? {} : { params };
  const of = { scheduleId, jobKey, variant, bulkId: bulkId ?? null };
  const request = { id: runId, scheduleId, requestedAt: clock.now(), ...given };
  const record = { action: 'run', ...of, after: { runId, ...given } } as const;
  const changeId = await backend.changeRecords.add(record, author);
  const addedId = await add(request);
  // A key that was used before stands for the run that it was used for.
  if (addedId !== runId) await backend.changeRecords.settle(changeId, { runId: addedId, isRepeated: true });
  return addedId;
}

/** `seconds`: until the next run is possible; 0 if it is now. */
function refuseTooMany(seconds: number): void {
  if (seconds === 0) return;
  const message = `too many runs of this schedule were requested; the next one is possible in ${seconds} s`;
  throw new ApiError('too_many_runs', message, undefined, seconds);
}

/** A minute from now, requests that no runner has claimed are recorded as missed. */
export function expireRunsLater({ backend, clock, logger }: Installation): void {
  clock.setBackgroundTimer(RUN_REQUEST_TTL_MS + 1_000, () => {
    expireRunRequests(backend, clock).catch((error: unknown) =>
      logger.warn({ err: error }, 'a run request that no runner claimed could not be recorded'),
    );
  });
}
