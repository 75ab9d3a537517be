import { FATES, LATE_REASONS } from '@zenpulse/core/domain';
import { z } from 'zod';
import { count, instant, json, open, origin, outcome, pageOf } from './answer-parts.ts';
import { lastRun } from './schedule-answers.ts';

const heldBy = z.array(z.string()).nullable();

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
  hostname: z.string(),
  pid: z.int(),
  attempt: z.int(),
  origin,
  reason: z.string().nullable(),
  coalescedCount: z.int(),
  lateMs: z.number().nullable(),
  lateReason: z.enum(LATE_REASONS).nullable(),
  heldBy,
  params: json.nullable(),
  hasParams: z.boolean(),
  hasTraceback: z.boolean(),
  hasOutput: z.boolean(),
});

export const execution = open({
  ...executionItem.shape,
  traceback: z.string().nullable(),
  output: z.string().nullable(),
});

export const executionPage = open({
  ...pageOf(executionItem).shape,
  total: count,
  isTotalExact: z.boolean(),
  searchedBackTo: instant.nullable(),
});

const occurrence = open({
  scheduledAt: instant,
  lastAt: instant,
  count,
  fate: z.enum(FATES),
  status: outcome.nullable(),
  reason: z.string().nullable(),
  runId: z.string().nullable(),
  hasExecution: z.boolean(),
  recordedAs: instant.nullable(),
  startedAt: instant.nullable(),
  durationMs: z.number().nullable(),
  attempts: count,
  heldBy,
  isOfThisRule: z.boolean(),
  clockChange: open({
    from: z.string(),
    to: z.string(),
    localTimes: z.array(z.string()),
    count,
  }).nullable(),
});

export const occurrenceList = open({
  from: instant,
  to: instant,
  timezone: z.string(),
  items: z.array(occurrence),
  nextFrom: instant.nullable(),
  counters: open({
    runs: count,
    failures: count,
    missed: count,
    skipped: count,
    lastRun: lastRun.nullable(),
  }),
  notes: z.array(z.string()),
});
