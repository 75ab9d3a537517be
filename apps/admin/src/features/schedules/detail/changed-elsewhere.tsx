import { Alert, Button, List, Radio, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { FIELD_LABELS } from '../form/field-labels.ts';
import type { FormValues } from '../form/form-values.ts';
import type { Rebased, TriggerChoice } from '../form/rebase.ts';
import { triggerWords } from '../form/trigger-words.ts';

interface ChangedElsewhereProps {
  readonly rebased: Rebased;
  readonly typed: FormValues;
  readonly fresh: FormValues;
  readonly onLoad: (choice: TriggerChoice) => void;
}

/**
 * Shown when the schedule was saved elsewhere during editing: lists the changes, and offers to continue from the new
 * version.
 */
export function ChangedElsewhere({ rebased, typed, fresh, onLoad }: ChangedElsewhereProps) {
  const [choice, setChoice] = useState<TriggerChoice | null>(null);
  const { theirs, both, isTriggerContested } = rebased;
  return (
    <Alert
      color="yellow"
      mb="md"
      role="alert"
      icon={<IconUsers />}
      title="This schedule was changed elsewhere while you were editing"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">Load the new values to save yours on top of them. What you typed is kept.</Text>
        {theirs.length > 0 && (
          <List size="sm">
            {theirs.map((field) => (
              <List.Item key={field}>
                {FIELD_LABELS[field]} is now <strong>{shown(fresh[field])}</strong>
                {both.includes(field) && ' (you changed it too; yours is kept)'}
              </List.Item>
            ))}
          </List>
        )}
        {isTriggerContested && (
          <Radio.Group
            label="Both of you changed when it runs. Which one do you want?"
            value={choice}
            onChange={(value) => setChoice(value)}
          >
            <Stack gap={6} mt={6}>
              <Radio value="yours" label={`Yours: ${triggerWords(typed)}`} />
              <Radio value="theirs" label={`The new one: ${triggerWords(fresh)}`} />
            </Stack>
          </Radio.Group>
        )}
        <Button
          size="xs"
          disabled={isTriggerContested && choice === null}
          onClick={() => onLoad(choice ?? 'yours')}
        >
          Load the new values
        </Button>
      </Stack>
    </Alert>
  );
}

function shown(value: string | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === '' ? 'empty' : value;
}
