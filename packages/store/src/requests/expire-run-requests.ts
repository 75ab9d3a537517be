import { hostname } from 'node:os';
import { NOTHING_RECORDED, type Execution } from '@zenpulse/core/domain';
import { RUN_REQUEST_TTL_MS, type Backend, type Clock, type RunRequest } from '@zenpulse/core/ports';

/**
 * Records the runs by hand that no runner claimed in time, so that their fate is visible. The record is written first:
 * its id is the request's, so after a crash in between, writing it again changes nothing.
 */
export async function expireRunRequests(
  { runRequests, schedules, executions }: Pick<Backend, 'runRequests' | 'schedules' | 'executions'>,
  clock: Clock,
): Promise<void> {
  const now = clock.now();
  const requests = await runRequests.expired(now - RUN_REQUEST_TTL_MS);
  if (requests.length === 0) return;
  const records: Execution[] = [];
  for (const request of requests) {
    const row = await schedules.get(request.scheduleId);
    if (row !== null) records.push(unclaimed(request, row.isDamaged ? row.damaged : row.schedule, now));
  }
  if (records.length > 0) await executions.append(records);
  await runRequests.forget(requests.map(({ id }) => id));
}

function unclaimed(
  { id, scheduleId, requestedAt }: RunRequest,
  { jobKey, variant }: Pick<Execution, 'jobKey' | 'variant'>,
  now: number,
): Execution {
  return {
    ...NOTHING_RECORDED,
    id,
    scheduleId,
    jobKey,
    variant,
    status: 'missed',
    scheduledAt: requestedAt,
    runTime: now,
    hostname: hostname(),
    pid: process.pid,
    attempt: 1,
    origin: 'manual',
    reason: 'unclaimed',
    coalescedCount: 1,
  };
}
