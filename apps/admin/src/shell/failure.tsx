import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ConnectionError, failureMessage } from '../api/api-error.ts';

interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** Stands where the data would be. A lost connection has its own banner and retries by itself. */
export function Failure({ error, onRetry }: FailureProps) {
  if (error instanceof ConnectionError) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title="This could not be loaded" role="alert">
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
