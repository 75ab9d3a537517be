import { errorBody, ROLES, tokenDto } from '@zenpulse/contract';
import {
  blackoutDefinition,
  CHANGE_ACTIONS,
  CHANGE_ORIGINS,
  JOB_ISOLATIONS,
  scheduleFields,
} from '@zenpulse/core/domain';
import { z } from 'zod';
import { count, countsByOutcome, instant, json, open, outcome, pageOf, progress } from './answer-parts.ts';
import { execution, executionPage, occurrenceList } from './execution-answers.ts';
import { runnerList } from './runner-answers.ts';
import { changedSchedule, scheduleCounts, scheduleItem } from './schedule-answers.ts';

// The answers as rules, for the description of the API: their types are in the contract.

/** The options of a job in code, which may be any of the fields. */
const declared = open(z.object(scheduleFields).partial().shape);

const statsBucket = open({
  at: instant,
  ...countsByOutcome,
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});

const errorGroup = open({
  fingerprint: z.string(),
  jobKey: z.string(),
  exceptionType: z.string().nullable(),
  message: z.string().nullable(),
  count,
  firstAt: instant,
  lastAt: instant,
  lastExecutionId: z.string().nullable(),
  lastScheduleId: z.string(),
});

const named = { scheduleId: z.string(), jobKey: z.string(), variant: z.string() };

const blackout = open({ name: z.string(), ...blackoutDefinition.shape });
const blackoutItem = open({
  name: z.string(),
  ...blackoutDefinition.shape,
  schedules: z.int().nullable(),
});
const stopped = open({
  by: z.enum(['switch', 'setting']),
  since: instant.nullable(),
  reason: z.string().nullable(),
  actor: z.string().nullable(),
});

const values = z.record(z.string(), z.unknown()).nullable();

const change = open({
  id: z.string(),
  at: instant,
  actor: z.string().nullable(),
  origin: z.enum(CHANGE_ORIGINS),
  scheduleId: z.string().nullable(),
  jobKey: z.string().nullable(),
  variant: z.string().nullable(),
  action: z.enum(CHANGE_ACTIONS),
  before: values,
  after: values,
  reason: z.string().nullable(),
  bulkId: z.string().nullable(),
  revertOf: z.string().nullable(),
});

const actionsDone = open({
  changed: count,
  refused: z.array(open({ id: z.string(), code: z.string(), message: z.string() })),
  changeId: z.string(),
  nextCursor: z.string().nullable(),
});

/** By the name that the description gives them. */
export const ANSWERS = {
  ChangePage: pageOf(change),
  ActionsDone: actionsDone,
  Reverted: open({ ...actionsDone.shape, schedule: scheduleItem.optional() }),
  Error: errorBody,
  ChangedSchedule: changedSchedule,
  ScheduleItem: scheduleItem,
  SchedulePage: open({ ...pageOf(scheduleItem).shape, total: count, counts: scheduleCounts.optional() }),
  ScheduleCounts: scheduleCounts,
  Execution: execution,
  ExecutionPage: executionPage,
  ExecutionCount: open({ count, isExact: z.boolean() }),
  ExecutionsDeleted: open({ deleted: count }),
  OccurrenceList: occurrenceList,
  Receipt: open({
    revision: z.int(),
    savedAt: instant.nullable(),
    appliedAt: instant.nullable(),
    appliedAfterMs: z.number().nullable(),
    isExact: z.boolean(),
    holder: z.enum(['fires', 'stands-by', 'gone', 'none']),
    runnerId: z.string().nullable(),
    hostname: z.string().nullable(),
    holderSeenAt: instant.nullable(),
    holderReadAt: instant.nullable(),
    noticedWithinMs: z.number().nullable(),
    nextRunAt: instant.nullable(),
    timezone: z.string(),
    enabled: z.boolean(),
    registered: z.boolean().nullable(),
  }),
  Preview: open({
    description: z.string(),
    runs: z.array(instant),
    warnings: z.array(z.string()),
    clockChange: open({ at: instant, isFelt: z.boolean(), message: z.string() }).nullable(),
    sameMinute: count.nullable(),
    change: open({
      until: instant,
      before: count,
      after: count,
      gained: count,
      lost: count,
      firstGainedAt: instant.nullable(),
      firstLostAt: instant.nullable(),
    }).nullable(),
  }),
  RunAccepted: open({ runId: z.string() }),
  RunOutput: open({
    runId: z.string(),
    lines: z.array(
      open({ seq: count, at: instant, level: z.enum(['info', 'warn', 'error']), text: z.string() }),
    ),
    cut: count,
    isRunning: z.boolean(),
    isWaiting: z.boolean(),
    progress: progress.nullable(),
  }),
  JobList: open({
    items: z.array(
      open({
        jobKey: z.string(),
        definedAt: z.string(),
        declared: declared.nullable(),
        defaults: declared,
        isolation: z.enum(JOB_ISOLATIONS),
        paramsSchema: json.nullable(),
        schedules: z.array(open({ id: z.string(), variant: z.string(), enabled: z.boolean() })),
        isRestorable: z.boolean(),
      }),
    ),
  }),
  RunnerList: runnerList,
  Info: open({
    version: z.string(),
    timezone: z.string(),
    timezoneSource: z.string(),
    database: z.string(),
    stateDir: z.string(),
    retentionDays: z.number(),
    now: instant,
    actor: open({ role: z.enum(ROLES), name: z.string().nullable() }),
    isReadOnly: z.boolean(),
    stopped: stopped.nullable(),
  }),
  Overview: open({
    now: instant,
    timezone: z.string(),
    todaySince: instant,
    today: open(countsByOutcome),
    counts: scheduleCounts.nullable(),
    runners: open({
      active: open({
        runnerId: z.string(),
        hostname: z.string(),
        pid: z.int(),
        stateSince: instant,
      }).nullable(),
      standby: count,
      silentSince: instant.nullable(),
    }),
    overdue: open({ due: count, wouldRun: count, wouldMiss: count }).nullable(),
    attention: open({
      failing: z.array(scheduleItem),
      missed: z.array(scheduleItem),
      damaged: z.array(open({})),
      unregistered: z.array(scheduleItem),
      errors: z.array(errorGroup),
    }),
    running: z.array(
      open({
        ...named,
        runId: z.string(),
        runnerId: z.string(),
        startedAt: instant,
        typicalMs: z.number().nullable(),
        progress: progress.optional(),
      }),
    ),
    next: z.array(open({ ...named, at: instant })),
    hours: z.array(statsBucket),
    timeline: z.array(
      open({
        ...named,
        past: z.array(open({ at: instant, status: outcome, durationMs: z.number().nullable() })),
        pastSince: instant.nullable(),
        next: z.array(instant),
        nextUntil: instant.nullable(),
      }),
    ),
  }),
  Stats: open({ step: z.enum(['hour', 'day']), from: instant, to: instant, buckets: z.array(statsBucket) }),
  ErrorGroupPage: pageOf(errorGroup),
  FiringStopped: open({ stopped: stopped.nullable() }),
  Blackout: blackout,
  BlackoutList: open({ items: z.array(blackoutItem) }),
  TokenList: open({ items: z.array(open(tokenDto.shape)) }),
  TokenCreated: open({ ...tokenDto.shape, secret: z.string() }),
  OpenApi: open({ openapi: z.string(), info: open({}), paths: open({}) }),
} as const satisfies Record<string, z.core.$ZodType>;

export type AnswerName = keyof typeof ANSWERS;
