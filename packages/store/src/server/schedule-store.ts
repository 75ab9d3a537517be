import { randomUUID } from 'node:crypto';
import {
  changedSchedule,
  isCreatedAhead,
  newSchedule,
  reanchoredSchedule,
  type Schedule,
  type StoredSchedule,
} from '@zenpulse/core/domain';
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
import { notFound, repaired, scheduleExists, staleVersion } from '../schedules/schedule-refusals.ts';
import type { Guard } from './guard.ts';

/**
 * The statements of a server's schedule store. Writes resolve to the number of rows; they reject with the driver's
 * errors.
 */
export interface ScheduleStatements {
  /** The server's time. */
  readNow(): Promise<number>;
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
  insert(schedule: Schedule): Promise<number>;
  /** Inserts it unless it was created from code before or exists; records that in either case. */
  insertFromCode(schedule: Schedule): Promise<number>;
  /** Updates it if it still has that version. */
  update(schedule: Schedule, version: number): Promise<number>;
  remove(id: string): Promise<number>;
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
}

export function createServerScheduleStore(deps: ServerScheduleStoreDeps): ScheduleStore {
  const { statements, newId, guarded } = deps;
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
    create: (fields) =>
      guarded(async () => {
        const schedule = newSchedule(newId(), fields, await statements.readNow());
        await refusingTwins(deps, schedule, statements.insert(schedule));
        return schedule;
      }),
    createFromCode: (fields) =>
      guarded(async () => {
        const schedule = newSchedule(newId(), fields, await statements.readNow());
        return (await statements.insertFromCode(schedule)) === 1 ? schedule : null;
      }),
    change: (id, version, validate) =>
      guarded(async () => {
        const stored = await statements.get(id);
        if (stored === null) throw notFound(id);
        const change = validate(stored);
        const moment = await statements.readNow();
        const before = stored.isDamaged ? repaired(stored.damaged.values, moment) : stored.schedule;
        if (before.version !== version) throw staleVersion();
        const after = changedSchedule(before, change, moment);
        if ((await refusingTwins(deps, after, statements.update(after, version))) === 0) throw staleVersion();
        return after;
      }),
    reanchor: (id, version) =>
      guarded(async () => {
        const stored = await statements.get(id);
        const moment = await statements.readNow();
        if (stored === null || stored.isDamaged || !isCreatedAhead(stored.schedule, moment)) return null;
        const after = reanchoredSchedule(stored.schedule, moment);
        return (await statements.update(after, version)) === 0 ? null : after;
      }),
    remove: (id) =>
      guarded(async () => {
        if ((await statements.remove(id)) === 0) throw notFound(id);
      }),
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

async function refusingTwins(
  { isUniqueViolation }: ServerScheduleStoreDeps,
  schedule: Schedule,
  write: Promise<number>,
): Promise<number> {
  try {
    return await write;
  } catch (error) {
    throw isUniqueViolation(error) ? scheduleExists(schedule) : error;
  }
}
