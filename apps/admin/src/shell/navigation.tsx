import { NavLink as MantineNavLink, Stack } from '@mantine/core';
import { IconCalendarTime, IconHistory, IconPackages, IconServerBolt } from '@tabler/icons-react';
import { NavLink } from 'react-router';
import classes from './navigation.module.css';

const PAGES = [
  { to: '/schedules', label: 'Schedules', Icon: IconCalendarTime },
  { to: '/executions', label: 'Executions', Icon: IconHistory },
  { to: '/jobs', label: 'Jobs', Icon: IconPackages },
  { to: '/runners', label: 'Runners', Icon: IconServerBolt },
] as const;

export function Navigation({ onNavigate }: { readonly onNavigate: () => void }) {
  return (
    <Stack gap={2}>
      {PAGES.map(({ to, label, Icon }) => (
        <MantineNavLink
          key={to}
          component={NavLink}
          to={to}
          label={label}
          leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
          onClick={onNavigate}
          className={classes['link'] ?? ''}
        />
      ))}
    </Stack>
  );
}
