import { Button, Collapse, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { textField } from './form-field.ts';
import type { ScheduleForm } from './use-schedule-form.ts';

const FIELDS = ['params', 'variant', 'onAmbiguous', 'owner', 'runbookUrl', 'note'] as const;

/** Rarely used fields. Open if one of them is set or invalid. */
export function MoreSection({ form }: { readonly form: ScheduleForm }) {
  const { variant, params, onAmbiguous, note, owner, runbookUrl } = form.initial;
  const isUsed =
    params !== '{}' ||
    onAmbiguous !== 'skip' ||
    [variant, note, owner, runbookUrl].some((text) => text !== '');
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
        More: parameters, variant, after a crash, owner, runbook, note
      </Button>
      <Collapse expanded={isOpen} keepMounted={false}>
        <Stack gap="lg" p={{ base: 'md', sm: 'lg' }} pt="xs">
          <Textarea
            {...textField(form, 'params')}
            description="A JSON object, passed to the job as “params”"
            classNames={{ input: 'zp-mono' }}
            autosize
            minRows={3}
            maxRows={16}
            spellCheck={false}
          />
          <TextInput
            {...textField(form, 'variant')}
            description="Tells several schedules of one job apart. Leave empty if there is only one."
            autoComplete="off"
            maw={460}
          />
          <NativeSelect
            {...textField(form, 'onAmbiguous')}
            description="It is then not known whether the run had finished"
            data={[
              { value: 'skip', label: 'Skip that run (at most once)' },
              { value: 'run', label: 'Run it again (at least once)' },
            ]}
            maw={460}
          />
          <TextInput
            {...textField(form, 'owner')}
            description="Who answers for it: a person, a team, an address"
            autoComplete="off"
            maw={460}
          />
          <TextInput
            {...textField(form, 'runbookUrl')}
            description="What to do when it fails: an http or https address, shown beside each failure"
            type="url"
            autoComplete="off"
            maw={460}
          />
          <Textarea
            {...textField(form, 'note')}
            description="For people: what it is for, whom to ask. At most 500 characters."
            autosize
            minRows={2}
            maxRows={10}
          />
        </Stack>
      </Collapse>
    </section>
  );
}
