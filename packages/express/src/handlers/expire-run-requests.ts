import { hostname } from 'node:os';
import type { Execution } from '@zenpulse/core/domain';
import { RUN_REQUEST_TTL_MS } from '@zenpulse/core/ports';
import type { Installation } from '../installation.ts';

/** Records the runs by hand that no runner took in time, so that the one who asked sees what became of them. */
export async function expireRunRequests({ backend, clock }: Installation): Promise<void> {
  const now = clock.now();
  const expired = await backend.runRequests.takeExpired(now - RUN_REQUEST_TTL_MS);
  const records = await Promise.all(
    expired.map(async ({ id, scheduleId, requestedAt }): Promise<Execution[]> => {
      const row = await backend.schedules.get(scheduleId);
      if (row === null) return [];
      const { jobKey, variant } = row.isDamaged ? row.damaged : row.schedule;
      const unrun = {
        durationMs: null,
        exceptionType: null,
        exceptionMessage: null,
        traceback: null,
        output: null,
      };
      const fixed = {
        status: 'missed',
        origin: 'manual',
        reason: 'unclaimed',
        attempt: 1,
        coalescedCount: 1,
      } as const;
      const where = { hostname: hostname(), pid: process.pid };
      return [
        {
          id,
          scheduleId,
          jobKey,
          variant,
          scheduledAt: requestedAt,
          runTime: now,
          ...unrun,
          ...fixed,
          ...where,
        },
      ];
    }),
  );
  if (records.flat().length > 0) await backend.executions.append(records.flat());
}
