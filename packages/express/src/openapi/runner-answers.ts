import { ORIGINS } from '@zenpulse/core/domain';
import { z } from 'zod';

const instant = z.iso.datetime();
const origin = z.enum(ORIGINS);
const count = z.int().min(0);
const open = z.looseObject;

/** The answer of `GET /api/runners`. */
export const runnerList = open({
  items: z.array(
    open({
      runnerId: z.string(),
      hostname: z.string(),
      pid: z.int(),
      version: z.string(),
      state: z.enum(['active', 'standby', 'stopped']),
      isAlive: z.boolean(),
      isRemovable: z.boolean(),
      stateSince: instant,
      startedAt: instant,
      heartbeatAt: instant,
      runningNow: z.array(open({ runId: z.string(), scheduleId: z.string(), jobKey: z.string(), origin })),
      waitingNow: z.array(open({ runId: z.string(), scheduleId: z.string(), jobKey: z.string(), origin })),
      waitingCount: count,
      problems: z.array(z.string()),
      events: z.array(open({ at: instant, kind: z.string(), text: z.string() })),
    }),
  ),
  revision: z.int().nullable(),
});
