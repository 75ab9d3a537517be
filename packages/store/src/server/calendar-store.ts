import type { CalendarStore } from '@zenpulse/core/ports';
import { createCalendarStore, type CalendarDatabase } from '../calendar/calendar-store.ts';
import type { RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';

type ServerCalendarDeps = Omit<CalendarDatabase, 'query' | 'execute' | 'instant'> & {
  readonly client: RawClient;
  readonly dialect: Pick<SqlDialect, 'instant'>;
};

export function createServerCalendarStore({ client, dialect, ...deps }: ServerCalendarDeps): CalendarStore {
  return createCalendarStore({
    ...deps,
    instant: (epochMs) => dialect.instant(epochMs),
    query: (statement) => client.$queryRaw(statement),
    execute: (statement) => client.$executeRaw(statement),
  });
}
