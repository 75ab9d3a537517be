import { expect, it } from 'vitest';
import { NO_RUN_INSTANTS } from '../domain/index.ts';
import { sampleReportedRun, sampleSnapshot, sampleWaitingRun } from '../testing/samples.ts';
import { reportedStates } from './reported-states.ts';
import type { RunnerSnapshot } from './runner-directory.ts';

const seen = (changes: Partial<RunnerSnapshot>, heartbeatAt = 0) => ({
  ...sampleSnapshot(changes),
  heartbeatAt,
  heartbeatEverySeconds: 10,
});

it('knows what runs and what is retried from living runners, and what ended from dead ones too', () => {
  const news = {
    runningNow: [
      sampleReportedRun({ scheduleId: 'a', startedAt: 7 }),
      sampleReportedRun({ scheduleId: 'a', startedAt: 5 }),
      sampleReportedRun({ scheduleId: 'b', startedAt: 6, origin: 'retry' as const }),
    ],
    waitingNow: [
      sampleWaitingRun({ scheduleId: 'c', origin: 'retry', waitsFor: 'retry' }),
      sampleWaitingRun({ scheduleId: 'd' }),
    ],
    retrying: ['e'],
    freshInstants: { a: { ...NO_RUN_INSTANTS, lastStartedAt: 3, lastSuccessAt: 3 } },
  };
  const fresh = { a: { ...NO_RUN_INSTANTS, lastStartedAt: 2, lastFailedAt: 2, failingSince: 2 } };
  const alive = reportedStates([seen(news), seen({ freshInstants: fresh }, -60_000)], 0);
  expect([...alive.running]).toEqual([
    ['a', 7],
    ['b', 6],
  ]);
  expect([...alive.retrying].sort()).toEqual(['b', 'c', 'e']);
  expect(alive.instants.get('a')).toEqual({
    ...NO_RUN_INSTANTS,
    lastStartedAt: 3,
    lastSuccessAt: 3,
    lastFailedAt: 2,
  });
  const dead = reportedStates([seen(news, -60_000)], 0);
  expect([dead.running.size, dead.retrying.size, dead.instants.size, dead.jobKeys]).toEqual([0, 0, 1, null]);
});
