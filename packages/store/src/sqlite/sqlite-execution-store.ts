import type { Execution } from '@zenpulse/core/domain';
import type { ExecutionFilter, ExecutionStore } from '@zenpulse/core/ports';
import type { Prisma, JobExecutionLog } from './generated/client/client.ts';
import type { SqliteClient } from './open-sqlite.ts';
import { guarded } from './sqlite-errors.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

/** Rows deleted in one statement: more would hold the write lock, and this process's turn, for too long. */
const DELETE_STEP = 500;

export function createSqliteExecutionStore(client: SqliteClient): ExecutionStore {
  return {
    append: (executions) =>
      guarded(async () => {
        await client.$executeRawUnsafe(APPEND, JSON.stringify(executions.map(toRow)));
      }),
    list: (filter, { after, limit }) =>
      guarded(async () => {
        const rows = await client.jobExecutionLog.findMany({
          where: {
            AND: [
              conditions(filter),
              after === undefined
                ? {}
                : {
                    OR: [
                      { runTime: { lt: new Date(after.runTime) } },
                      { runTime: new Date(after.runTime), id: { lt: after.id } },
                    ],
                  },
            ],
          },
          orderBy: [{ runTime: 'desc' }, { id: 'desc' }],
          take: limit + 1,
        });
        const items = rows.slice(0, limit).map(fromRow);
        const last = rows.length > limit ? items.at(-1) : undefined;
        return { items, next: last === undefined ? null : { runTime: last.runTime, id: last.id } };
      }),
    get: (id) =>
      guarded(async () => {
        const row = await client.jobExecutionLog.findUnique({ where: { id } });
        return row === null ? null : fromRow(row);
      }),
    deleteWhere: (filter) =>
      guarded(async () => {
        const where = conditions(filter);
        for (let deleted = 0; ;) {
          const { count } = await client.jobExecutionLog.deleteMany({ where, limit: DELETE_STEP });
          deleted += count;
          if (count < DELETE_STEP) return deleted;
        }
      }),
  };
}

const COLUMNS = [
  'id',
  'schedule_id',
  'job_key',
  'variant',
  'status',
  'scheduled_at',
  'occurrence_at',
  'run_time',
  'duration_ms',
  'exception_type',
  'exception_message',
  'traceback',
  'hostname',
  'pid',
  'attempt',
  'origin',
  'reason',
  'coalesced_count',
  'output',
] as const;

const names = COLUMNS.map((column) => `"${column}"`).join(', ');
const values = COLUMNS.map((_, index) => `"value" ->> ${index}`).join(', ');
const replaced = COLUMNS.filter((column) => column !== 'schedule_id' && column !== 'occurrence_at')
  .map((column) => `"${column}" = excluded."${column}"`)
  .join(', ');

/** One parameter, one statement, any number of rows: the typed `createMany` takes 25 to 40 times as long. */
const APPEND = `
  INSERT INTO "zenpulse_job_execution_log" (${names})
  SELECT ${values} FROM json_each(?) WHERE true
  ON CONFLICT ("schedule_id", "occurrence_at", "attempt") DO UPDATE SET ${replaced}
    WHERE "zenpulse_job_execution_log"."status" = 'interrupted'
       OR ("zenpulse_job_execution_log"."status" = 'missed' AND "zenpulse_job_execution_log"."reason" = 'ambiguous')
  ON CONFLICT ("id") DO NOTHING`;

/** In the order of COLUMNS. */
function toRow(e: Execution): unknown[] {
  const scheduledAt = toSqliteInstant(e.scheduledAt);
  return [
    e.id,
    e.scheduleId,
    e.jobKey,
    e.variant,
    e.status,
    scheduledAt,
    e.origin === 'manual' ? null : scheduledAt,
    toSqliteInstant(e.runTime),
    e.durationMs,
    e.exceptionType,
    e.exceptionMessage,
    e.traceback,
    e.hostname,
    e.pid,
    e.attempt,
    e.origin,
    e.reason,
    e.coalescedCount,
    e.output,
  ];
}

function fromRow({ occurrenceAt: _, scheduledAt, runTime, ...row }: JobExecutionLog): Execution {
  return {
    ...(row as Omit<typeof row, 'status' | 'origin' | 'reason'> &
      Pick<Execution, 'status' | 'origin' | 'reason'>), // only ZenPulse writes this table
    scheduledAt: scheduledAt.getTime(),
    runTime: runTime.getTime(),
  };
}

function conditions(filter: ExecutionFilter): Prisma.JobExecutionLogWhereInput {
  const { jobKey, scheduleId, status, from, to, search } = filter;
  const hasSearch = search !== undefined && search !== '';
  return {
    ...(jobKey === undefined ? {} : { jobKey }),
    ...(scheduleId === undefined ? {} : { scheduleId }),
    ...(status === undefined ? {} : { status: { in: [...status] } }),
    ...(from === undefined && to === undefined
      ? {}
      : {
          runTime: {
            ...(from === undefined ? {} : { gte: new Date(from) }),
            ...(to === undefined ? {} : { lt: new Date(to) }),
          },
        }),
    ...(hasSearch
      ? {
          OR: [
            { jobKey: { contains: search } },
            { exceptionType: { contains: search } },
            { exceptionMessage: { contains: search } },
          ],
        }
      : {}),
  };
}
