import { z } from 'zod';

/** The largest distance from 1970 that a `Date` can hold. */
const FURTHEST = 8.64e15;

const text = z.string();
const count = z.number();
const instant = z.number().min(-FURTHEST).max(FURTHEST);

const instantOrNull = instant.nullable();

const job = z.looseObject({
  jobKey: text,
  definedAt: text,
  declared: z.looseObject({ jobKey: text, triggerType: text }).nullable(),
  defaults: z.looseObject({}).optional(),
  isolation: text.optional(),
  paramsSchema: z.looseObject({}).optional(),
});

const run = z.looseObject({
  runId: text,
  scheduleId: text,
  jobKey: text,
  origin: text,
  scheduledAt: instant,
  coalescedCount: count,
  startedAt: instant,
  timedOutAt: instant.nullable(),
  cancelledAt: instant.nullish().transform((at) => at ?? null), // missing in reports of older runners
  progress: z.looseObject({ done: count, total: count.nullable() }).optional(),
});

const waitingRun = z.looseObject({
  runId: text,
  scheduleId: text,
  jobKey: text,
  origin: text,
  scheduledAt: instant,
  attempt: count,
  dueAt: instant,
  waitsFor: text,
});

/** The fields of a report that are read. Unknown fields, of later releases, pass unchanged. */
export const reportRule = z.looseObject({
  runnerId: text,
  hostname: text,
  pid: count,
  version: text,
  state: z.enum(['active', 'standby', 'stopped']),
  stateSince: instant,
  epoch: count.nullable(),
  startedAt: instant,
  isLocking: z.boolean(),
  syncEverySeconds: count,
  concurrency: count,
  timezone: text,
  revision: count.nullable(),
  revisionAppliedAt: instant.nullable(),
  jobs: z.array(job),
  runningNow: z.array(run),
  waitingNow: z.array(waitingRun),
  waitingCount: count,
  problems: z.array(text),
  events: z.array(z.looseObject({ at: instant, kind: text, text })),
  freshLastRuns: z.record(
    text,
    z.looseObject({
      runId: text,
      status: text,
      scheduledAt: instant,
      runTime: instant,
      durationMs: count.nullable(),
    }),
  ),
  freshInstants: z
    .record(
      text,
      z.looseObject({
        lastStartedAt: instantOrNull,
        lastSuccessAt: instantOrNull,
        lastFailedAt: instantOrNull,
        failingSince: instantOrNull,
        lastMissedAt: instantOrNull,
      }),
    )
    .optional(),
  freshRecent: z.record(text, text).optional(),
  retrying: z.array(text).optional(),
  next: z.array(z.tuple([text, instant])).optional(),
});
