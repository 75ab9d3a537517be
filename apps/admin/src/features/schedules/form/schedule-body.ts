import { CRON_FIELDS } from '@zenpulse/core/domain';
import { fieldIssues, idleFields } from './form-issues.ts';
import type { FormValues } from './form-values.ts';
import { BODY_FIELDS, typedValue, type BodyField } from './typed-value.ts';

type Body = Readonly<Record<string, unknown>>;

/** The body that creates a schedule. Valid values of the other trigger type are sent too. */
export function createBody(values: FormValues, initial: FormValues): Body {
  return pick(values, (field) => !idleFields(values).includes(field) || isKeptIdle(values, initial, field));
}

/** The fields that differ from the row that was read. */
export function changeBody(values: FormValues, initial: FormValues, row: Body): Body {
  return pick(values, (field) =>
    idleFields(values).includes(field)
      ? isKeptIdle(values, initial, field)
      : !isSame(typedValue(values, field), row[field]),
  );
}

/** The body of a preview: only the chosen trigger, and the anchor if the interval is the saved one. */
export function previewBody(values: FormValues, row: Body | null): Body {
  const { triggerType } = values;
  if (triggerType === 'cron') {
    return pick(values, (field) => isOneOf(field, ['triggerType', 'timezone', ...CRON_FIELDS]));
  }
  const interval = ['triggerType', 'intervalValue', 'intervalUnit'] as const;
  const isSaved = row !== null && interval.every((field) => isSame(typedValue(values, field), row[field]));
  return {
    ...pick(values, (field) => isOneOf(field, ['timezone', ...interval])),
    ...(isSaved && { anchorAt: row['anchorAt'] }),
  };
}

/** Equal as JSON, regardless of the order of an object's keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return stable(one) === stable(other);
}

function isKeptIdle(values: FormValues, initial: FormValues, field: BodyField): boolean {
  return values[field] !== initial[field] && fieldIssues(values, field).length === 0;
}

function pick(values: FormValues, isWanted: (field: BodyField) => boolean): Body {
  return Object.fromEntries(BODY_FIELDS.filter(isWanted).map((field) => [field, typedValue(values, field)]));
}

function isOneOf(field: BodyField, names: readonly BodyField[]): boolean {
  return names.includes(field);
}

function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}
