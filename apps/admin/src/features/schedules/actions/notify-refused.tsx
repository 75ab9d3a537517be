import type { RefusedSchedule } from '@zenpulse/contract';
import { Anchor } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Link } from '../../../router/link.tsx';
import { notify } from '../../../shell/notify.tsx';
import { schedulePath } from '../schedule-path.ts';
import classes from './notify-refused.module.css';

/** A longer list would cover the page. */
const MOST = 200;

/** Lists the schedules of an action that were left as they are, each with its reason, until it is closed. */
export function notifyRefused(
  title: string,
  refused: readonly RefusedSchedule[],
  nameOf: (id: string) => string,
): void {
  if (refused.length === 0) return;
  const more = refused.length - MOST;
  notify({
    title,
    color: 'red',
    icon: <IconX size={18} />,
    autoClose: false,
    message: (
      <ul className={classes['refused']} aria-label={title} tabIndex={0}>
        {refused.slice(0, MOST).map(({ id, message }) => (
          <li key={id}>
            <Anchor component={Link} to={schedulePath(id)} size="sm" underline="always">
              {nameOf(id)}
            </Anchor>
            : {message}
          </li>
        ))}
        {more > 0 && <li>and {more.toLocaleString('en-GB')} more</li>}
      </ul>
    ),
  });
}
