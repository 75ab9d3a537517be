import { previewBody, toIso, type Preview, type PreviewChange } from '@zenpulse/contract';
import {
  compareRuns,
  describeTrigger,
  isPausedAt,
  nextClockChange,
  nextOccurrences,
  toIsoOrNull,
  triggerWarningTexts,
  type InForce,
  type Schedule,
  type StoredSchedule,
  type TriggerFields,
} from '@zenpulse/core/domain';
import type { Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';
import { inTime } from '../known/in-time.ts';
import { dueInMinute } from '../known/due-in-minute.ts';
import { findSchedule } from './find-schedule.ts';

const WITHIN_MS = 300;

/**
 * Describes a trigger and its next runs, computed by the runner's own code; nothing is stored. Of a schedule, its pause, its
 * exceptions and its blackout windows hold for the new trigger too.
 */
export const previewTrigger: Handler = async ({ body }, installation) => {
  const { settings, clock } = installation;
  const { anchorAt, count, scheduleId, ...fields } = previewBody(settings.timezone).parse(body);
  const now = clock.now();
  const anchored = {
    ...fields,
    anchorAt: anchorAt === undefined ? Math.floor(now / 1000) * 1000 : Date.parse(anchorAt),
  };
  const row = scheduleId === undefined ? null : await findSchedule(scheduleId, installation);
  const kept = keptOf(row);
  const due = { ...anchored, ...kept };
  const runs = nextOccurrences(due, now, count);
  const clockChange = nextClockChange(anchored, now);
  const preview: Preview = {
    description: describeTrigger(fields),
    runs: runs.map(toIso),
    warnings: [...pauseWarning(kept, now), ...triggerWarningTexts(due, now)],
    clockChange: clockChange === null ? null : { ...clockChange, at: toIso(clockChange.at) },
    sameMinute: await sameMinute(runs[0], scheduleId, installation),
    change: row === null || row.isDamaged ? null : changeOf(row.schedule, due, now),
  };
  return { status: 200, body: preview };
};

async function sameMinute(
  firstAt: number | undefined,
  scheduleId: string | undefined,
  { nextRuns, clock }: Installation,
): Promise<number | null> {
  if (firstAt === undefined) return 0;
  const order = await inTime(nextRuns.inOrder(), WITHIN_MS, clock);
  return order && dueInMinute(order, firstAt, scheduleId);
}

type Kept = Partial<Pick<Schedule, 'pausedUntil' | 'exceptions' | 'blackouts'>> & InForce;

/** What of a schedule stays with another trigger, and says when it is due. */
function keptOf(row: StoredSchedule | null): Kept {
  if (row === null || row.isDamaged) return {};
  const schedule: Schedule & InForce = row.schedule;
  const { pausedUntil, exceptions, blackouts, blackoutWindows } = schedule;
  return { pausedUntil, exceptions, blackouts, ...(blackoutWindows && { blackoutWindows }) };
}

function pauseWarning({ pausedUntil = null }: Kept, now: number): string[] {
  if (pausedUntil === null || !isPausedAt({ pausedUntil }, now)) return [];
  return [`The schedule is paused until ${pausedUntil}: it does not run before.`];
}

function changeOf(
  before: Schedule,
  after: TriggerFields & { readonly anchorAt: number },
  now: number,
): PreviewChange {
  const { until, firstGainedAt, firstLostAt, ...counts } = compareRuns(before, after, now);
  return {
    ...counts,
    until: toIso(until),
    firstGainedAt: toIsoOrNull(firstGainedAt),
    firstLostAt: toIsoOrNull(firstLostAt),
  };
}
