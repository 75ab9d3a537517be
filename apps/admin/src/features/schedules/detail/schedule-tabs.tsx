import { NavLink } from '../../../router/link.tsx';
import { schedulePath } from '../schedule-path.ts';
import classes from '../table/schedule-tabs.module.css';

/** History, settings and changes, each with its own address. */
export function ScheduleTabs({ id }: { readonly id: string }) {
  return (
    <nav className={classes['tabs']} aria-label="Parts of the schedule">
      <NavLink to={schedulePath(id)} isExact>
        History
      </NavLink>
      <NavLink to={schedulePath(id, 'settings')}>Settings</NavLink>
      <NavLink to={schedulePath(id, 'changes')}>Changes</NavLink>
    </nav>
  );
}
