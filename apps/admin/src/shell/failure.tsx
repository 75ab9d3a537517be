import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { failureMessage, isInBanner } from '../api/api-error.ts';

interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Shown in place of the data. Failures that the banner already describes are not repeated. */
export function Failure({ error, onRetry }: FailureProps) {
  if (isInBanner(error)) return null;
  return (
    <Alert color="red" mb="md" icon={<IconAlertTriangle />} title="Couldn’t load this" role="alert">
      <Text size="sm">{failureMessage(error)}</Text>
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
