import type { RefusedSchedule } from '@zenpulse/contract';
import type { ChangeAuthor } from '@zenpulse/core/domain';
import { askedSchedule, requireAllowed, type ScheduleRules } from '../access/schedule-rules.ts';
import { expireRunsLater, requestRun } from '../handlers/request-run.ts';
import type { Installation } from '../installation.ts';
import { refusal, type EditedInSteps } from './edit-in-steps.ts';

/** Asks for a run of each schedule. */
export async function runMany(
  ids: readonly string[],
  author: ChangeAuthor,
  bulkId: string,
  rules: ScheduleRules,
  installation: Installation,
): Promise<EditedInSteps> {
  const refused: RefusedSchedule[] = [];
  let changed = 0;
  for (const id of ids) {
    const row = await installation.backend.schedules.get(id);
    if (row === null) {
      refused.push({ id, code: 'not_found', message: `there is no schedule ${id}` });
      continue;
    }
    try {
      await requireAllowed(rules, [{ action: 'run', schedule: askedSchedule(row) }]);
      await requestRun(row, { author, bulkId }, installation);
      changed += 1;
    } catch (error) {
      refused.push(refusal(id, error));
    }
  }
  expireRunsLater(installation);
  return { changed, refused };
}
