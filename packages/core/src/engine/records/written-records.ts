import type { Execution } from '../../domain/index.ts';
import type { Logger, RunRequestStore } from '../../ports/index.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';

export interface WrittenRecordsDeps {
  readonly journal: Pick<JournalKeeper, 'written'>;
  readonly requests: Pick<RunRequestStore, 'forget'>;
  readonly logger: Logger;
}

/** What follows when records have reached the database, or were given up: the journal and requests need them no more. */
export function createWrittenRecords({ journal, requests, logger }: WrittenRecordsDeps) {
  return (executions: readonly Execution[]): void => {
    journal.written(executions.map(({ id }) => id));
    const byHand = executions.filter(({ origin }) => origin === 'manual').map(({ id }) => id);
    if (byHand.length === 0) return;
    requests
      .forget(byHand)
      .catch((error: unknown) => logger.debug({ err: error }, 'A run request could not be deleted'));
  };
}
