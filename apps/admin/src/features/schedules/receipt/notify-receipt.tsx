import { IconCheck } from '@tabler/icons-react';
import { Undo, UNDO_MS } from '../actions/undo.tsx';
import { notify, renotify } from '../../../shell/notify.tsx';
import { now, sleep } from '../../../time/clock.ts';
import { fetchReceipt, pauseAfter } from './receipt-query.ts';
import { receiptText } from './receipt-text.ts';

/** Twelve seconds in all; a save that is not applied by then is shown as waiting. */
const ASK_TIMES = 8;

/** The newest save of each schedule: older ones are no longer reported. */
const newest = new Map<string, symbol>();

/**
 * Notifies that a change was saved, and then how long it took until a runner applied it, or that no runner is active. With
 * `undo` it offers to put the change back; that gets the notification's id.
 */
export function notifyReceipt(
  scheduleId: string,
  title: string,
  undo?: (notificationId: string) => Promise<void>,
): void {
  const id = `receipt ${scheduleId}`;
  const save = Symbol(title);
  newest.set(scheduleId, save);
  const common = { id, title };
  const withUndo = (text: string) => (undo === undefined ? text : <Undo onUndo={back}>{text}</Undo>);
  const back = async () => {
    if (newest.get(scheduleId) === save) newest.delete(scheduleId); // nothing more is said of it
    await undo?.(id);
  };
  const waiting = { ...common, message: withUndo('Saved.'), loading: true, autoClose: false } as const;
  notify(waiting);
  renotify(waiting); // if one of an earlier save is still shown
  void told(scheduleId, () => newest.get(scheduleId) === save).then((told) => {
    if (newest.get(scheduleId) !== save) return;
    newest.delete(scheduleId);
    renotify({
      ...common,
      loading: false,
      autoClose: told.tone !== 'done' ? 12_000 : undo === undefined ? 6_000 : UNDO_MS,
      message: withUndo(told.text),
      ...(told.tone === 'done' ? { icon: <IconCheck size={18} /> } : { color: 'yellow' }),
    });
  });
}

async function told(scheduleId: string, isWanted: () => boolean) {
  let last = { tone: 'waiting', text: 'Saved.' } as ReturnType<typeof receiptText>;
  for (let asked = 0; asked < ASK_TIMES && isWanted(); asked += 1) {
    const receipt = await fetchReceipt(scheduleId).catch(() => null);
    if (receipt !== null) last = receiptText(receipt, now());
    if (last.tone === 'done') break;
    await sleep(pauseAfter(asked));
  }
  return last;
}
