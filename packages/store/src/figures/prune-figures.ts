import { ROLLUP_KEPT_MS, ROLLUP_KINDS } from '@zenpulse/core/domain';
import { ERROR_GROUPS_KEPT, type FiguresLimits } from '@zenpulse/core/ports';
import { StepPace } from '../executions/step-pace.ts';
import { sql } from '../sql/sql.ts';
import type { FiguresStoreDeps } from './figures-store.ts';

/** How many groups one statement deletes. */
const GROUPS_AT_ONCE = 500;

/** Deletes what is kept no longer, in steps of about 20 ms. */
export async function pruneFigures(
  deps: Omit<FiguresStoreDeps, 'guarded'>,
  { now, errorsBefore }: FiguresLimits,
  isStopped: () => boolean,
): Promise<number> {
  const { database, dialect, clock } = deps;
  let deleted = 0;
  for (const kind of ROLLUP_KINDS) {
    const before = dialect.instant(now - ROLLUP_KEPT_MS[kind]);
    const pace = new StepPace(clock);
    for (let found = 1; found > 0 && !isStopped(); deleted += found) {
      found = await pace.timed(async (rows) => database.execute(dialect.deleteRollup(kind, before, rows)));
    }
  }
  if (errorsBefore !== null && !isStopped()) deleted += await pruneOldGroups(deps, errorsBefore, isStopped);
  return deleted + (isStopped() ? 0 : await pruneCrowdedJobs(deps, isStopped));
}

type Deps = Pick<FiguresStoreDeps, 'database' | 'dialect'>;

async function pruneOldGroups(deps: Deps, before: number, isStopped: () => boolean): Promise<number> {
  const { database, dialect } = deps;
  const oldest = sql`
    SELECT "fingerprint" FROM "zenpulse_error_group" WHERE "last_at" < ${dialect.instant(before)}
     ORDER BY "last_at" LIMIT ${GROUPS_AT_ONCE}`;
  return removeAll(deps, () => database.query<GroupId>(oldest), isStopped);
}

/** A job whose errors never repeat would fill the table. */
async function pruneCrowdedJobs(deps: Deps, isStopped: () => boolean): Promise<number> {
  const { database } = deps;
  const crowded = await database.query<{ jobKey: string }>(sql`
    SELECT "job_key" AS "jobKey" FROM "zenpulse_error_group"
     GROUP BY "job_key" HAVING COUNT(*) > ${ERROR_GROUPS_KEPT}`);
  let deleted = 0;
  for (const { jobKey } of crowded) {
    const beyond = sql`
      SELECT "fingerprint" FROM "zenpulse_error_group" WHERE "job_key" = ${jobKey}
       ORDER BY "last_at" DESC, "fingerprint" DESC LIMIT ${GROUPS_AT_ONCE} OFFSET ${ERROR_GROUPS_KEPT}`;
    deleted += await removeAll(deps, () => database.query<GroupId>(beyond), isStopped);
  }
  return deleted;
}

interface GroupId {
  readonly fingerprint: string;
}

async function removeAll(
  { database, dialect }: Deps,
  some: () => PromiseLike<readonly GroupId[]>,
  isStopped: () => boolean,
): Promise<number> {
  let deleted = 0;
  while (!isStopped()) {
    const ids = (await some()).map(({ fingerprint }) => fingerprint);
    if (ids.length === 0) break;
    deleted += await database.execute(
      sql`DELETE FROM "zenpulse_error_group" WHERE ${dialect.isOneOf('fingerprint', ids)}`,
    );
  }
  return deleted;
}
