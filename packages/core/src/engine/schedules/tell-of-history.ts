import type { RunnerEvents } from '../report/runner-events.ts';
import type { HistoryChange } from './syncer.ts';

/** Reports that the database's history differs from the last read, and what this runner does about it. */
export function tellOfHistory(events: Pick<RunnerEvents, 'add'>, change: HistoryChange): void {
  const { isAnotherId, from, to, historyId, schedules } = change;
  const what = isAnotherId
    ? 'The database is another one than before (another history: tables made anew, or the data of another system)'
    : 'The database was set back or restored (the same history, without changes that this runner had read)';
  const past = isAnotherId ? '; nothing that fell due in it before now is caught up' : '';
  events.add(
    'warn',
    'another-history',
    `${what}: all ${schedules} schedules were read anew and replace those in memory${past}`,
    { from, to, historyId },
  );
}
