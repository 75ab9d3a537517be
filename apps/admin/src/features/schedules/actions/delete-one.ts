import type { ScheduleItem } from '@zenpulse/contract';
import type { QueryClient } from '@tanstack/react-query';
import { actOnSchedules } from '../../../api/actions.ts';
import { notifyRemoval } from '../receipt/notify-removal.tsx';
import { scheduleName } from '../schedule-name.ts';
import { undoChanges } from './undo-changes.ts';

/** Deletes a schedule, and says so with Undo. Throws if it is refused. */
export async function deleteOne(item: ScheduleItem, client: QueryClient): Promise<void> {
  const { changed, changeId, refused } = await actOnSchedules({ action: 'delete', ids: [item.id] });
  const [refusal] = refused;
  if (refusal !== undefined && refusal.code !== 'not_found') throw new Error(refusal.message);
  const name = scheduleName(item);
  const undo = (notificationId: string) =>
    undoChanges({ client, changeIds: [changeId], nameOf: () => name, notificationId });
  void notifyRemoval(name, item.id, changed === 0 ? null : undo);
}
