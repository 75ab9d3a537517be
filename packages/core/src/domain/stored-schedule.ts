import { z } from 'zod';
import { expected, inputIssues, type InputIssue } from './expected.ts';
import { instantText } from './instant-text.ts';
import { exceptionEntries } from './schedule-exceptions.ts';
import { scheduleFields, type Schedule } from './schedule.ts';
import { triggerIssues } from './trigger-fields.ts';

/** A row that breaks a rule (after SQL by hand, or from an older release): kept unchanged, reported, and never run. */
export interface DamagedSchedule {
  readonly id: string;
  readonly jobKey: string;
  readonly variant: string;
  readonly version: number;
  readonly problems: readonly InputIssue[];
  /** The stored values, for the form that repairs them. */
  readonly values: Readonly<Record<keyof Schedule, unknown>>;
}

export type StoredSchedule =
  | { readonly isDamaged: false; readonly schedule: Schedule }
  | { readonly isDamaged: true; readonly damaged: DamagedSchedule };

/** The range that every database can store and that computations support. */
const FIRST_MS = Date.UTC(1000, 0);
const LAST_MS = Date.UTC(10_000, 0) - 1;
/** True for an instant that a row can hold and all code can compute with. */
export function isKeptInstant(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= FIRST_MS && Number(value) <= LAST_MS;
}

const WHAT = 'an instant of the years 1000 to 9999';

const instant = z
  .number(expected('an instant'))
  .int(expected('an instant'))
  .min(FIRST_MS, expected(WHAT))
  .max(LAST_MS, expected(WHAT));

const storedFields = z
  .object({
    ...scheduleFields,
    id: z.string(),
    version: z.int(),
    anchorAt: instant,
    effectiveFrom: instant,
    pausedFrom: instantText.nullable(),
    exceptions: exceptionEntries,
    createdAt: instant,
    updatedAt: instant,
  })
  .superRefine((row, context) => {
    for (const { path, message } of triggerIssues(row)) {
      context.addIssue({ code: 'custom', path: [path], message, input: row });
    }
  });

/** Parses one row of the store; problems are returned as a value, so that the other rows keep running. */
export function readStoredSchedule(values: Readonly<Record<string, unknown>>): StoredSchedule {
  const parsed = storedFields.safeParse(values);
  if (parsed.success) return { isDamaged: false, schedule: parsed.data };
  const damaged = {
    id: String(values['id']),
    jobKey: String(values['jobKey']),
    variant: String(values['variant'] ?? ''),
    version: typeof values['version'] === 'number' ? values['version'] : 1,
    problems: inputIssues(parsed.error),
    values: values as DamagedSchedule['values'],
  };
  return { isDamaged: true, damaged };
}

/** A damaged row's instants may be invalid too; a change that repairs the row sets those to now. */
export function repairedSchedule(values: Readonly<Record<keyof Schedule, unknown>>, now: number): Schedule {
  const instant = (value: unknown) => (isKeptInstant(value) ? value : now);
  return {
    ...(values as unknown as Schedule), // validation has checked every field that a person sets
    anchorAt: instant(values.anchorAt),
    effectiveFrom: instant(values.effectiveFrom),
    pausedFrom: instantText.nullable().safeParse(values.pausedFrom).data ?? null,
    exceptions: exceptionEntries.safeParse(values.exceptions).data ?? null,
    createdAt: instant(values.createdAt),
    updatedAt: instant(values.updatedAt),
  };
}
