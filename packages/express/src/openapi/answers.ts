import {
  blackoutDefinition,
  CHANGE_ACTIONS,
  CHANGE_ORIGINS,
  FATES,
  JOB_ISOLATIONS,
  ORIGINS,
  OUTCOMES,
  scheduleFields,
  SCHEDULE_STATES,
} from '@zenpulse/core/domain';
import { errorBody, ROLES, tokenDto } from '@zenpulse/contract';
import { z } from 'zod';
import { runnerList } from './runner-answers.ts';

// The answers as rules, for the description of the API: their types are in the contract. Objects are open, because later
// releases add fields.

const instant = z.iso.datetime();
const outcome = z.enum(OUTCOMES);
const origin = z.enum(ORIGINS);
const count = z.int().min(0);
const open = z.looseObject;
const pageOf = <T extends z.ZodType>(item: T) =>
  open({ items: z.array(item), nextCursor: z.string().nullable() });

const lastRun = open({
  runId: z.string(),
  status: outcome,
  scheduledAt: instant,
  runTime: instant,
  durationMs: z.number().nullable(),
});

const recent = open({
  status: outcome,
  scheduledAt: instant,
  durationMs: z.number().nullable(),
  attempts: count,
  origin: z.enum(['schedule', 'manual']),
  count,
});

const schedule = open({
  ...scheduleFields,
  id: z.string(),
  version: z.int(),
  anchorAt: instant,
  effectiveFrom: instant,
  createdAt: instant,
  updatedAt: instant,
});

const scheduleItem = open({
  ...schedule.shape,
  nextRunAt: instant.nullable(),
  lastRun: lastRun.nullable(),
  description: z.string(),
  registered: z.boolean().nullable(),
  problems: z.array(open({ path: z.string(), message: z.string() })),
  state: z.enum(SCHEDULE_STATES),
  failingSince: instant.nullable(),
  typicalMs: z.number().nullable(),
  recent: z.array(recent).optional(),
  mayNot: z.record(z.string(), z.string()).optional(),
});

const scheduleCounts = open({
  total: count,
  failing: count,
  missed: count,
  running: count,
  paused: count,
  disabled: count,
  unregistered: count,
  damaged: count,
  neverRan: count,
});

const executionItem = open({
  id: z.string(),
  scheduleId: z.string(),
  jobKey: z.string(),
  variant: z.string(),
  status: outcome,
  scheduledAt: instant,
  runTime: instant,
  durationMs: z.number().nullable(),
  exceptionType: z.string().nullable(),
  exceptionMessage: z.string().nullable(),
  hostname: z.string().nullable(),
  pid: z.int().nullable(),
  attempt: z.int(),
  origin,
  reason: z.string().nullable(),
  coalescedCount: z.int(),
  hasTraceback: z.boolean(),
  hasOutput: z.boolean(),
});

const countsByOutcome = Object.fromEntries(OUTCOMES.map((name) => [name, count]));

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
const progress = open({ done: z.number(), total: z.number().nullable() });

const blackout = open({ name: z.string(), ...blackoutDefinition.shape });
const stopped = open({
  by: z.enum(['switch', 'setting']),
  since: instant.nullable(),
  reason: z.string().nullable(),
  actor: z.string().nullable(),
});

/** By the name that the description gives them. */
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

export const ANSWERS = {
  ChangePage: pageOf(change),
  ActionsDone: open({
    changed: count,
    refused: z.array(open({ id: z.string(), code: z.string(), message: z.string() })),
    changeId: z.string(),
    nextCursor: z.string().nullable(),
    schedule: scheduleItem.optional(),
  }),
  Error: errorBody,
  Schedule: schedule,
  ScheduleItem: scheduleItem,
  SchedulePage: open({ ...pageOf(scheduleItem).shape, total: count, counts: scheduleCounts.optional() }),
  ScheduleCounts: scheduleCounts,
  Execution: open({
    ...executionItem.shape,
    traceback: z.string().nullable(),
    output: z.string().nullable(),
  }),
  ExecutionPage: open({
    ...pageOf(executionItem).shape,
    total: count,
    isTotalExact: z.boolean(),
    searchedBackTo: instant.nullable(),
  }),
  ExecutionCount: open({ count, isExact: z.boolean() }),
  ExecutionsDeleted: open({ deleted: count }),
  OccurrenceList: open({
    from: instant,
    to: instant,
    timezone: z.string(),
    items: z.array(open({ scheduledAt: instant, lastAt: instant, fate: z.enum(FATES) })),
    nextFrom: instant.nullable(),
    counters: open({
      runs: count,
      failures: count,
      missed: count,
      skipped: count,
      lastRun: lastRun.nullable(),
    }),
    notes: z.array(z.string()),
  }),
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
        declared: open({}).nullable(),
        defaults: open({}),
        isolation: z.enum(JOB_ISOLATIONS),
        paramsSchema: open({}).nullable(),
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
    runners: open({ active: open({}).nullable(), standby: count, silentSince: instant.nullable() }),
    overdue: open({ due: count, wouldRun: count, wouldMiss: count }).nullable(),
    attention: open({
      failing: z.array(scheduleItem),
      missed: z.array(scheduleItem),
      damaged: z.array(open({})),
      unregistered: z.array(scheduleItem),
      errors: z.array(errorGroup),
    }),
    running: z.array(open({ ...named, runId: z.string(), runnerId: z.string(), startedAt: instant })),
    next: z.array(open({ ...named, at: instant })),
    hours: z.array(statsBucket),
    timeline: z.array(open({ ...named, past: z.array(open({ at: instant })), next: z.array(instant) })),
  }),
  Stats: open({ step: z.enum(['hour', 'day']), from: instant, to: instant, buckets: z.array(statsBucket) }),
  ErrorGroupPage: pageOf(errorGroup),
  FiringStopped: open({ stopped: stopped.nullable() }),
  Blackout: blackout,
  BlackoutList: open({ items: z.array(blackout) }),
  TokenList: open({ items: z.array(open(tokenDto.shape)) }),
  TokenCreated: open({ ...tokenDto.shape, secret: z.string() }),
  OpenApi: open({ openapi: z.string(), info: open({}), paths: open({}) }),
} as const satisfies Record<string, z.core.$ZodType>;

export type AnswerName = keyof typeof ANSWERS;
