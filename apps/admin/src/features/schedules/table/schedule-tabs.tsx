import type { ScheduleCounts, ScheduleIs } from '@zenpulse/contract';
import { Link } from '../../../router/link.tsx';
import { useSearchParams } from '../../../router/hooks.ts';
import { STATE_WORDS } from '../state-words.ts';
import classes from './schedule-tabs.module.css';

const TABS = [
  ['failing', 'failing'],
  ['missed', 'missed'],
  ['running', 'running'],
  ['unregistered', 'unregistered'],
  ['damaged', 'damaged'],
  ['never-ran', 'neverRan'],
  ['paused', 'paused'],
  ['disabled', 'disabled'],
] as const satisfies readonly (readonly [ScheduleIs, keyof ScheduleCounts])[];

/** Links to the schedules of each state with their number; `counts` is null until known. */
export function ScheduleTabs({ counts }: { readonly counts: ScheduleCounts | null }) {
  return (
    <nav className={classes['tabs']} aria-label="Schedules by state">
      <Tab is="" label="All" count={counts?.total} />
      {TABS.map(([is, name]) => (
        <Tab key={is} is={is} label={STATE_WORDS[is].label} count={counts?.[name]} />
      ))}
    </nav>
  );
}

interface TabProps {
  readonly is: ScheduleIs | '';
  readonly label: string;
  readonly count: number | undefined;
}

function Tab({ is, label, count }: TabProps) {
  const [params] = useSearchParams();
  const isCurrent = (params.get('is') ?? '') === is;
  return (
    <Link
      to={`?${addressOf(params, is)}`}
      data-tone={is === '' || count === 0 ? undefined : STATE_WORDS[is].tone}
      data-empty={count === 0}
      {...(isCurrent && { 'aria-current': 'page' as const })}
    >
      {label} {count !== undefined && <span>{count.toLocaleString('en')}</span>}
    </Link>
  );
}

/** Other conditions are kept. */
function addressOf(params: URLSearchParams, is: string): string {
  const next = new URLSearchParams(params);
  next.delete('is');
  if (is !== '') next.set('is', is);
  return next.toString();
}
