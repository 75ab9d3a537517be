import { Group, NativeSelect, TextInput } from '@mantine/core';
import { INTERVAL_UNITS } from '@zenpulse/core/domain';
import { textField } from './form-field.ts';
import type { ScheduleForm } from './use-schedule-form.ts';

/** An interval: a number of seconds, minutes, hours, days or weeks. */
export function IntervalFieldset({ form }: { readonly form: ScheduleForm }) {
  return (
    <Group align="flex-start" gap="sm">
      <TextInput {...textField(form, 'intervalValue')} inputMode="numeric" autoComplete="off" w={140} />
      <NativeSelect {...textField(form, 'intervalUnit')} data={[...INTERVAL_UNITS]} w={160} />
    </Group>
  );
}
