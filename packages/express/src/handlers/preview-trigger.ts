import { previewBody, toIso, type Preview, type PreviewChange } from '@zenpulse/contract';
import {
  compareRuns,
  describeTrigger,
  nextClockChange,
  nextOccurrences,
  toIsoOrNull,
  triggerWarningTexts,
  type TriggerFields,
} from '@zenpulse/core/domain';
import type { Handler } from '../http/route.ts';
import type { Installation } from '../installation.ts';
import { inTime } from '../known/in-time.ts';
import { dueInMinute } from '../known/due-in-minute.ts';
import { findSchedule } from './find-schedule.ts';

const WITHIN_MS = 300;

/** Describes a trigger and its next runs, computed by the runner's own code; nothing is stored. */
export const previewTrigger: Handler = async ({ body }, installation) => {
  const { settings, clock } = installation;
  const { anchorAt, count, scheduleId, ...fields } = previewBody(settings.timezone).parse(body);
  const now = clock.now();
  const anchored = {
    ...fields,
    anchorAt: anchorAt === undefined ? Math.floor(now / 1000) * 1000 : Date.parse(anchorAt),
  };
  const runs = nextOccurrences(anchored, now, count);
  const clockChange = nextClockChange(anchored, now);
  const preview: Preview = {
    description: describeTrigger(fields),
    runs: runs.map(toIso),
    warnings: triggerWarningTexts(anchored, now),
    clockChange: clockChange === null ? null : { ...clockChange, at: toIso(clockChange.at) },
    sameMinute: await sameMinute(runs[0], scheduleId, installation),
    change: scheduleId === undefined ? null : await changeOf(scheduleId, anchored, installation),
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

async function changeOf(
  id: string,
  after: TriggerFields & { readonly anchorAt: number },
  installation: Installation,
): Promise<PreviewChange | null> {
  const row = await findSchedule(id, installation);
  if (row.isDamaged) return null;
  const compared = compareRuns(row.schedule, after, installation.clock.now());
  const { until, firstGainedAt, firstLostAt, ...counts } = compared;
  return {
    ...counts,
    until: toIso(until),
    firstGainedAt: toIsoOrNull(firstGainedAt),
    firstLostAt: toIsoOrNull(firstLostAt),
  };
}
