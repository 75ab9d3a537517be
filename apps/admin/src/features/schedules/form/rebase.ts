import { CRON_FIELDS, TRIGGER_FIELDS } from '@zenpulse/core/domain';
import type { FormField, FormValues } from './form-values.ts';

/** Which trigger is kept if both sides have changed it. */
export type TriggerChoice = 'yours' | 'theirs';

export interface Rebased {
  /** The typed values on top of the newly stored row. */
  readonly values: FormValues;
  /** The fields changed elsewhere; without those of a contested trigger. */
  readonly theirs: readonly FormField[];
  /** Those of them that were also typed in here; the typed value is kept. */
  readonly both: readonly FormField[];
  /**
   * True if both sides have changed the trigger, to different ones. They are not mixed, since neither side meant the
   * mixture.
   */
  readonly isTriggerContested: boolean;
}

/**
 * Applies what was typed over `base` to `fresh`, which was saved elsewhere meanwhile. A trigger is treated as a whole.
 */
export function rebase(
  base: FormValues,
  typed: FormValues,
  fresh: FormValues,
  choice: TriggerChoice = 'yours',
): Rebased {
  const fields = Object.keys(base) as FormField[];
  const mine = fields.filter((field) => typed[field] !== base[field]);
  const theirs = fields.filter((field) => fresh[field] !== base[field]);
  const isMineChanged = triggerText(typed) !== triggerText(base);
  const isTheirsChanged = triggerText(fresh) !== triggerText(base);
  const isTriggerContested = isMineChanged && isTheirsChanged && triggerText(typed) !== triggerText(fresh);
  const isMineKept = isMineChanged && !(isTriggerContested && choice === 'theirs');
  const group = triggerGroup(typed, fresh);
  const trigger = isMineChanged || isTheirsChanged ? picked(isMineKept ? typed : fresh, group) : {};
  const told = isTriggerContested ? theirs.filter((field) => !group.includes(field)) : theirs;
  return {
    values: { ...fresh, ...picked(typed, mine), ...trigger },
    theirs: told,
    both: told.filter((field) => mine.includes(field) && typed[field] !== fresh[field]),
    isTriggerContested,
  };
}

/** The chosen trigger as text, without the fields of the other type: two with the same text are equal. */
function triggerText(values: FormValues): string {
  const fields =
    values.triggerType === 'cron'
      ? [...CRON_FIELDS, 'timezone' as const]
      : (['intervalValue', 'intervalUnit'] as const);
  return JSON.stringify([values.triggerType, ...fields.map((field) => values[field])]);
}

/** The zone belongs to a cron; for intervals it only affects how times are displayed. */
function triggerGroup(typed: FormValues, fresh: FormValues): readonly FormField[] {
  const isCron = typed.triggerType === 'cron' || fresh.triggerType === 'cron';
  return isCron ? TRIGGER_FIELDS : TRIGGER_FIELDS.filter((field) => field !== 'timezone');
}

function picked(values: FormValues, fields: readonly FormField[]): Partial<FormValues> {
  return Object.fromEntries(fields.map((field) => [field, values[field]]));
}
