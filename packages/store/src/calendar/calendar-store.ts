import {
  blackoutDefinition,
  instantText,
  toIso,
  toIsoOrNull,
  type BlackoutWindow,
} from '@zenpulse/core/domain';
import { FIRING, type CalendarStore, type Clock, type FiringSwitch } from '@zenpulse/core/ports';
import { z } from 'zod';
import type { Guard } from '../server/guard.ts';
import { jsonOrText } from '../sql/json-or-text.ts';
import { sql, type Sql } from '../sql/sql.ts';

/** What differs between the databases. */
export interface CalendarDatabase {
  query<Row>(statement: Sql): Promise<Row[]>;
  execute(statement: Sql): Promise<number>;
  readonly guarded: Guard;
  isUniqueViolation(error: unknown): boolean;
  /** An instant (epoch milliseconds) as an expression. */
  instant(epochMs: number): Sql;
  readonly clock: Clock;
}

interface Row {
  readonly name: string;
  readonly definition: string;
}

const SWITCH = 'firing';

const instantOrNull = instantText.transform((text) => Date.parse(text)).nullable();
/** As the row holds it; SQL by hand may have written anything. */
const storedSwitch = z.object({
  stoppedAt: instantOrNull,
  reason: z.string().nullable(),
  actor: z.string().nullable(),
  resumedAt: instantOrNull,
});

/** Blackout windows and the switch, on every database. */
export function createCalendarStore(database: CalendarDatabase): CalendarStore {
  const { guarded, clock } = database;
  const { read, put, touch, remove } = calendarEntries(database);

  const readSwitch = async (): Promise<FiringSwitch> => {
    const [row] = await read('switch');
    const parsed = storedSwitch.safeParse(jsonOrText(row?.definition));
    return parsed.success ? parsed.data : FIRING;
  };

  const writeSwitch = async (after: FiringSwitch): Promise<FiringSwitch> => {
    const { stoppedAt, resumedAt, reason, actor } = after;
    const stored = { stoppedAt: toIsoOrNull(stoppedAt), reason, actor, resumedAt: toIsoOrNull(resumedAt) };
    await guarded(() => put('switch', SWITCH, stored));
    return after;
  };

  return {
    blackouts: async () => (await read('blackout')).flatMap(windowOf),
    putBlackout: ({ name, definition }) =>
      guarded(async () => {
        await put('blackout', name, definition);
        await touch(name);
      }),
    removeBlackout: (name) =>
      guarded(async () => {
        const count = await remove('blackout', name);
        if (count > 0) await touch(name);
        return count > 0;
      }),
    readSwitch,
    stopFiring: async (why) => {
      const before = await readSwitch();
      return writeSwitch({ ...before, ...why, stoppedAt: before.stoppedAt ?? clock.now() });
    },
    resumeFiring: async () => {
      const before = await readSwitch();
      return before.stoppedAt === null ? before : writeSwitch({ ...FIRING, resumedAt: clock.now() });
    },
  };
}

/** The rows of the table, by their kind. */
function calendarEntries({ query, execute, guarded, isUniqueViolation, instant, clock }: CalendarDatabase) {
  const read = (kind: string) =>
    guarded(() =>
      query<Row>(sql`
        SELECT "name", "definition" FROM "zenpulse_calendar" WHERE "kind" = ${kind} ORDER BY "name"`),
    );

  const put = async (kind: string, name: string, definition: object): Promise<void> => {
    const [text, now] = [JSON.stringify(definition), toIso(clock.now())];
    const update = () =>
      execute(sql`
        UPDATE "zenpulse_calendar" SET "definition" = ${text}, "updated_at" = ${now}
         WHERE "kind" = ${kind} AND "name" = ${name}`);
    if ((await update()) > 0) return;
    try {
      await execute(sql`
        INSERT INTO "zenpulse_calendar" ("kind", "name", "definition", "updated_at")
        VALUES (${kind}, ${name}, ${text}, ${now})`);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await update(); // another writer was faster
    }
  };

  /**
   * A runner reads a schedule again when its version changed. It begins anew, as with another trigger, so that nothing
   * that fell into the window before is caught up. Of a name's characters only `_` means something to LIKE.
   */
  const touch = (name: string) =>
    execute(sql`
      UPDATE "zenpulse_schedule_config"
         SET "version" = "version" + 1, "effective_from" = ${instant(clock.now())}
       WHERE "blackouts" LIKE ${`%"${name}"%`}`);

  const remove = (kind: string, name: string) =>
    execute(sql`DELETE FROM "zenpulse_calendar" WHERE "kind" = ${kind} AND "name" = ${name}`);

  return { read, put, touch, remove };
}

function windowOf({ name, definition }: Row): BlackoutWindow[] {
  const parsed = blackoutDefinition.safeParse(jsonOrText(definition));
  return parsed.success ? [{ name, definition: parsed.data }] : [];
}
