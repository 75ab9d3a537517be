import type { RunnerList } from '@zenpulse/contract';
import { PATHS } from '@zenpulse/contract';
import { IconCheck } from '@tabler/icons-react';
import { request } from '../../../api/request.ts';
import { notify, notifyDone, renotify } from '../../../shell/notify.tsx';
import { sleep } from '../../../time/clock.ts';
import { Undo, UNDO_MS } from '../actions/undo.tsx';
import { pauseAfter } from './receipt-query.ts';
import { removalMessage } from './removal-message.tsx';
import { removalText } from './removal-text.ts';

const ASK_TIMES = 6;

/**
 * Notifies that a schedule was deleted, and then that the active runner has removed it, or that no runner is active. `undo`
 * brings it back; it gets the notification's id. Null: it was gone already.
 */
export async function notifyRemoval(
  name: string,
  scheduleId: string,
  undo: ((notificationId: string) => Promise<void>) | null,
): Promise<void> {
  const title = `${name} was deleted`;
  if (undo === null) {
    notifyDone(title, removalMessage('It was gone already.', scheduleId));
    return;
  }
  const id = `removed ${scheduleId}`;
  let isBack = false;
  const back = () => {
    isBack = true;
    return undo(id);
  };
  const shown = { id, title, icon: <IconCheck size={18} />, autoClose: UNDO_MS };
  notify({ ...shown, message: <Undo onUndo={back}>Deleted.</Undo> });
  const text = await removed();
  if (!isBack) renotify({ ...shown, message: <Undo onUndo={back}>{removalMessage(text, scheduleId)}</Undo> });
}

async function removed(): Promise<string> {
  let wanted: number | null = null;
  for (let asked = 0; asked < ASK_TIMES; asked += 1) {
    const list = await request<RunnerList>(PATHS.runners).catch(() => null);
    wanted ??= list?.revision ?? null; // the deletion raised the revision at least to this
    const text = list === null || wanted === null ? null : removalText(list, wanted);
    if (text !== null) return text;
    await sleep(pauseAfter(asked));
  }
  return 'No runner has confirmed it yet.';
}
