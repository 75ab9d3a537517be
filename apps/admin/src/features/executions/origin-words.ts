import type { Origin } from '@zenpulse/core/domain';

/** What triggered a run. */
export const ORIGIN_WORDS: Readonly<Record<Origin, string>> = {
  schedule: 'Schedule',
  manual: 'Manual',
  retry: 'Retry',
};
