import { Button, EmptyState } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Page } from './page.tsx';

interface MissingProps {
  readonly title?: string;
  readonly description?: string;
}

/** An address that leads nowhere, or a thing that was deleted. */
export function Missing({
  title = 'Nothing is here',
  description = 'The address may be mistyped, or it is of something that was deleted.',
}: MissingProps) {
  return (
    <Page title={title}>
      <EmptyState
        icon={<IconCompass size={30} stroke={1.5} />}
        withIndicatorBackground
        description={description}
      >
        <EmptyState.Actions>
          <Button component={Link} to="/schedules" variant="default">
            To the schedules
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </Page>
  );
}
