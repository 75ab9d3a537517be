import type { Run } from '../engine/runs/run.ts';
import { REFERENCE_INSTANT } from './reference-instant.ts';
import { sampleSchedule } from './samples.ts';

/** A scheduled run, by default due at the reference instant. */
export function sampleRun(changes: Partial<Run> = {}): Run {
  const scheduledAt = changes.scheduledAt ?? REFERENCE_INSTANT;
  return {
    runId: 'run-1',
    schedule: sampleSchedule(),
    scheduledAt,
    dueAt: scheduledAt,
    origin: 'schedule',
    attempt: 1,
    coalescedCount: 1,
    ...changes,
  };
}

/** A journal that is never read. */
export const noJournal = {
  queued: () => undefined,
  started: () => undefined,
  putBack: () => undefined,
  ended: () => undefined,
  batchCut: () => undefined,
  batchApplied: () => undefined,
  batchRecovered: () => undefined,
};

/** An event loop without observers. */
export const noLoop = {
  began: () => undefined,
  gaveBack: () => undefined,
  ended: () => undefined,
};
