import { Group, Stack, Switch, Text } from '@mantine/core';
import { JobKeyField } from '../../jobs/job-key-field.tsx';
import { Choice } from '../../../shell/choice.tsx';
import { CronFieldset } from './cron-fieldset.tsx';
import { textField } from './form-field.ts';
import { FormSection } from './form-section.tsx';
import { IntervalFieldset } from './interval-fieldset.tsx';
import { TriggerTextField } from './trigger-text-field.tsx';
import type { ScheduleForm } from './use-schedule-form.ts';
import { ZoneField } from './zone-field.tsx';

interface TriggerSectionProps {
  readonly form: ScheduleForm;
  readonly origin: string | null;
}

/** The job and its trigger. */
export function TriggerSection({ form, origin }: TriggerSectionProps) {
  const { values } = form;
  return (
    <FormSection title="Job and timing">
      <Group align="flex-start" gap="lg">
        <JobKeyField
          {...textField(form, 'jobKey')}
          description="The key under which the job is registered in code"
          placeholder="send_report"
          flex="1 1 260px"
        />
        <Switch
          label="Enabled"
          description="Disabled: kept, does not run"
          checked={values.enabled}
          onChange={(event) => form.change({ enabled: event.currentTarget.checked })}
          withThumbIndicator={false}
          pt={{ base: 0, sm: 26 }}
        />
      </Group>
      {origin !== null && <Text size="sm">{origin}</Text>}
      <Stack gap="md">
        <Choice
          label="Trigger"
          value={values.triggerType}
          onChange={(triggerType) => form.change({ triggerType })}
          choices={[
            { value: 'interval', label: 'Every …' },
            { value: 'cron', label: 'On a schedule (cron)' },
          ]}
        />
        <TriggerTextField form={form} />
        {values.triggerType === 'cron' ? <CronFieldset form={form} /> : <IntervalFieldset form={form} />}
        <ZoneField form={form} />
      </Stack>
    </FormSection>
  );
}
