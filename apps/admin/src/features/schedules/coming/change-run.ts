import type { ScheduleItem } from '@zenpulse/contract';
import type { QueryClient } from '@tanstack/react-query';
import { moveOccurrence, planRun, skipOccurrence, withdrawException } from '../../../api/actions.ts';
import { SCHEDULES_KEY } from '../../../api/schedules.ts';
import { notifyDone, notifyFailure, unnotify } from '../../../shell/notify.tsx';
import { now } from '../../../time/clock.ts';
import { clockText, offsetText } from '../../../time/instant-text.ts';
import { notifyReceipt } from '../receipt/notify-receipt.tsx';
import { scheduleName } from '../schedule-name.ts';
import type { RunChange } from './use-change-run.ts';

export function sendChange(id: string, change: RunChange): Promise<ScheduleItem> {
  const reason = change.reason ? { reason: change.reason } : {};
  if (change.kind === 'skip') return skipOccurrence(id, { scheduledAt: change.at, ...reason });
  if (change.kind === 'move') return moveOccurrence(id, { scheduledAt: change.at, to: change.to, ...reason });
  if (change.kind === 'run') return planRun(id, { at: change.at, ...reason });
  return withdrawException(id, change.exceptionId);
}

interface Changed {
  readonly client: QueryClient;
  readonly change: RunChange;
  readonly before: ScheduleItem;
  readonly saved: ScheduleItem;
  /** In which instants are named. */
  readonly zone: string;
}

/** Says what was changed, with Undo, and when the runner has applied it. */
export function notifyChange({ client, change, before, saved, zone }: Changed): void {
  const name = scheduleName(before);
  const asBefore = `The next runs of ${name} are as before.`;
  if (change.kind === 'withdraw') {
    notifyDone('Taken back', asBefore);
    return;
  }
  const known = new Set(before.exceptions?.map(({ id }) => id));
  const added = saved.exceptions?.find(({ id, at }) => !known.has(id) && at === change.at);
  notifyReceipt(before.id, titleOf(change, name, zone), async (notificationId) => {
    try {
      if (added !== undefined) await withdrawException(before.id, added.id);
      unnotify(notificationId);
      notifyDone('Undone', asBefore);
    } catch (error) {
      notifyFailure('Couldn’t undo', error);
    }
    void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
  });
}

function titleOf(
  change: Exclude<RunChange, { readonly kind: 'withdraw' }>,
  name: string,
  zone: string,
): string {
  const timeText = (iso: string) => {
    const at = Date.parse(iso);
    return `${clockText(at, zone, now())} ${offsetText(at, zone)}`;
  };
  if (change.kind === 'skip') return `${name} skips the run at ${timeText(change.at)}`;
  if (change.kind === 'run') return `${name} runs once at ${timeText(change.at)}`;
  return `${name} runs at ${timeText(change.to)} instead of ${timeText(change.at)}`;
}
