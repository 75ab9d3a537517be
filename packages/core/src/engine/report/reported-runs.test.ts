import { expect, it } from 'vitest';
import { MAX_REPORTED_WAITING } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { waitingCount, waitingRuns } from './reported-runs.ts';

const due = (runId: string, afterMs: number, attempt = 1) =>
  sampleRun({ runId, attempt, dueAt: REFERENCE_INSTANT + afterMs });

it('waiting runs are reported by due time, with what they wait for', () => {
  const sources = {
    executor: {
      queued: [due('place', 2)],
      unseated: [due('thread', 3)],
      chained: [due('chain', 1)],
    },
    retries: { waiting: [due('retry', 9, 2)], size: 1 },
  };
  expect(waitingRuns(sources).map(({ runId, waitsFor, attempt }) => [runId, waitsFor, attempt])).toEqual([
    ['chain', 'chain', 1],
    ['place', 'place', 1],
    ['thread', 'thread', 1],
    ['retry', 'retry', 2],
  ]);
  expect(waitingCount(sources)).toBe(4);
});

it('of very many some are reported, the first one due among them, and all are counted', () => {
  const queued = Array.from({ length: 100_000 }, (_, index) => due(`run-${index}`, index));
  const sources = {
    executor: { queued, unseated: [], chained: [] },
    retries: { waiting: [], size: 7 },
  };
  expect(waitingRuns(sources)).toHaveLength(MAX_REPORTED_WAITING);
  expect(waitingRuns(sources)[0]).toMatchObject({ runId: 'run-0' });
  expect(waitingCount(sources)).toBe(100_007);
});
