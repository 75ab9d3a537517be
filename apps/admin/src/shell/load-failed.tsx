import { Alert, Button, Group, Text } from '@mantine/core';
import { useEffect } from 'react';
import { onConnectionChange, currentConnection } from '../api/connection.ts';
import { Page } from './page.tsx';

/**
 * Shown in place of a page whose code could not be loaded: the server is away, or has another version by now. The
 * document is loaded again when the server answers; browsers remember a failed import.
 */
export function LoadFailed() {
  useEffect(
    () =>
      onConnectionChange(() => {
        if (currentConnection().kind === 'open') window.location.reload();
      }),
    [],
  );
  return (
    <Page title="Couldn’t load this page">
      <Alert color="red" role="alert" title="The code of this page did not arrive">
        <Text size="sm">The page loads by itself as soon as the application answers again.</Text>
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={() => window.location.reload()}>
            Try again
          </Button>
        </Group>
      </Alert>
    </Page>
  );
}
