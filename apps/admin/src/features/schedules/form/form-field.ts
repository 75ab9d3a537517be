import type { FormField, FormValues } from './form-values.ts';
import { FIELD_LABELS } from './field-labels.ts';
import type { ScheduleForm } from './use-schedule-form.ts';

type TextFieldName = { [Name in FormField]: FormValues[Name] extends boolean ? never : Name }[FormField];

/** The props of a text input for one field. */
export function textField(form: ScheduleForm, field: TextFieldName) {
  return {
    label: FIELD_LABELS[field],
    name: field,
    value: form.values[field],
    error: form.errorOf(field),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      form.change({ [field]: event.currentTarget.value }),
    onBlur: () => form.touch(field),
  };
}
