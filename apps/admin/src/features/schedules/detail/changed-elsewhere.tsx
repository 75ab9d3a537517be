import { Alert, Button, List, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { FIELD_LABELS } from '../form/field-labels.ts';
import type { FormValues } from '../form/form-values.ts';
import type { Rebased } from '../form/rebase.ts';

interface ChangedElsewhereProps {
  readonly rebased: Rebased;
  readonly fresh: FormValues;
  readonly onLoad: () => void;
}

/** Somebody else saved while something is typed here: says what, and offers to go on from there. */
export function ChangedElsewhere({ rebased, fresh, onLoad }: ChangedElsewhereProps) {
  const { theirs, both } = rebased;
  return (
    <Alert
      color="yellow"
      mb="md"
      role="alert"
      icon={<IconUsers />}
      title="Somebody else changed this schedule while you were editing"
    >
      <Text size="sm">Load the new values to save yours on top of them. What you typed stays.</Text>
      {theirs.length > 0 && (
        <List size="sm" my="xs">
          {theirs.map((field) => (
            <List.Item key={field}>
              {FIELD_LABELS[field]} is now <strong>{shown(fresh[field])}</strong>
              {both.includes(field) && ' (you changed it too; yours stays)'}
            </List.Item>
          ))}
        </List>
      )}
      <Button size="xs" onClick={onLoad} mt="xs">
        Load the new values
      </Button>
    </Alert>
  );
}

function shown(value: string | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === '' ? 'empty' : value;
}
