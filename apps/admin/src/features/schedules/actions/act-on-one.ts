import type { ScheduleItem } from '@zenpulse/contract';
import type { QueryClient } from '@tanstack/react-query';
import { actOnSchedules } from '../../../api/actions.ts';
import { notifyDone } from '../../../shell/notify.tsx';
import { now } from '../../../time/clock.ts';
import { clockText, offsetText } from '../../../time/instant-text.ts';
import { notifyReceipt } from '../receipt/notify-receipt.tsx';
import { scheduleName } from '../schedule-name.ts';
import { undoChanges } from './undo-changes.ts';
import type { WantedOfOne } from './use-act-on-one.ts';

interface OnOne {
  readonly client: QueryClient;
  readonly item: ScheduleItem;
  /** In which instants are named. */
  readonly zone: string;
}

/** Does something to one schedule, says so with Undo, and when the runner has applied it. Throws if it is refused. */
export async function actOnOne(wanted: WantedOfOne, { client, item, zone }: OnOne): Promise<void> {
  const { changed, changeId, refused } = await actOnSchedules({ ...wanted, ids: [item.id] });
  const [refusal] = refused;
  if (refusal !== undefined) throw new Error(refusal.message);
  const name = scheduleName(item);
  if (changed === 0) {
    notifyDone('Nothing to change', `${name} is so already.`);
    return;
  }
  notifyReceipt(item.id, titleOf(wanted, name, zone), (notificationId) =>
    undoChanges({ client, changeIds: [changeId], nameOf: () => name, notificationId }),
  );
}

function titleOf({ action, pausedUntil = '' }: WantedOfOne, name: string, zone: string): string {
  if (action === 'resume') return `${name} is resumed`;
  if (action === 'skip-next') return `Skipped the next run of ${name}`;
  const at = Date.parse(pausedUntil);
  return `${name} is paused until ${clockText(at, zone, now())} ${offsetText(at, zone)}`;
}
