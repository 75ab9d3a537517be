import { PATHS, type ExecutionPage, type RecentOccurrence } from '@zenpulse/contract';
import { useCallback } from 'react';
import { useNavigate } from '../../router/hooks.ts';
import { request } from '../../api/request.ts';
import { executionPath } from '../executions/execution-path.ts';
import { schedulePath } from '../schedules/schedule-path.ts';

/** A run by hand starts at most this long after its request, or is missed. */
const MANUAL_MS = 120_000;

export type OpenedOccurrence = Pick<RecentOccurrence, 'scheduledAt' | 'origin'>;

/** Opens the execution of an occurrence, or the run history where it has none. */
export function useOpenOccurrence(scheduleId: string): (occurrence: OpenedOccurrence) => void {
  const navigate = useNavigate();
  return useCallback(
    (occurrence) => {
      void executionOf(scheduleId, occurrence).then((id) =>
        navigate(
          id === null
            ? `${schedulePath(scheduleId)}?at=${encodeURIComponent(occurrence.scheduledAt)}`
            : executionPath(id),
        ),
      );
    },
    [navigate, scheduleId],
  );
}

/** Its last attempt; null if none is recorded, or the server does not answer. */
async function executionOf(scheduleId: string, occurrence: OpenedOccurrence): Promise<string | null> {
  const { scheduledAt, origin } = occurrence;
  const at = Date.parse(scheduledAt);
  const until = (ms: number) => new Date(at + ms).toISOString();
  const range =
    origin === 'manual'
      ? { from: scheduledAt, to: until(MANUAL_MS) }
      : { scheduledFrom: scheduledAt, scheduledTo: until(1) };
  const page = await request<ExecutionPage>(PATHS.executions, {
    query: { scheduleId, ...range, limit: 50 },
  }).catch(() => null);
  const found = page?.items.filter((item) => Date.parse(item.scheduledAt) === at) ?? [];
  return found.toSorted((a, b) => b.attempt - a.attempt)[0]?.id ?? null;
}
