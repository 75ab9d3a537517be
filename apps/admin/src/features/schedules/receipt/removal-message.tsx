import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from '../../../router/link.tsx';

/** Says what became of a deleted schedule, and leads to where it can be put back. */
export function removalMessage(text: string, scheduleId: string): ReactNode {
  return (
    <>
      {text}{' '}
      <Anchor
        component={Link}
        size="sm"
        underline="always"
        to={`/changes?scheduleId=${encodeURIComponent(scheduleId)}`}
      >
        Changes, to put it back
      </Anchor>
    </>
  );
}
