import {
  IconCalendarOff,
  IconCalendarTime,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconPackages,
  IconServerBolt,
  IconUserEdit,
} from '@tabler/icons-react';
import { NavLink } from '../router/link.tsx';
import { PAGES } from './pages.ts';
import classes from './navigation.module.css';

const ICONS = {
  '/': IconHeartbeat,
  '/schedules': IconCalendarTime,
  '/executions': IconHistory,
  '/jobs': IconPackages,
  '/runners': IconServerBolt,
  '/blackouts': IconCalendarOff,
  '/changes': IconUserEdit,
  '/tokens': IconKey,
} as const;

export function Navigation({ onNavigate }: { readonly onNavigate: () => void }) {
  return (
    <div className={classes['links']}>
      {PAGES.map(({ to, label }) => {
        const Icon = ICONS[to];
        return (
          <NavLink key={to} to={to} isExact={to === '/'} onClick={onNavigate} className={classes['link']}>
            <Icon size={18} stroke={1.7} aria-hidden />
            {label}
          </NavLink>
        );
      })}
    </div>
  );
}
