import {
  changedSchedule,
  changedValues,
  isCreatedAhead,
  newSchedule,
  readStoredSchedule,
  reanchoredSchedule,
  recordOfEdit,
  repairedSchedule,
  type ChangeAuthor,
  type ChangeRecord,
  type RunInstants,
  type Schedule,
  type ScheduleFields,
  type StoredSchedule,
} from '../../domain/index.ts';
import {
  StoreError,
  type Clock,
  type DecideEdit,
  type EditedSchedule,
  type RevisionPair,
  type ScheduleChanges,
  type ScheduleStore,
  type ScheduleTest,
} from '../../ports/index.ts';
import { listRows, passes, type RawRow } from './memory-schedule-list.ts';
import { compareKeys } from './order.ts';
import type { RevisionCopy, RevisionCounter } from './revision-counter.ts';

export interface MemoryScheduleStore extends ScheduleStore {
  /**
   * What SQL by hand does: no rule is checked; version, anchor and `effectiveFrom` move as the database's triggers move
   * them.
   */
  editByHand(id: string, values: Partial<RawRow>): void;
  /** Begins each schedule anew that refers to a blackout window. */
  touchReferring(name: string): void;
  /** What a backup or a dump contains. */
  copy(): ScheduleTableCopy;
  /** Replaces everything by a copy, as a restore does. */
  putBack(copy: ScheduleTableCopy): void;
  /** Drops and recreates the tables: no rows, another history. */
  startAgain(): void;
}

/** The rows and the revision at one moment. */
export interface ScheduleTableCopy {
  readonly rows: ReadonlyMap<string, { readonly values: RawRow; readonly revision: number }>;
  readonly codeMarks: ReadonlySet<string>;
  readonly revision: RevisionCopy;
}

export interface MemoryScheduleDeps {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Ids of changes, in their order. */
  readonly changeId: () => string;
  /** Keeps a change. */
  readonly record: (change: ChangeRecord) => void;
  readonly revision: RevisionCounter;
  /** What was counted of a schedule. */
  readonly instantsOf: (scheduleId: string) => RunInstants;
  /** The time of its newest run; null if none was counted. */
  readonly lastRunAtOf: (scheduleId: string) => number | null;
}

