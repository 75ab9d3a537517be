import { scheduleFields, type ScheduleFields } from '@zenpulse/core/domain';
import { NOT_TYPED, type FormValues } from './form-values.ts';

/** A field of the contract. */
export type BodyField = Exclude<keyof FormValues, 'isGraceLimited'>;

export const BODY_FIELDS = (Object.keys(scheduleFields) as (keyof ScheduleFields)[]).filter(
  (name): name is BodyField => !NOT_TYPED.some((other) => other === name),
);

const NUMBERS: ReadonlySet<BodyField> = new Set([
  'intervalValue',
  'maxInstances',
  'misfireGraceTime',
  'timeoutSeconds',
  'maxRetries',
]);
/** Texts that may be absent. */
const EMPTY_IS_NULL: ReadonlySet<BodyField> = new Set(['note', 'owner', 'runbookUrl']);
const NULLABLE: ReadonlySet<BodyField> = new Set(['intervalValue', 'timeoutSeconds']);

/**
 * The value of a typed field in the contract's type. Text that is not a number or not JSON stays text, so that the
 * field's rule reports what it expected.
 */
export function typedValue(values: FormValues, field: BodyField): unknown {
  if (field === 'misfireGraceTime' && !values.isGraceLimited) return null;
  if (field === 'params') return parsed(values.params);
  const value = values[field];
  if (typeof value === 'string' && EMPTY_IS_NULL.has(field)) return value.trim() || null;
  if (typeof value === 'boolean' || !NUMBERS.has(field)) return value;
  if (value.trim() === '') return NULLABLE.has(field) ? null : undefined;
  return numberOrText(value.trim());
}

function numberOrText(text: string): number | string {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
