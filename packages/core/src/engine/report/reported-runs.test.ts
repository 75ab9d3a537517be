import { expect, it } from 'vitest';
import { MAX_REPORTED_WAITING } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { waitingRuns } from './reported-runs.ts';

const due = (runId: string, afterMs: number, attempt = 1) =>
  sampleRun({ runId, attempt, dueAt: REFERENCE_INSTANT + afterMs });

it('waiting runs are reported by due time, with what they wait for', () => {
  const sources = {
    queued: [due('place', 2)],
    unseated: [due('thread', 3)],
    chained: [due('chain', 1)],
    retrying: [due('retry', 9, 2)],
  };
  expect(waitingRuns(sources).map(({ runId, waitsFor, attempt }) => [runId, waitsFor, attempt])).toEqual([
    ['chain', 'chain', 1],
    ['place', 'place', 1],
    ['thread', 'thread', 1],
    ['retry', 'retry', 2],
  ]);
});

it('of very many some are reported, the first one due among them', () => {
  const queued = Array.from({ length: 100_000 }, (_, index) => due(`run-${index}`, index));
  const sources = {
    queued,
    unseated: [],
    chained: [],
    retrying: [],
  };
  expect(waitingRuns(sources)).toHaveLength(MAX_REPORTED_WAITING);
  expect(waitingRuns(sources)[0]).toMatchObject({ runId: 'run-0' });
});
