import type { FormField, FormValues } from './form-values.ts';

export interface Rebased {
  /** What was typed, over what now stands. */
  readonly values: FormValues;
  /** The fields that somebody else changed. */
  readonly theirs: readonly FormField[];
  /** Those of them that were typed in as well; the typed value stays. */
  readonly both: readonly FormField[];
}

/** Moves what was typed over `base` onto `fresh`, which somebody else has saved meanwhile. */
export function rebase(base: FormValues, typed: FormValues, fresh: FormValues): Rebased {
  const fields = Object.keys(base) as FormField[];
  const mine = fields.filter((field) => typed[field] !== base[field]);
  const theirs = fields.filter((field) => fresh[field] !== base[field]);
  return {
    values: { ...fresh, ...Object.fromEntries(mine.map((field) => [field, typed[field]])) },
    theirs,
    both: theirs.filter((field) => mine.includes(field) && typed[field] !== fresh[field]),
  };
}
