import type { Origin } from '@zenpulse/core/domain';

/** Who asked for a run. */
export const ORIGIN_WORDS: Readonly<Record<Origin, string>> = {
  schedule: 'Schedule',
  manual: 'By hand',
  retry: 'Retry',
};
