import { actionsOfFields, type ScheduleAction } from '@zenpulse/contract';
import { recordOfEdit, type ScheduleEdit, type StoredSchedule } from '@zenpulse/core/domain';
import type { Clock, ScheduleStore } from '@zenpulse/core/ports';
import type { AskedSchedule } from '../access/ask-may.ts';
import { askedSchedule, type Ask, type ScheduleRules } from '../access/schedule-rules.ts';
import { ApiError } from '../http/api-error.ts';

/** Throws where the rule refuses the edit of the row, or was not asked about it as it is now. */
export type CheckAsked = (id: string, stored: StoredSchedule | null, edit: ScheduleEdit | null) => void;

interface Asked {
  readonly version: number | null;
  /** Its questions among all; none where there was nothing to ask. */
  readonly from: number;
  readonly count: number;
}

export interface AskAbout {
  readonly rules: ScheduleRules;
  /** What an edit counts as besides what it does. */
  readonly also?: ScheduleAction;
}

/**
 * Asks the application's rule about edits before the transaction that makes them, which cannot wait for an answer. The
 * transaction checks that each row is still the one that was asked about. What `decide` throws is left to it.
 */
export async function askAboutEdits(
  ids: readonly string[],
  decide: (stored: StoredSchedule | null, now: number, id: string) => ScheduleEdit | null,
  { rules, also }: AskAbout,
  {
    schedules,
    clock,
  }: { readonly schedules: Pick<ScheduleStore, 'get'>; readonly clock: Pick<Clock, 'now'> },
): Promise<CheckAsked> {
  const asked = new Map<string, Asked>();
  if (!rules.isGiven) return () => undefined;
  const asks: Ask[] = [];
  for (const id of ids) {
    const stored = await schedules.get(id);
    const ofRow = asksOf(stored, () => decide(stored, clock.now(), id), also);
    asked.set(id, { version: versionOf(stored), from: asks.length, count: ofRow.length });
    asks.push(...ofRow);
  }
  const refusals = await rules.ask(asks);
  return (id, stored, edit) => {
    if (edit === null) return;
    const { version, from = 0, count = 0 } = asked.get(id) ?? {};
    if (count === 0 || version !== versionOf(stored))
      throw new ApiError('stale_version', 'it was changed by somebody else at the same moment: try again');
    const refusal = refusals.slice(from, from + count).find((text) => text !== null) ?? null;
    if (refusal !== null) throw new ApiError('not_allowed', refusal);
  };
}

/** What the rule is asked about an edit: the schedule as it is, and where the rule sees a difference, as it will be. */
function asksOf(
  stored: StoredSchedule | null,
  decide: () => ScheduleEdit | null,
  also: ScheduleAction | undefined,
): Ask[] {
  const edit = editOf(decide);
  if (edit === null) return [];
  const actions = [...actionsOfEdit(stored, edit), ...(also === undefined ? [] : [also])];
  const before = stored === null ? [] : [askedSchedule(stored)];
  const after = edit.after === null ? [] : [askedSchedule({ isDamaged: false, schedule: edit.after })];
  return differing([...before, ...after]).flatMap((schedule) =>
    actions.map((action): Ask => ({ action, schedule })),
  );
}

function editOf(decide: () => ScheduleEdit | null): ScheduleEdit | null {
  try {
    return decide();
  } catch {
    return null; // the transaction decides again, and reports it
  }
}

function differing([first, second]: readonly AskedSchedule[]): AskedSchedule[] {
  if (first === undefined) return [];
  const isSame =
    second === undefined ||
    (first.jobKey === second.jobKey && first.variant === second.variant && first.owner === second.owner);
  return isSame ? [first] : [first, second];
}

function actionsOfEdit(stored: StoredSchedule | null, edit: ScheduleEdit): ScheduleAction[] {
  if (stored === null) return ['create'];
  if (edit.after === null) return ['delete'];
  const record = recordOfEdit(stored, edit, { id: '', at: 0, author: { actor: null, origin: 'admin' } });
  const names = Object.keys(record?.after ?? {});
  const fields = names.filter((name) => !DERIVED.includes(name));
  if (fields.length > 0) return actionsOfFields(fields);
  return [names.includes('exceptions') ? 'skip' : 'edit'];
}

/** Fields that follow from others. */
const DERIVED: readonly string[] = ['anchorAt', 'effectiveFrom', 'pausedFrom', 'exceptions'];

function versionOf(stored: StoredSchedule | null): number | null {
  if (stored === null) return null;
  return stored.isDamaged ? stored.damaged.version : stored.schedule.version;
}
