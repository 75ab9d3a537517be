import { Button, Collapse, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { textField } from './form-field.ts';
import type { ScheduleForm } from './use-schedule-form.ts';

const FIELDS = ['variant', 'params', 'onAmbiguous'] as const;

/** What few schedules need. Open when it holds something, or something in it is wrong. */
export function MoreSection({ form }: { readonly form: ScheduleForm }) {
  const { variant, params, onAmbiguous } = form.initial;
  const isUsed = variant !== '' || params !== '{}' || onAmbiguous !== 'skip';
  const [isToggled, toggle] = useDisclosure(isUsed);
  const isOpen = isToggled || FIELDS.some((field) => form.errorOf(field) !== undefined);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section className="zp-card">
      <Button
        variant="subtle"
        color="gray"
        fullWidth
        justify="flex-start"
        h={52}
        leftSection={<Icon size={17} aria-hidden />}
        aria-expanded={isOpen}
        onClick={toggle.toggle}
      >
        More: parameters, variant, takeover
      </Button>
      <Collapse expanded={isOpen} keepMounted={false}>
        <Stack gap="lg" p={{ base: 'md', sm: 'lg' }} pt="xs">
          <Textarea
            {...textField(form, 'params')}
            description="An object that the job gets as “params”"
            classNames={{ input: 'zp-mono' }}
            autosize
            minRows={3}
            maxRows={16}
            spellCheck={false}
          />
          <TextInput
            {...textField(form, 'variant')}
            description="A job may have several schedules, each under a variant of its own. Empty for the only one."
            autoComplete="off"
            maw={460}
          />
          <NativeSelect
            {...textField(form, 'onAmbiguous')}
            description="After a runner died under --lock: skip never runs anything twice, run never leaves it out"
            data={[
              { value: 'skip', label: 'Skip it' },
              { value: 'run', label: 'Run it, perhaps a second time' },
            ]}
            maw={460}
          />
        </Stack>
      </Collapse>
    </section>
  );
}
