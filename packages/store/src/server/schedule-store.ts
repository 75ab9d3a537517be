import { randomUUID } from 'node:crypto';
import type { StoredSchedule } from '@zenpulse/core/domain';
import type {
  RevisionPair,
  ScheduleListPage,
  ScheduleQuery,
  ScheduleRef,
  ScheduleStore,
  ScheduleTest,
} from '@zenpulse/core/ports';
import { countNamed } from '../schedules/count-named.ts';
import { readContinued, type ReadChanges } from '../schedules/revision-continuity.ts';
import { scheduleWrites, type EditDeps } from '../schedules/edit-schedules.ts';
import type { Guard } from './guard.ts';

/**
 * The statements of a server's schedule store. Writes resolve to the number of rows; they reject with the driver's
 * errors.
 */
export interface ScheduleStatements {
  readRevision(): Promise<RevisionPair>;
  /** Read in one snapshot. Null: everything. */
  readChanges(since: RevisionPair | null): Promise<ReadChanges>;
  hasHad(pair: RevisionPair): Promise<boolean>;
  beginHistory(historyId: string): Promise<void>;
  /** One row more than the page, if there is one. */
  list(query: ScheduleQuery): Promise<readonly ListedRow[]>;
  countMatching(query: ScheduleQuery): Promise<number>;
  /** In the order of the tests; null: all rows. */
  countEach(tests: readonly (ScheduleTest | null)[]): Promise<readonly number[]>;
  idsOf(test: ScheduleTest, after: string | null, limit: number): Promise<readonly string[]>;
  get(id: string): Promise<StoredSchedule | null>;
  revisionOf(id: string): Promise<number | null>;
  findByJobs(jobKeys: readonly string[]): Promise<ScheduleRef[]>;
}

export interface ListedRow {
  readonly row: StoredSchedule;
  readonly sort: string | number;
  readonly id: string;
}

export interface ServerScheduleStoreDeps {
  readonly statements: ScheduleStatements;
  readonly newId: () => string;
  readonly guarded: Guard;
  readonly isUniqueViolation: (error: unknown) => boolean;
  readonly dialect: EditDeps['dialect'];
  readonly edits: Pick<EditDeps, 'transact' | 'isMarked'>;
}

export function createServerScheduleStore(deps: ServerScheduleStoreDeps): ScheduleStore {
  const { statements, edits, guarded } = deps;
  const writes = scheduleWrites({ ...deps, ...edits });
  return {
    readRevision: () => guarded(() => statements.readRevision()),
    readChanges: (since) => guarded(() => readContinued(since, (after) => statements.readChanges(after))),
    hasHad: (pair) => guarded(() => statements.hasHad(pair)),
    beginHistory: () =>
      guarded(async () => {
        const historyId = randomUUID();
        await statements.beginHistory(historyId);
        return historyId;
      }),
    list: (query) => guarded(() => listPage(statements, query)),
    countEach: (tests) => guarded(() => countNamed(tests, (each) => statements.countEach(each))),
    idsOf: (test, after, limit) => guarded(() => statements.idsOf(test, after, limit)),
    get: (id) => guarded(() => statements.get(id)),
    revisionOf: (id) => guarded(() => statements.revisionOf(id)),
    findByJobs: (jobKeys) => guarded(() => statements.findByJobs(jobKeys)),
    create: (fields, author) => guarded(() => writes.create(fields, author)),
    createFromCode: (fields) => guarded(() => writes.createFromCode(fields)),
    change: (id, version, validate, author) => guarded(() => writes.change(id, version, validate, author)),
    reanchor: (id, version) => guarded(() => writes.reanchor(id, version)),
    remove: (id, author) => guarded(() => writes.remove(id, author)),
    edit: (ids, decide, author) => guarded(() => writes.edit(ids, decide, author)),
  };
}

async function listPage(statements: ScheduleStatements, query: ScheduleQuery): Promise<ScheduleListPage> {
  const found = await statements.list(query);
  const total = query.isUncounted === true ? 0 : await statements.countMatching(query);
  const rows = found.slice(0, query.limit);
  const last = found.length > query.limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(({ row }) => row),
    total,
    next: last === undefined ? null : { value: last.sort, id: last.id },
  };
}
