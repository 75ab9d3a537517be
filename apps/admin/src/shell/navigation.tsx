import { NavLink as MantineNavLink, Stack } from '@mantine/core';
import {
  IconCalendarTime,
  IconHeartbeat,
  IconHistory,
  IconPackages,
  IconServerBolt,
} from '@tabler/icons-react';
import { NavLink } from 'react-router';
import { PAGES } from './pages.ts';
import classes from './navigation.module.css';

const ICONS = {
  '/': IconHeartbeat,
  '/schedules': IconCalendarTime,
  '/executions': IconHistory,
  '/jobs': IconPackages,
  '/runners': IconServerBolt,
} as const;

export function Navigation({ onNavigate }: { readonly onNavigate: () => void }) {
  return (
    <Stack gap={2}>
      {PAGES.map(({ to, label }) => {
        const Icon = ICONS[to];
        return (
          <MantineNavLink
            key={to}
            component={NavLink}
            to={to}
            end={to === '/'}
            label={label}
            leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
            onClick={onNavigate}
            className={classes['link'] ?? ''}
          />
        );
      })}
    </Stack>
  );
}
