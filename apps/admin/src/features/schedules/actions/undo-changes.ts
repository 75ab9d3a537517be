import type { QueryClient } from '@tanstack/react-query';
import { revertChange } from '../../../api/actions.ts';
import { SCHEDULES_KEY } from '../../../api/schedules.ts';
import { notifyDone, notifyFailure, unnotify } from '../../../shell/notify.tsx';
import { putBackAll } from './act-in-steps.ts';
import { schedulesText } from './action-words.ts';
import { notifyRefused } from './notify-refused.tsx';

interface Undone {
  readonly client: QueryClient;
  readonly changeIds: readonly string[];
  readonly nameOf: (id: string) => string;
  /** The notification that offered it. */
  readonly notificationId: string;
}

/** Puts back what an action did, and notifies how that went. */
export async function undoChanges({ client, changeIds, nameOf, notificationId }: Undone): Promise<void> {
  try {
    const { changed, refused } = await putBackAll(changeIds, revertChange);
    unnotify(notificationId);
    if (changed > 0) {
      notifyDone('Undone', `${schedulesText(changed)} ${changed === 1 ? 'is' : 'are'} as before.`);
    }
    if (changed === 0 && refused.length === 0) notifyDone('Nothing to undo', 'It was put back already.');
    const title = `${schedulesText(refused.length)} ${refused.length === 1 ? 'was' : 'were'} not put back`;
    notifyRefused(title, refused, nameOf);
  } catch (error) {
    notifyFailure('Couldn’t undo', error);
  }
  void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
}
