import type { Schedule } from '../../domain/index.ts';
import type { LineParts, ScheduleAccount } from '../runs/schedule-account.ts';
import { isPlain } from './json-text.ts';

/** What is the same in each line about a queued run of this schedule; null if JSON would escape something in it. */
export function partsOf({ id, jobKey, variant, logPolicy }: Schedule): LineParts | null {
  if (!isPlain(id) || !isPlain(jobKey) || !isPlain(variant)) return null;
  return [`","${id}",`, `,"${jobKey}","${variant}","${logPolicy}"]`];
}

/** The same, kept in the account. */
export function knownParts(account: ScheduleAccount, schedule: Schedule): LineParts | null {
  if (account.lineOf !== schedule) {
    account.lineOf = schedule;
    account.lineParts = partsOf(schedule);
  }
  return account.lineParts;
}
