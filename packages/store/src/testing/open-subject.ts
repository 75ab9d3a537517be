import { silentLogger, type Backend, type Clock, type Logger } from '@zenpulse/core/ports';
import { FakeClock } from '@zenpulse/core/testing';
import { emptyTables } from './empty-tables.ts';
import type { ServerSubject, SqlByHand } from './server-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The options of a subject's backend, and the fake clock that is also the database's time. */
export interface SubjectOptions {
  readonly url: string;
  readonly stateDir: string;
  readonly clock: FakeClock & Clock;
  readonly logger: Logger;
}

/** A backend on emptied tables whose time is a fake clock. */
export async function openSubject(
  url: string,
  byHand: SqlByHand,
  connect: (options: SubjectOptions) => Backend,
  logger: Logger = silentLogger,
): Promise<ServerSubject> {
  await emptyTables(byHand);
  const clock = new FakeClock();
  const folder = temporaryFolder();
  const backend = connect({ url, stateDir: folder.path, clock, logger });
  await backend.schedules.readRevision(); // ends the check of the tables, whose statements must not be counted in tests
  const close = async () => {
    await byHand.end();
    await backend.close();
    folder.remove();
  };
  return { backend, clock, url, byHand, close };
}
