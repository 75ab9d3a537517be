import type { EngineGauges } from '@zenpulse/core/engine';

/** The gauges of an active runner, for tests. */
export function sampleGauges(differing: Partial<EngineGauges> = {}): EngineGauges {
  return {
    state: 'active',
    isLeaseHeld: true,
    schedules: 3,
    running: 2,
    queued: 1,
    unwritten: 4,
    revision: 17,
    revisionAppliedAt: 1_767_225_600_000,
    historyChanges: 0,
    heartbeatAt: 1_767_225_601_500,
    isDatabaseAway: false,
    databaseProblem: null,
    isJournalDegraded: false,
    isFiringStopped: false,
    isReportFailing: false,
    differences: 0,
    ...differing,
  };
}
