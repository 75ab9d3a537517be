import { ROLE_OF_ACTION, type ScheduleAction } from '@zenpulse/contract';
import { SCHEDULE_STATES, scheduleFields } from '@zenpulse/core/domain';
import { z } from 'zod';
import { count, instant, open, outcome } from './answer-parts.ts';

export const lastRun = open({
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

const reason = z.string().nullable();
const excepted = { id: z.string(), at: z.string(), reason };
const exceptions = z.array(
  z.discriminatedUnion('kind', [
    open({ kind: z.literal('skip'), ...excepted }),
    open({ kind: z.literal('move'), ...excepted, to: z.string() }),
    open({ kind: z.literal('run'), ...excepted }),
    open({ kind: z.literal('pause'), ...excepted, to: z.string() }),
  ]),
);

const actions = Object.keys(ROLE_OF_ACTION) as [ScheduleAction, ...ScheduleAction[]]; // it has no other keys

const schedule = open({
  ...scheduleFields,
  id: z.string(),
  version: z.int(),
  anchorAt: instant,
  effectiveFrom: instant,
  pausedFrom: instant.nullable(),
  exceptions: exceptions.nullable(),
  createdAt: instant,
  updatedAt: instant,
});

export const scheduleItem = open({
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
  mayNot: z.partialRecord(z.enum(actions), z.string()).optional(),
});

export const changedSchedule = open({ ...scheduleItem.shape, voidedExceptions: exceptions.optional() });

export const scheduleCounts = open({
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
