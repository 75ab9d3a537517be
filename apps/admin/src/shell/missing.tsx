import { Button } from '@mantine/core';
import { IconCompass } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from '../router/link.tsx';
import { Page } from './page.tsx';
import { Empty } from './empty.tsx';

interface MissingProps {
  readonly title?: string;
  readonly description?: string;
  /** What else can be done about it. */
  readonly children?: ReactNode;
}

/** The page for an address that does not exist, or for a deleted object. */
export function Missing({
  title = 'Page not found',
  description = 'The address may be wrong, or what it showed was deleted.',
  children,
}: MissingProps) {
  return (
    <Page title={title}>
      <Empty icon={<IconCompass size={30} stroke={1.5} />} description={description}>
        {children}
        <Button component={Link} to="/schedules" variant="default">
          View schedules
        </Button>
      </Empty>
    </Page>
  );
}
