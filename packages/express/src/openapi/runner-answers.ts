import { z } from 'zod';
import { count, instant, open, origin, progress } from './answer-parts.ts';

const run = { runId: z.string(), scheduleId: z.string(), jobKey: z.string(), origin, scheduledAt: instant };

const running = open({
  ...run,
  coalescedCount: count,
  startedAt: instant,
  timedOutAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  progress: progress.optional(),
});

const waiting = open({
  ...run,
  attempt: z.int(),
  dueAt: instant,
  waitsFor: z.enum(['place', 'thread', 'chain', 'retry']),
});

const runner = open({
  runnerId: z.string(),
  hostname: z.string(),
  pid: z.int(),
  version: z.string(),
  state: z.enum(['active', 'standby', 'stopped']),
  isAlive: z.boolean(),
  isRemovable: z.boolean(),
  stateSince: instant,
  epoch: z.int().nullable(),
  startedAt: instant,
  heartbeatAt: instant,
  isLocking: z.boolean(),
  syncEverySeconds: z.number(),
  concurrency: z.int(),
  timezone: z.string(),
  zoneData: z.string().optional(),
  node: z.string().optional(),
  revision: z.int().nullable(),
  revisionAppliedAt: instant.nullable(),
  runningNow: z.array(running),
  waitingNow: z.array(waiting),
  waitingCount: count,
  problems: z.array(z.string()),
  events: z.array(open({ at: instant, kind: z.string(), text: z.string() })),
});

/** The answer of `GET /api/runners`. */
export const runnerList = open({ items: z.array(runner), revision: z.int().nullable() });
