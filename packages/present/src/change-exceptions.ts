import {
  planException,
  withdrawException,
  type ChangeAuthor,
  type ExceptionRequest,
  type InputIssue,
  type Schedule,
} from '@zenpulse/core/domain';
import { StoreError, type Backend } from '@zenpulse/core/ports';

/** What may be done to the exceptions of a schedule. */
export type ExceptionChange =
  | { readonly plan: ExceptionRequest; readonly id: string }
  /** The id of the exception that no longer holds. */
  | { readonly withdraw: string };

export type ExceptionsChanged =
  | { readonly schedule: Schedule; readonly issue: null }
  /** `path` is `at`, `to`, or empty for the schedule as it is. */
  | { readonly issue: InputIssue };

/**
 * Adds or withdraws an exception. If another writer changed the schedule in between, it is read again, once. Throws
 * `not_found` for a schedule or an exception that is not there.
 */
export async function changeExceptions(
  scheduleId: string,
  change: ExceptionChange,
  author: ChangeAuthor,
  { schedules, clock }: Pick<Backend, 'schedules' | 'clock'>,
): Promise<ExceptionsChanged> {
  const attempt = async (): Promise<ExceptionsChanged> => {
    const row = await schedules.get(scheduleId);
    if (row === null) throw new StoreError('not_found', `there is no schedule ${scheduleId}`);
    if (row.isDamaged)
      return { issue: { path: '', message: 'the schedule is damaged and does not run: repair it first' } };
    const { schedule } = row;
    const now = clock.now();
    const planned =
      'plan' in change
        ? planException(schedule, change.plan, { id: change.id, reason: author.reason ?? null, now })
        : withdrawException(schedule, change.withdraw, now);
    if (planned === null) throw new StoreError('not_found', 'there is no such exception');
    if (planned.problem !== null)
      return { issue: { path: planned.problem.field ?? '', message: planned.problem.message } };
    const { exceptions } = planned;
    if (exceptions === schedule.exceptions) return { schedule, issue: null };
    const changed = await schedules.change(scheduleId, schedule.version, () => ({ exceptions }), author);
    return { schedule: changed, issue: null };
  };
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'stale_version') return attempt();
    throw error;
  }
}
