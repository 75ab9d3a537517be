import { Anchor } from '@mantine/core';
import { Link } from '../../router/link.tsx';
import { Name } from '../../shell/name.tsx';
import { schedulePath } from '../schedules/schedule-path.ts';

interface JobLinkProps {
  readonly scheduleId: string;
  readonly jobKey: string;
}

/** A job's name as a link to its schedule. */
export function JobLink({ scheduleId, jobKey }: JobLinkProps) {
  return (
    <Anchor component={Link} size="sm" fw={600} to={schedulePath(scheduleId)}>
      <Name>{jobKey}</Name>
    </Anchor>
  );
}
