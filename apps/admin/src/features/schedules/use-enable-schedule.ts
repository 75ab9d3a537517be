import type { ScheduleDto, ScheduleItem } from '@zenpulse/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { actOnSchedules } from '../../api/actions.ts';
import { hasCode } from '../../api/api-error.ts';
import { changeSchedule, SCHEDULES_KEY } from '../../api/schedules.ts';
import { notifyDone, notifyFailure, unnotify } from '../../shell/notify.tsx';
import { cachedVersion, patchCached } from './cached-schedule.ts';
import { scheduleName } from './schedule-name.ts';

/**
 * Enables or disables a schedule: shown at once, and undone if the server rejects it. Quick successive changes are sent
 * one after the other, each with the version that the previous one returned.
 */
export function useEnableSchedule(item: ScheduleItem) {
  const client = useQueryClient();
  const mutationKey = ['enable', item.id];
  const isLast = () => client.isMutating({ mutationKey }) <= 1;
  return useMutation({
    mutationKey,
    scope: { id: mutationKey.join(' ') },
    mutationFn: (enabled: boolean) =>
      changeSchedule(item.id, { enabled, version: cachedVersion(client, item) }),
    onMutate: async (enabled) => {
      await client.cancelQueries({ queryKey: SCHEDULES_KEY });
      patchCached(client, item.id, { enabled, ...(!enabled && { nextRunAt: null }) });
    },
    onSuccess: ({ version, enabled }: ScheduleDto) => {
      patchCached(client, item.id, { version });
      const title = `${scheduleName(item)} is ${enabled ? 'enabled' : 'disabled'}`;
      const undo = async (notificationId: string) => {
        try {
          await actOnSchedules({ action: enabled ? 'disable' : 'enable', ids: [item.id] });
          unnotify(notificationId);
          notifyDone('Undone', `${scheduleName(item)} is ${enabled ? 'disabled' : 'enabled'} again.`);
        } catch (error) {
          notifyFailure('Couldn’t undo', error);
        }
        void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
      };
      void import('./receipt/notify-receipt.tsx').then(
        ({ notifyReceipt }) => notifyReceipt(item.id, title, undo),
        () => notifyDone(title),
      );
    },
    onError: (error, enabled) => {
      patchCached(client, item.id, { enabled: !enabled });
      const title = `Couldn’t ${enabled ? 'enable' : 'disable'} ${scheduleName(item)}`;
      const isStale = hasCode(error, 'stale_version');
      notifyFailure(
        title,
        isStale
          ? new Error('It was changed elsewhere in the meantime. The page now shows its current state.')
          : error,
      );
    },
    onSettled: () => {
      if (isLast()) void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
    },
  });
}
