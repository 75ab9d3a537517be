import type { RunnerList } from '@zenpulse/contract';
import { PATHS } from '@zenpulse/contract';
import { request } from '../../../api/request.ts';
import { notifyDone } from '../../../shell/notify.tsx';
import { sleep } from '../../../time/clock.ts';
import { pauseAfter } from './receipt-query.ts';
import { removalMessage } from './removal-message.tsx';
import { removalText } from './removal-text.ts';

const ASK_TIMES = 6;

/** Notifies that a schedule was deleted, once the active runner has removed it, or that no runner is active. */
export async function notifyRemoval(name: string, scheduleId: string): Promise<void> {
  let wanted: number | null = null;
  let text: string | null = null;
  for (let asked = 0; asked < ASK_TIMES && text === null; asked += 1) {
    const list = await request<RunnerList>(PATHS.runners).catch(() => null);
    wanted ??= list?.revision ?? null; // the deletion raised the revision at least to this
    text = list === null || wanted === null ? null : removalText(list, wanted);
    if (text === null) await sleep(pauseAfter(asked));
  }
  notifyDone(`${name} was deleted`, removalMessage(text ?? 'No runner has confirmed it yet.', scheduleId));
}
