import { Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core';
import { textField } from './form-field.ts';
import { FIELD_LABELS } from './field-labels.ts';
import { FormSection } from './form-section.tsx';
import type { ScheduleForm } from './use-schedule-form.ts';

const LOG_CHOICES = [
  {
    value: 'failures',
    label: 'Failures',
    description: 'Records runs that failed, timed out, were interrupted or missed.',
  },
  { value: 'all', label: 'All', description: 'Records every run, including successes and skipped ones.' },
  {
    value: 'none',
    label: 'None',
    description: 'Records no scheduled run, which costs the database nothing.',
  },
] as const;

/** How runs are executed: how many at a time, how late, and what is recorded. */
export function RunSection({ form }: { readonly form: ScheduleForm }) {
  const { values } = form;
  return (
    <FormSection title="How it runs">
      <Radio.Group
        label={FIELD_LABELS.logPolicy}
        description="Manual runs are always recorded."
        value={values.logPolicy}
        onChange={(logPolicy) => form.change({ logPolicy })}
        error={form.errorOf('logPolicy')}
      >
        <Stack gap="xs" mt="xs">
          {LOG_CHOICES.map((choice) => (
            <Radio key={choice.value} {...choice} />
          ))}
        </Stack>
      </Radio.Group>
      <Group align="flex-start" gap="md">
        <TextInput
          {...textField(form, 'maxInstances')}
          description="Extra runs are skipped"
          inputMode="numeric"
          flex="1 1 200px"
        />
        <TextInput
          {...textField(form, 'timeoutSeconds')}
          description="Leave empty for none"
          placeholder="No timeout"
          inputMode="numeric"
          flex="1 1 200px"
        />
        <TextInput
          {...textField(form, 'maxRetries')}
          description="0 for none"
          inputMode="numeric"
          flex="1 1 200px"
        />
      </Group>
      <Group align="flex-start" gap="md">
        <TextInput
          {...textField(form, 'misfireGraceTime')}
          description="A run that would start later is missed"
          inputMode="numeric"
          disabled={!values.isGraceLimited}
          flex="0 1 280px"
        />
        <Checkbox
          label="No limit: run however late it is"
          checked={!values.isGraceLimited}
          onChange={(event) => form.change({ isGraceLimited: !event.currentTarget.checked })}
          pt={{ base: 0, xs: 52 }}
        />
      </Group>
      <Checkbox
        label={FIELD_LABELS.coalesce}
        description="Otherwise they run one after another, oldest first."
        checked={values.coalesce}
        onChange={(event) => form.change({ coalesce: event.currentTarget.checked })}
      />
    </FormSection>
  );
}
