import {
  changedSchedule,
  isCreatedAhead,
  newSchedule,
  reanchoredSchedule,
  recordOfEdit,
  repairedSchedule,
  type ChangeAuthor,
  type Schedule,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import type { DecideEdit, EditedSchedule, ScheduleStore } from '@zenpulse/core/ports';
import { insertChanges, type ChangeDialect } from '../changes/change-columns.ts';
import type { ExecutionDatabase } from '../executions/execution-steps.ts';
import { sql } from '../sql/sql.ts';
import { notFound, scheduleExists, staleVersion } from './schedule-refusals.ts';

/** The statements of one transaction. They reject with the driver's errors. */
export interface EditSteps {
  readonly database: ExecutionDatabase;
  /** The store's time, in epoch milliseconds. */
  now(): Promise<number>;
  /** Reads the rows and locks them until the end of the transaction, in the order of their ids. */
  lock(ids: readonly string[]): Promise<readonly StoredSchedule[]>;
  insert(schedule: Schedule): Promise<unknown>;
  /** Writes all columns of the rows with these ids. */
  update(schedules: readonly Schedule[]): Promise<unknown>;
  /** Records that the code's schedule was created; false if it was before. */
  mark(schedule: Schedule): Promise<boolean>;
}

export interface EditDeps {
  /** Runs `work` in one transaction, again after a deadlock. `isTyped`: with the typed client, where there is one. */
  readonly transact: <T>(work: (steps: EditSteps) => Promise<T>, isTyped: boolean) => Promise<T>;
  readonly dialect: ChangeDialect;
  readonly newId: () => string;
  readonly isUniqueViolation: (error: unknown) => boolean;
  /** True if this schedule was created from code before. */
  readonly isMarked: (schedule: Pick<Schedule, 'jobKey' | 'variant'>) => Promise<boolean>;
}

type Writes = Pick<ScheduleStore, 'create' | 'createFromCode' | 'change' | 'reanchor' | 'remove' | 'edit'>;

const BY_CODE: ChangeAuthor = { actor: null, origin: 'code' };
const REANCHORED: ChangeAuthor = {
  ...BY_CODE,
  reason: 'it was created while the clock was ahead, and counts from now',
};

/** All writes of schedules, each recorded in its own transaction. They reject with the driver's errors. */
export function scheduleWrites(deps: EditDeps): Writes {
  return {
    create: async (fields, author) => {
      const decide: DecideEdit = (id, _none, now) => ({ after: newSchedule(id, fields, now) });
      return theOne(await writeEdits(deps, [deps.newId()], decide, author, true));
    },
    createFromCode: async (fields) => {
      if (await deps.isMarked(fields)) return null;
      try {
        return await createMarked(deps, fields);
      } catch (error) {
        // Another process created it in between; the mark is made the next time.
        if (deps.isUniqueViolation(error)) return null;
        throw error;
      }
    },
    change: async (id, version, validate, author) => {
      const decide: DecideEdit = (_id, stored, now) => {
        if (stored === null) throw notFound(id);
        const change = validate(stored);
        const before = stored.isDamaged ? repairedSchedule(stored.damaged.values, now) : stored.schedule;
        if (before.version !== version) throw staleVersion();
        return { after: changedSchedule(before, change, now) };
      };
      return theOne(await writeEdits(deps, [id], decide, author, true));
    },
    reanchor: async (id, version) => {
      const decide: DecideEdit = (_id, stored, now) => {
        if (stored === null || stored.isDamaged || stored.schedule.version !== version) return null;
        if (!isCreatedAhead(stored.schedule, now)) return null;
        return { after: reanchoredSchedule(stored.schedule, now) };
      };
      const [edited] = await writeEdits(deps, [id], decide, REANCHORED);
      return edited?.after ?? null;
    },
    remove: async (id, author) => {
      const decide: DecideEdit = (_id, stored) => {
        if (stored === null) throw notFound(id);
        return { after: null };
      };
      await writeEdits(deps, [id], decide, author);
    },
    edit: (ids, decide, author) => writeEdits(deps, ids, decide, author),
  };
}

function theOne([edited]: readonly EditedSchedule[]): Schedule {
  if (edited?.after == null) throw new Error('expected a row to be written, got none');
  return edited.after;
}

async function writeEdits(
  deps: EditDeps,
  ids: readonly string[],
  decide: DecideEdit,
  author: ChangeAuthor,
  isTyped = false,
): Promise<readonly EditedSchedule[]> {
  let written: Schedule[] = [];
  const noted: DecideEdit = (id, stored, now) => {
    const edit = decide(id, stored, now);
    if (edit?.after != null) written.push(edit.after);
    return edit;
  };
  try {
    return await deps.transact((steps) => {
      written = [];
      return applyEdits(deps, steps, ids, noted, author);
    }, isTyped);
  } catch (error) {
    const [first] = written;
    throw first !== undefined && deps.isUniqueViolation(error) ? scheduleExists(first) : error;
  }
}

/** Writes the rows between the opening and the closing of their changes, by which the triggers know that they are recorded. */
async function applyEdits(
  { dialect, newId }: Pick<EditDeps, 'dialect' | 'newId'>,
  steps: EditSteps,
  ids: readonly string[],
  decide: DecideEdit,
  author: ChangeAuthor,
): Promise<readonly EditedSchedule[]> {
  const rows = new Map(
    (await steps.lock(ids)).map((row) => [row.isDamaged ? row.damaged.id : row.schedule.id, row]),
  );
  const at = await steps.now();
  const edited: (EditedSchedule & { readonly isNew: boolean })[] = [];
  for (const id of ids) {
    const stored = rows.get(id) ?? null;
    const edit = decide(id, stored, at);
    if (edit === null || (edit.after === null && stored === null)) continue;
    const change = recordOfEdit(stored, edit, { id: newId(), at, author });
    edited.push({ id, after: edit.after, change, isNew: stored === null });
  }
  const changes = edited.flatMap(({ change }) => change ?? []);
  for (const statement of insertChanges(changes, dialect, true)) await steps.database.execute(statement);
  const updated: Schedule[] = [];
  const removed: string[] = [];
  for (const { id, after, isNew } of edited) {
    if (after === null) removed.push(id);
    else if (isNew) await steps.insert(after);
    else updated.push(after);
  }
  if (updated.length > 0) await steps.update(updated);
  if (removed.length > 0) {
    await steps.database.execute(
      sql`DELETE FROM "zenpulse_schedule_config" WHERE ${dialect.isOneOf('id', removed)}`,
    );
  }
  if (changes.length > 0) {
    const open = dialect.isOneOf(
      'id',
      changes.map(({ id }) => id),
    );
    await steps.database.execute(sql`UPDATE "zenpulse_change" SET "is_open" = false WHERE ${open}`);
  }
  return edited.map(({ id, after, change }) => ({ id, after, change }));
}

/** Marks the code's schedule, and creates it unless the job has one of that variant. */
async function createMarked(deps: EditDeps, fields: Parameters<ScheduleStore['createFromCode']>[0]) {
  return deps.transact(async (steps) => {
    const schedule = newSchedule(deps.newId(), fields, await steps.now());
    if (!(await steps.mark(schedule))) return null;
    const { jobKey, variant } = schedule;
    const taken = await steps.database.query(sql`
      SELECT "id" FROM "zenpulse_schedule_config" WHERE "job_key" = ${jobKey} AND "variant" = ${variant}`);
    if (taken.length > 0) return null;
    const decide: DecideEdit = () => ({ after: schedule });
    await applyEdits(deps, steps, [schedule.id], decide, BY_CODE);
    return schedule;
  }, false);
}
