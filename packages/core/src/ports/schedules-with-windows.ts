import type { BlackoutWindow, InForce, Schedule, ScheduleEdit, StoredSchedule } from '../domain/index.ts';
import type { CalendarStore } from './calendar-store.ts';
import type { RevisionPair, ScheduleStore } from './schedule-store.ts';

/**
 * A store whose schedules have the blackout windows that they refer to, so that whoever asks when they are due
 * agrees. Windows are read only if a schedule that was read refers to one; names without a window mean nothing.
 */
export function withBlackoutWindows(
  store: ScheduleStore,
  calendar: Pick<CalendarStore, 'blackouts'>,
): ScheduleStore {
  const inForce = async (rows: readonly StoredSchedule[]): Promise<StoredSchedule[]> => {
    if (!rows.some(refers)) return [...rows];
    const windows = await calendar.blackouts();
    return rows.map((row) =>
      row.isDamaged ? row : { ...row, schedule: withWindows(row.schedule, windows) },
    );
  };
  const one = async <Row extends StoredSchedule | null>(row: Row): Promise<Row> =>
    row === null ? row : ((await inForce([row]))[0] as Row); // one row in, one out
  const schedule = async <S extends Schedule | null>(found: S): Promise<S> =>
    found === null || found.blackouts === null
      ? found
      : (withWindows(found, await calendar.blackouts()) as S); // of the same type
  return {
    ...store,
    readChanges: async (since) => {
      for (let reads = 1; ; reads++) {
        const changes = await store.readChanges(since);
        const changed = await inForce(changes.changed);
        const hasWindows = changes.changed.some(refers);
        if (!hasWindows || reads === MOST_READS || isSame(changes, await store.readRevision()))
          return { ...changes, changed };
      }
    },
    list: async (query) => {
      const page = await store.list(query);
      return { ...page, items: await inForce(page.items) };
    },
    get: async (id) => one(await store.get(id)),
    create: async (fields, author) => schedule(await store.create(fields, author)),
    createFromCode: async (fields) => schedule(await store.createFromCode(fields)),
    change: async (id, version, validate, author) =>
      schedule(await store.change(id, version, validate, author)),
    reanchor: async (id, version) => schedule(await store.reanchor(id, version)),
    edit: async (ids, decide, author) => {
      const windows = await calendar.blackouts();
      const decideInForce: typeof decide = (id, row, now) => {
        if (row === null || row.isDamaged) return decide(id, row, now);
        return bare(decide(id, { ...row, schedule: withWindows(row.schedule, windows) }, now));
      };
      return store.edit(ids, windows.length === 0 ? decide : decideInForce, author);
    },
  };
}

/** Windows are no part of the row. */
function bare(edit: ScheduleEdit | null): ScheduleEdit | null {
  if (edit === null || edit.after === null) return edit;
  const { blackoutWindows: _, ...after }: Schedule & InForce = edit.after;
  return { ...edit, after };
}

/** So often rows are read again because something changed while the windows were read. */
const MOST_READS = 4;

/**
 * False if windows may be newer than the rows: a change of a window begins its schedules anew, and without that what the
 * window had closed would be caught up.
 */
function isSame(a: RevisionPair, b: RevisionPair): boolean {
  return a.revision === b.revision && a.token === b.token;
}

function refers(row: StoredSchedule): boolean {
  return !row.isDamaged && row.schedule.blackouts !== null;
}

function withWindows(schedule: Schedule, windows: readonly BlackoutWindow[]): Schedule {
  const { blackouts } = schedule;
  if (blackouts === null) return schedule;
  const found = windows.filter(({ name }) => blackouts.includes(name));
  const inForce: Schedule & InForce = { ...schedule, blackoutWindows: found };
  return inForce;
}
