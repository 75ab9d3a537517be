import { previewBody, toIso, type Preview } from '@zenpulse/contract';
import { describeTrigger, nextOccurrences, triggerWarnings } from '@zenpulse/core/domain';
import type { Handler } from '../http/route.ts';

/** Describes a trigger and its next runs, computed by the runner's own code; nothing is stored. */
export const previewTrigger: Handler = async ({ body }, { settings, clock }) => {
  const { anchorAt, count, ...fields } = previewBody(settings.timezone).parse(body);
  const now = clock.now();
  const anchored = {
    ...fields,
    anchorAt: anchorAt === undefined ? Math.floor(now / 1000) * 1000 : Date.parse(anchorAt),
  };
  const preview: Preview = {
    description: describeTrigger(fields),
    runs: nextOccurrences(anchored, now, count).map(toIso),
    warnings: triggerWarnings(anchored, now),
  };
  return Promise.resolve({ status: 200, body: preview });
};
