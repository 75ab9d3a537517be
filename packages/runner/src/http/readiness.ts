import type { EngineGauges } from '@zenpulse/core/engine';

/** Why a runner is not ready: a code for programs, a sentence for people. */
export interface Unreadiness {
  readonly code:
    'starting' | 'stopping' | 'schedules-unread' | 'database-away' | 'report-failing' | 'journal-degraded';
  readonly message: string;
}

/**
 * All reasons why a runner is not ready: it must fire, or stand by with known schedules. `gauges` is null before there
 * is an engine.
 */
export function unreadiness(gauges: EngineGauges | null, isStopping: boolean): Unreadiness[] {
  if (isStopping) return [{ code: 'stopping', message: 'The runner stops.' }];
  if (gauges === null) return [{ code: 'starting', message: 'The runner has not started yet.' }];
  const { revision, isDatabaseAway, databaseProblem, isReportFailing, isJournalDegraded } = gauges;
  return [
    ...(revision === null ? [SCHEDULES_UNREAD] : []),
    ...(isDatabaseAway ? [databaseAway(databaseProblem)] : []),
    ...(isReportFailing ? [REPORT_FAILING] : []),
    ...(isJournalDegraded ? [JOURNAL_DEGRADED] : []),
  ];
}

const SCHEDULES_UNREAD: Unreadiness = {
  code: 'schedules-unread',
  message: 'The schedules have not been read yet.',
};
/** With a server database this is the first sign of an outage: reports are regular, reads of schedules are not. */
const REPORT_FAILING: Unreadiness = {
  code: 'report-failing',
  message: 'Its report to the admin cannot be written: to the database, or with SQLite to the state folder.',
};
const JOURNAL_DEGRADED: Unreadiness = {
  code: 'journal-degraded',
  message: 'The journal cannot be written: runs started now could not be recovered after a crash.',
};

function databaseAway(problem: string | null): Unreadiness {
  const message =
    problem === null
      ? 'The database does not answer.'
      : `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
  return { code: 'database-away', message };
}
