import type { ScheduleItem } from '@zenpulse/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { scheduleDetail, SCHEDULES_KEY } from '../../../api/schedules.ts';
import { notifyFailure } from '../../../shell/notify.tsx';
import { useShownZone } from '../../../time/zone.ts';

/** What to do with one run; instants in ISO. */
export type RunChange = { readonly reason?: string } & (
  | { readonly kind: 'skip'; readonly at: string }
  | { readonly kind: 'move'; readonly at: string; readonly to: string }
  | { readonly kind: 'run'; readonly at: string }
  | { readonly kind: 'withdraw'; readonly exceptionId: string }
);

/** Skips a run, moves it, plans one more or takes that back; offers Undo. Refusals of a time are left to the dialog. */
export function useChangeRun(item: ScheduleItem) {
  const client = useQueryClient();
  const zone = useShownZone(item.timezone);
  return useMutation({
    mutationFn: async (change: RunChange) => {
      const { sendChange, notifyChange } = await import('./change-run.ts');
      const saved = await sendChange(item.id, change);
      return { saved, notice: () => notifyChange({ client, change, before: item, saved, zone }) };
    },
    onSuccess: ({ saved, notice }) => {
      client.setQueryData(scheduleDetail(item.id).queryKey, (before) => before && { ...before, ...saved });
      notice();
    },
    onError: (error, { kind }) => {
      if (kind === 'skip' || kind === 'withdraw') notifyFailure('Couldn’t change the next runs', error);
    },
    onSettled: () => void client.invalidateQueries({ queryKey: SCHEDULES_KEY }),
  });
}
