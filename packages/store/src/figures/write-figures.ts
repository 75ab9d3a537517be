import {
  ringsInDoubt,
  settledRecent,
  summedRollup,
  type ErrorGroup,
  type FiguresDelta,
  type RecentRow,
  type RollupCount,
} from '@zenpulse/core/domain';
import type { ExecutionDatabase } from '../executions/execution-steps.ts';
import { join, sql, type Sql } from '../sql/sql.ts';
import type { FiguresDialect } from './figures-dialect.ts';
import { inSteps } from './figures-rows.ts';

/** How a row meets the ring that is there. */
export type RingMode = 'append' | 'whole';

/** One statement for some rows. */
export interface FiguresWriter {
  /** How many rows are made and sent at once: making them holds the event loop, writing them SQLite's thread. */
  readonly rowsAtOnce: number;
  ring(mode: RingMode, rows: readonly RecentRow[]): Promise<unknown>;
  rollup(rows: readonly RollupCount[]): Promise<unknown>;
  errors(rows: readonly ErrorGroup[]): Promise<unknown>;
}

/** The rings that one look reads at most. */
const RINGS_AT_ONCE = 500;

/**
 * Adds figures within a transaction. Usually four statements: a look for guesses that may be settled, which finds none,
 * then rings, roll-up and errors; more for many schedules, in steps, and where rings are read.
 */
export async function writeFigures(
  database: ExecutionDatabase,
  dialect: FiguresDialect,
  writer: FiguresWriter,
  delta: FiguresDelta,
): Promise<void> {
  const { rowsAtOnce } = writer;
  const rings = await doubtedRings(database, dialect, delta);
  const corrections: RollupCount[] = [];
  for (const step of inSteps(delta.recent, rowsAtOnce)) {
    const settled = settledRecent(step, rings);
    corrections.push(...settled.corrections);
    for (const mode of MODES) {
      const rows = settled.rows.filter((row) => modeOf(row) === mode);
      if (rows.length > 0) await writer.ring(mode, rows);
    }
  }
  for (const step of inSteps(delta.rollup, rowsAtOnce)) await writer.rollup(step);
  for (const step of inSteps(summedRollup(corrections), rowsAtOnce)) await writer.rollup(step);
  for (const step of inSteps(delta.errors, rowsAtOnce)) await writer.errors(step);
}

const MODES: readonly RingMode[] = ['append', 'whole'];

function modeOf({ isWhole }: RecentRow): RingMode {
  return isWhole ? 'whole' : 'append';
}

/** Only those of schedules in the delta are kept: after a crash many rings may have a guess. */
async function doubtedRings(
  database: ExecutionDatabase,
  dialect: FiguresDialect,
  delta: FiguresDelta,
): Promise<ReadonlyMap<string, string>> {
  const rings = new Map<string, string>();
  const { guessedFrom, scheduleIds } = ringsInDoubt(delta);
  if (guessedFrom === Infinity && scheduleIds.length === 0) return rings;
  const ids = new Set(delta.recent.map(({ scheduleId }) => scheduleId));
  const [some = [], ...others] = inSteps(scheduleIds, RINGS_AT_ONCE);
  for (let after = ''; ;) {
    const found = await database.query<{ id: string; recent: string }>(
      look(dialect, guessedFrom, some, after),
    );
    for (const { id, recent } of found) if (ids.has(id)) rings.set(id, recent);
    if (found.length < RINGS_AT_ONCE) break;
    after = found.at(-1)?.id ?? after;
  }
  for (const more of others) {
    const found = await database.query<{ id: string; recent: string }>(
      sql`SELECT "schedule_id" AS "id", "recent" FROM "zenpulse_schedule_recent"
           WHERE ${dialect.isOneOf('schedule_id', more)}`,
    );
    for (const { id, recent } of found) rings.set(id, recent);
  }
  return rings;
}

/** Two parts, so that each has its index. */
function look(dialect: FiguresDialect, guessedFrom: number, ids: readonly string[], after: string): Sql {
  const beyond = sql`"schedule_id" > ${after}`;
  const parts = [
    ...(guessedFrom === Infinity ? [] : [sql`"guess_at" >= ${dialect.instant(guessedFrom)}`]),
    ...(ids.length === 0 ? [] : [dialect.isOneOf('schedule_id', ids)]),
  ].map(
    (condition) => sql`SELECT "schedule_id" AS "id", "recent" FROM "zenpulse_schedule_recent"
                        WHERE ${condition} AND ${beyond}`,
  );
  return sql`${join(parts, ' UNION ')} ORDER BY "id" LIMIT ${RINGS_AT_ONCE}`;
}
