import type { RunnerDto } from '@zenpulse/contract';
import { durationText } from '../../time/duration-text.ts';

type RunningRun = Pick<RunnerDto['runningNow'][number], 'startedAt' | 'timedOutAt' | 'cancelledAt'>;

/** How long a run has been running, and how long ago its timeout or cancellation was; null where there was none. */
export function runningText(
  { startedAt, timedOutAt, cancelledAt }: RunningRun,
  now: number,
): { readonly elapsed: string; readonly told: string | null } {
  const toldAt = cancelledAt ?? timedOutAt;
  const word = cancelledAt === null ? 'timed out' : 'cancelled';
  return {
    elapsed: elapsedText(wholeSeconds(startedAt, now)),
    told:
      toldAt === null
        ? null
        : `${word} ${elapsedText(wholeSeconds(toldAt, now))} ago, still running: it keeps its slot until it returns`,
  };
}

function elapsedText(ms: number): string {
  return ms === 0 ? 'less than 1 s' : durationText(ms);
}

/** In milliseconds, rounded to whole seconds, so that the text does not flicker. */
function wholeSeconds(since: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(since)) / 1000) * 1000);
}
