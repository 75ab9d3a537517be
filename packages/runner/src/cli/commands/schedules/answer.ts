import type { Schedule } from '@zenpulse/core/domain';
import { presentSchedule } from '@zenpulse/present';
import type { OpenStore } from '../../open-store.ts';
import { printJson } from '../../output/print-json.ts';
import { summaryOf } from '../../output/schedule-text.ts';
import type { Shell } from '../../shell.ts';

/** Prints the result for a schedule, and warnings about it. */
export async function answer(
  verb: string,
  schedule: Schedule,
  { backend }: OpenStore,
  shell: Shell,
  hasJson: boolean,
): Promise<void> {
  const item = await presentSchedule({ isDamaged: false, schedule }, backend);
  if (hasJson) printJson(shell, item);
  else shell.print(`${verb} ${summaryOf(item)}`);
  if (item.registered === false) {
    shell.remark(`note: no running runner has a job "${item.jobKey}" registered`);
  }
}
