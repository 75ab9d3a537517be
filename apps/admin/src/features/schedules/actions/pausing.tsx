import type { ScheduleItem } from '@zenpulse/contract';
import { isTimeZone } from '@zenpulse/core/domain';
import { useDisclosure } from '@mantine/hooks';
import { useOfNow } from '../../../time/clock.ts';
import { useShownZone } from '../../../time/zone.ts';
import { scheduleName } from '../schedule-name.ts';
import { PauseUntil } from './pause-until.tsx';
import { useActOnOne } from './use-act-on-one.ts';

/** Whether a schedule is paused now. */
function useIsPaused({ pausedUntil }: Pick<ScheduleItem, 'pausedUntil'>): boolean {
  return useOfNow((now) => pausedUntil !== null && Date.parse(pausedUntil) > now);
}

/** What pauses one schedule: `ask` opens `dialog`, which has to be rendered. */
export function usePausing(item: ScheduleItem) {
  const [isAsking, question] = useDisclosure(false);
  const acting = useActOnOne(item);
  const isPaused = useIsPaused(item);
  const zone = useShownZone(isTimeZone(item.timezone) ? item.timezone : 'UTC');
  return {
    isPaused,
    isBusy: acting.isPending,
    ask: question.open,
    resume: () => acting.mutate({ action: 'resume' }),
    skipNext: () => acting.mutate({ action: 'skip-next' }),
    dialog: (
      <PauseUntil
        isOpen={isAsking}
        title={`Pause ${scheduleName(item)}`}
        zone={zone}
        {...(isPaused &&
          item.pausedUntil !== null && {
            current: { until: item.pausedUntil, reason: item.pauseReason },
          })}
        onClose={question.close}
        onPause={(pausedUntil, pauseReason) => {
          question.close();
          acting.mutate({ action: 'pause', pausedUntil, ...(pauseReason && { pauseReason }) });
        }}
      />
    ),
  };
}
