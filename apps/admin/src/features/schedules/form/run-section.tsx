import { Checkbox, Group, Radio, Stack, TextInput } from '@mantine/core';
import { textField } from './form-field.ts';
import { FIELD_LABELS } from './field-labels.ts';
import { FormSection } from './form-section.tsx';
import type { ScheduleForm } from './use-schedule-form.ts';

const LOG_CHOICES = [
  {
    value: 'failures',
    label: 'Failures',
    description: 'Records what failed, timed out, was interrupted or missed.',
  },
  { value: 'all', label: 'All', description: 'Records every run, successes and skips included.' },
  { value: 'none', label: 'None', description: 'Records no scheduled run, at no cost to the database.' },
] as const;

/** How it runs: how many at a time, how late, what is written down. */
export function RunSection({ form }: { readonly form: ScheduleForm }) {
  const { values } = form;
  return (
    <FormSection title="How it runs">
      <Radio.Group
        label={FIELD_LABELS.logPolicy}
        description="Runs by hand are always recorded."
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
          description="Due while all are busy: skipped"
          inputMode="numeric"
          flex="1 1 200px"
        />
        <TextInput
          {...textField(form, 'timeoutSeconds')}
          description="Empty: no timeout"
          placeholder="No timeout"
          inputMode="numeric"
          flex="1 1 200px"
        />
        <TextInput
          {...textField(form, 'maxRetries')}
          description="0: none"
          inputMode="numeric"
          flex="1 1 200px"
        />
      </Group>
      <Group align="flex-start" gap="md">
        <TextInput
          {...textField(form, 'misfireGraceTime')}
          description="How late a run may start; later is missed"
          inputMode="numeric"
          disabled={!values.isGraceLimited}
          flex="0 1 280px"
        />
        <Checkbox
          label="No limit: run however late"
          checked={!values.isGraceLimited}
          onChange={(event) => form.change({ isGraceLimited: !event.currentTarget.checked })}
          pt={{ base: 0, xs: 52 }}
        />
      </Group>
      <Checkbox
        label={FIELD_LABELS.coalesce}
        description="Otherwise they run one after the other, oldest first."
        checked={values.coalesce}
        onChange={(event) => form.change({ coalesce: event.currentTarget.checked })}
      />
    </FormSection>
  );
}
