import type { ScheduleItem } from '@zenpulse/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SCHEDULES_KEY } from '../../../api/schedules.ts';
import { notifyFailure } from '../../../shell/notify.tsx';
import { useShownZone } from '../../../time/zone.ts';
import { scheduleName } from '../schedule-name.ts';
import type { Wanted } from './act-in-steps.ts';

export type WantedOfOne = Wanted & { readonly action: 'pause' | 'resume' | 'skip-next' };

const VERBS = { pause: 'pause', resume: 'resume', 'skip-next': 'skip the next run of' } as const;

/** Pauses a schedule, resumes it or skips its next run. */
export function useActOnOne(item: ScheduleItem) {
  const client = useQueryClient();
  const zone = useShownZone(item.timezone);
  return useMutation({
    mutationFn: async (wanted: WantedOfOne) => {
      const { actOnOne } = await import('./act-on-one.ts');
      await actOnOne(wanted, { client, item, zone });
    },
    onError: (error, { action }) => notifyFailure(`Couldn’t ${VERBS[action]} ${scheduleName(item)}`, error),
    onSettled: () => void client.invalidateQueries({ queryKey: SCHEDULES_KEY }),
  });
}
