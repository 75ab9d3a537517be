import type { RefusedSchedule } from '@zenpulse/contract';
import { visibleText } from '@zenpulse/core/domain';
import { Alert, Anchor } from '@mantine/core';
import { Link } from '../../router/link.tsx';
import { schedulePath } from '../schedules/schedule-path.ts';

/** More would not be read. */
const SHOWN = 10;

interface RefusedListProps {
  readonly changed: number;
  readonly refused: readonly RefusedSchedule[];
}

/** The schedules that were left alone, and why. */
export function RefusedList({ changed, refused }: RefusedListProps) {
  return (
    <Alert color="yellow" role="alert" title={`${changed} put back, ${refused.length} left as they are`}>
      <ul style={{ margin: 0, paddingInlineStart: 18, overflowWrap: 'anywhere' }}>
        {refused.slice(0, SHOWN).map(({ id, message }) => (
          <li key={id}>
            <Anchor component={Link} size="sm" to={schedulePath(id)} underline="always">
              View schedule
            </Anchor>
            : {visibleText(message)}
          </li>
        ))}
        {refused.length > SHOWN && <li>and {refused.length - SHOWN} more</li>}
      </ul>
    </Alert>
  );
}