export function createMemoryScheduleStore({
  clock,
  newId,
  changeId,
  record,
  revision,
  instantsOf,
  lastRunAtOf,
}: MemoryScheduleDeps): MemoryScheduleStore {
  const rows = new Map<string, { readonly values: RawRow; readonly revision: number }>();
  const codeMarks = new Set<string>();

  const put = (values: RawRow): void => {
    rows.set(String(values.id), { values: structuredClone(values), revision: revision.raise() });
  };

  const read = (id: string): StoredSchedule | null => {
    const row = rows.get(id);
    return row === undefined ? null : readStoredSchedule(structuredClone(row.values));
  };

  const isTaken = ({ jobKey, variant }: ScheduleFields, exceptId?: string): boolean =>
    [...rows.values()].some(
      ({ values }) => values.id !== exceptId && values.jobKey === jobKey && values.variant === variant,
    );

  const edit = (ids: readonly string[], decide: DecideEdit, author: ChangeAuthor): EditedSchedule[] => {
    const now = clock.now();
    const edited = ids.flatMap((id): EditedSchedule[] => {
      const stored = read(id);
      const wanted = decide(id, stored, now);
      if (wanted === null || (wanted.after === null && stored === null)) return [];
      const change = recordOfEdit(stored, wanted, { id: changeId(), at: now, author });
      return [{ id, after: wanted.after, change }];
    });
    const taken = edited.find(({ id, after }) => after !== null && isTaken(after, id))?.after;
    if (taken != null) throw scheduleExists(taken);
    for (const { id, after, change } of edited) {
      if (after !== null) put({ ...after });
      else if (rows.delete(id)) revision.deleted(id);
      if (change !== null) record(change);
    }
    return edited;
  };

  return {
    readRevision: async () => revision.pair,
    readChanges: async (since) => {
      const continuity = continuityOf(revision, since);
      const after = continuity === 'continues' ? (since?.revision ?? 0) : -1;
      return {
        ...revision.pair,
        historyId: revision.historyId,
        continuity,
        changed: [...rows.values()]
          .filter((row) => row.revision > after)
          .map(({ values }) => readStoredSchedule(structuredClone(values))),
        deleted: continuity === 'continues' ? revision.deletedAfter(after).filter((id) => !rows.has(id)) : [],
      };
    },
    hasHad: async (pair) => revision.hasHad(pair),
    beginHistory: async () => {
      revision.newHistory();
      return revision.historyId;
    },
    list: async ({ test = null, ...query }) =>
      listRows(
        [...rows.values()].filter((row) => passes(row, test, instantsOf)).map(({ values }) => values),
        query,
        lastRunAtOf,
      ),
    countEach: async <K extends string>(tests: Readonly<Record<K, ScheduleTest | null>>) => {
      const all = [...rows.values()];
      const counted = Object.entries<ScheduleTest | null>(tests).map(
        ([name, test]) => [name, all.filter((row) => passes(row, test, instantsOf)).length] as const,
      );
      return Object.fromEntries(counted) as Record<K, number>; // the same names
    },
    idsOf: async (test, after, limit) =>
      [...rows]
        .filter(([id, row]) => (after === null || id > after) && passes(row, test, instantsOf))
        .map(([id]) => id)
        .sort()
        .slice(0, limit),
    get: async (id) => read(id),
    revisionOf: async (id) => rows.get(id)?.revision ?? null,
    findByJobs: async (jobKeys) =>
      [...rows.values()]
        .map(({ values }) => values as unknown as Schedule) // like the SQLite store: only names, not validated
        .filter(({ jobKey }) => jobKeys.includes(jobKey))
        .map(({ id, jobKey, variant, enabled }) => ({ id, jobKey, variant, enabled }))
        .sort((a, b) => compareKeys({ value: a.jobKey, id: a.variant }, { value: b.jobKey, id: b.variant })),
    create: async (fields, author) => {
      const [created] = edit(
        [newId()],
        (id, _none, now) => ({ after: newSchedule(id, fields, now) }),
        author,
      );
      return theOne(created);
    },
    createFromCode: async (fields) => {
      const mark = JSON.stringify([fields.jobKey, fields.variant]);
      const isRefused = codeMarks.has(mark) || isTaken(fields);
      codeMarks.add(mark);
      if (isRefused) return null;
      const [created] = edit(
        [newId()],
        (id, _none, now) => ({ after: newSchedule(id, fields, now) }),
        BY_CODE,
      );
      return theOne(created);
    },
    change: async (id, version, validate, author) => {
      const decide: DecideEdit = (_id, stored, now) => {
        if (stored === null) throw notFound(id);
        const change = validate(stored);
        const before = stored.isDamaged ? repairedSchedule(stored.damaged.values, now) : stored.schedule;
        if (before.version !== version) {
          throw new StoreError('stale_version', 'the schedule has been changed since it was read');
        }
        return { after: changedSchedule(before, change, now) };
      };
      return theOne(edit([id], decide, author)[0]);
    },
    reanchor: async (id, version) => {
      const decide: DecideEdit = (_id, stored, now) => {
        if (stored === null || stored.isDamaged || stored.schedule.version !== version) return null;
        return isCreatedAhead(stored.schedule, now)
          ? { after: reanchoredSchedule(stored.schedule, now) }
          : null;
      };
      return edit([id], decide, BY_CODE)[0]?.after ?? null;
    },
    remove: async (id, author) => {
      const decide: DecideEdit = (_id, stored) => {
        if (stored === null) throw notFound(id);
        return { after: null };
      };
      edit([id], decide, author);
    },
    edit: async (ids, decide, author) => edit(ids, decide, author),
    editByHand: (id, values) => {
      const before = rows.get(id)?.values;
      if (before === undefined) throw notFound(id);
      const moved = changedSchedule(
        before as unknown as Schedule, // by hand: not validated
        values as Partial<ScheduleFields>,
        clock.now(),
      );
      const after = { ...moved, ...values };
      const changed = changedValues(before, after);
      put(after);
      if (changed !== null)
        record({ ...BY_HAND, ...changed, ...named(after), id: changeId(), at: clock.now() });
    },
    touchReferring: (name) => {
      for (const { values } of rows.values()) {
        const { blackouts, version } = values as unknown as Schedule; // like the SQL: not validated
        if (blackouts?.includes(name) === true)
          put({ ...values, version: version + 1, effectiveFrom: clock.now() });
      }
    },
    copy: () => ({
      rows: new Map(rows), // every write replaces the row's object
      codeMarks: new Set(codeMarks),
      revision: revision.copy(),
    }),
    putBack: (copy) => {
      rows.clear();
      codeMarks.clear();
      for (const [id, row] of copy.rows) rows.set(id, row);
      for (const mark of copy.codeMarks) codeMarks.add(mark);
      revision.putBack(copy.revision);
    },
    startAgain: () => {
      rows.clear();
      codeMarks.clear();
      revision.startAgain();
    },
  };
}

const BY_CODE: ChangeAuthor = { actor: null, origin: 'code' };
const BY_HAND = {
  ...({
    actor: null,
    origin: 'sql',
    action: 'change',
    reason: null,
  } as const),
  bulkId: null,
  revertOf: null,
};

function named({ id, jobKey, variant }: Partial<RawRow>) {
  return { scheduleId: String(id), jobKey: String(jobKey), variant: String(variant) };
}

function theOne(edited: EditedSchedule | undefined): Schedule {
  if (edited?.after == null) throw new Error('expected a row to be written, got none');
  return edited.after;
}

function continuityOf(counter: RevisionCounter, since: RevisionPair | null): ScheduleChanges['continuity'] {
  if (since === null) return 'unknown';
  if (counter.hasHad(since)) return 'continues';
  return counter.isTooOld(since.revision) ? 'unknown' : 'another';
}

function notFound(id: string): StoreError {
  return new StoreError('not_found', `there is no schedule ${id}`);
}

function scheduleExists({ jobKey }: ScheduleFields): StoreError {
  return new StoreError('schedule_exists', `the job "${jobKey}" has a schedule already`);
}
