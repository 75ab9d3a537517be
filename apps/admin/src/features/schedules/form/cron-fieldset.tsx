import { Button, Code, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { CRON_FIELDS, parseCronLine, type CronField } from '@zenpulse/core/domain';
import { CRON_PRESETS, cronPresetValues } from './cron-presets.ts';
import { textField } from './form-field.ts';
import type { ScheduleForm } from './use-schedule-form.ts';

const HINTS: Readonly<Record<CronField, string>> = {
  cronMinute: '0–59',
  cronHour: '0–23',
  cronDay: '1–31, L, 15W',
  cronMonth: '1–12, jan–dec',
  cronDayOfWeek: '0–6, sun–sat, fri#2',
};

/** The five fields of a cron, with a few presets. Pasting a crontab line into one of them fills all five. */
export function CronFieldset({ form }: { readonly form: ScheduleForm }) {
  return (
    <Stack gap="sm">
      <Group gap={6} role="group" aria-label="Presets">
        {CRON_PRESETS.map((preset) => (
          <Button
            key={preset.label}
            size="compact-sm"
            variant="default"
            fw={450}
            onClick={() => form.change(cronPresetValues(preset.cron))}
          >
            {preset.label}
          </Button>
        ))}
      </Group>
      <SimpleGrid cols={{ base: 2, xs: 3, sm: 5 }} spacing="sm">
        {CRON_FIELDS.map((field) => (
          <TextInput
            key={field}
            {...textField(form, field)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              form.change(parseCronLine(value) ?? { [field]: value });
            }}
            description={HINTS[field]}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            classNames={{ input: 'zp-mono' }}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        <Code>*</Code> any, <Code>1,15</Code> a list, <Code>9-17</Code> a range, <Code>*/15</Code> a step. A
        run starts in every minute that matches <strong>all five</strong>: if you set a day of month and a day
        of week, both must match (in a crontab, either is enough). Sunday is 0.
      </Text>
    </Stack>
  );
}
