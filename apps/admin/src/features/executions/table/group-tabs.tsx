import { Link } from '../../../router/link.tsx';
import { useSearchParams } from '../../../router/hooks.ts';
import classes from '../../schedules/table/schedule-tabs.module.css';

/** Each run, or errors in groups: links that keep the other conditions. */
export function GroupTabs({ isGrouped }: { readonly isGrouped: boolean }) {
  const [params] = useSearchParams();
  return (
    <nav className={classes['tabs']} aria-label="Grouping">
      <Link to={`?${addressOf(params, '')}`} {...(!isGrouped && { 'aria-current': 'page' as const })}>
        Each run
      </Link>
      <Link to={`?${addressOf(params, 'error')}`} {...(isGrouped && { 'aria-current': 'page' as const })}>
        Group by error
      </Link>
    </nav>
  );
}

function addressOf(params: URLSearchParams, group: string): string {
  const next = new URLSearchParams(params);
  next.delete('group');
  if (group !== '') next.set('group', group);
  return next.toString();
}
