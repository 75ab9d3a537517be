import {
  CRON_FIELDS,
  inputIssues,
  scheduleFields,
  triggerIssues,
  type InputIssue,
  type TriggerFields,
} from '@zenpulse/core/domain';
import type { FormValues } from './form-values.ts';
import { instruction } from './instruction.ts';
import { jsonProblem } from './json-problem.ts';
import { BODY_FIELDS, typedValue, type BodyField } from './typed-value.ts';

const INTERVAL_FIELDS = ['intervalValue', 'intervalUnit'] as const;

/** The fields of the trigger type that is not chosen: kept as typed, and not validated. */
export function idleFields(values: FormValues): readonly BodyField[] {
  return values.triggerType === 'cron' ? INTERVAL_FIELDS : CRON_FIELDS;
}

/** The issues that the domain's rules find in the typed values, worded for a form. */
export function formIssues(values: FormValues): InputIssue[] {
  const idle = idleFields(values);
  const fields = BODY_FIELDS.filter((field) => !idle.includes(field));
  const own = fields.flatMap((field) => fieldIssues(values, field));
  const trigger = triggerFieldIssues(values);
  return [...own, ...trigger.filter((issue) => !own.some(({ path }) => path === issue.path))];
}

/** Only the issues that prevent a preview of the trigger. */
export function triggerFieldIssues(values: FormValues): InputIssue[] {
  const names = [...(values.triggerType === 'cron' ? CRON_FIELDS : INTERVAL_FIELDS), 'timezone'] as const;
  const issues = names.flatMap((field) => fieldIssues(values, field));
  if (issues.length > 0) return issues;
  // Each field has just passed its own rule; those of the other trigger type are not read.
  const fields = Object.fromEntries(names.map((field) => [field, typedValue(values, field)]));
  const between = triggerIssues({ ...fields, triggerType: values.triggerType } as unknown as TriggerFields);
  return between.map(({ path, message }) => ({ path, message: instruction(message) }));
}

/** The issue found by the field's own rule; at most one. */
export function fieldIssues(values: FormValues, field: BodyField): InputIssue[] {
  const malformed = field === 'params' && values.params.trim() !== '' ? jsonProblem(values.params) : null;
  if (malformed !== null) return [{ path: field, message: malformed }];
  const result = scheduleFields[field].safeParse(typedValue(values, field));
  if (result.success) return [];
  return inputIssues(result.error)
    .slice(0, 1)
    .map(({ path, message }) => ({
      path: field,
      message: path === '' ? instruction(message) : `${path}: ${instruction(message)}`,
    }));
}
