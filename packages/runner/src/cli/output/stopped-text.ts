import { visibleText } from '@zenpulse/core/domain';
import type { firingStopped } from '@zenpulse/present';
import { zonedTimeAndZone } from './zoned-time.ts';

/** Why nothing fires, and what ends that. */
export function stoppedText({
  by,
  since,
  reason,
  actor,
}: NonNullable<ReturnType<typeof firingStopped>>): string {
  if (by === 'setting') {
    return 'No schedule fires where ZENPULSE_PAUSED or `paused` in the configuration is set, as it is here.';
  }
  const when = since === null ? '' : ` since ${zonedTimeAndZone(Date.parse(since), 'UTC')}`;
  const who = actor === null ? '' : ` by ${visibleText(actor)}`;
  const why = reason === null ? '' : `: ${visibleText(reason)}`;
  return `All firing is stopped${when}${who}${why}. \`zenpulse resume --all\` lets schedules fire again.`;
}
