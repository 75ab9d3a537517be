import type { OccurrenceDto } from '@zenpulse/contract';

/** An occurrence that ran, for tests. */
export function sampleOccurrence(changes: Partial<OccurrenceDto> = {}): OccurrenceDto {
  return {
    scheduledAt: '2026-01-31T08:30:00.000Z',
    lastAt: '2026-01-31T08:30:00.000Z',
    count: 1,
    fate: 'ran',
    status: null,
    reason: null,
    runId: null,
    hasExecution: false,
    recordedAs: null,
    attempts: 1,
    startedAt: null,
    durationMs: null,
    heldBy: null,
    isOfThisRule: true,
    clockChange: null,
    ...changes,
  };
}
