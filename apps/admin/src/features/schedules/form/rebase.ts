import { CRON_FIELDS, TRIGGER_FIELDS } from '@zenpulse/core/domain';
import type { FormField, FormValues } from './form-values.ts';

/** Whose trigger is kept where both have changed it. */
export type TriggerChoice = 'yours' | 'theirs';

export interface Rebased {
  /** What was typed, over what is stored now. */
  readonly values: FormValues;
  /** The fields that were changed elsewhere; without those of a contested trigger. */
  readonly theirs: readonly FormField[];
  /** Those of them that were typed in as well; the typed value stays. */
  readonly both: readonly FormField[];
  /** Both have changed the trigger, each to another one. A mixture of the two would be one that nobody chose. */
  readonly isTriggerContested: boolean;
}

/** Moves what was typed over `base` onto `fresh`, which was saved elsewhere meanwhile. A trigger is taken as a whole. */
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

/** The trigger that is chosen, without what is typed for the other kind: two with the same text are the same. */
function triggerText(values: FormValues): string {
  const fields =
    values.triggerType === 'cron'
      ? [...CRON_FIELDS, 'timezone' as const]
      : (['intervalValue', 'intervalUnit'] as const);
  return JSON.stringify([values.triggerType, ...fields.map((field) => values[field])]);
}

/** The zone belongs to a cron; beside intervals it only says how times are shown. */
function triggerGroup(typed: FormValues, fresh: FormValues): readonly FormField[] {
  const isCron = typed.triggerType === 'cron' || fresh.triggerType === 'cron';
  return isCron ? TRIGGER_FIELDS : TRIGGER_FIELDS.filter((field) => field !== 'timezone');
}

function picked(values: FormValues, fields: readonly FormField[]): Partial<FormValues> {
  return Object.fromEntries(fields.map((field) => [field, values[field]]));
}
