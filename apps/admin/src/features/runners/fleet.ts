import type { RunnerDto, RunnerList } from '@zenpulse/contract';
import { firingOf, listed, runnerName } from '@zenpulse/core/domain';

type Fleet = Pick<RunnerList, 'items'>;

/** A short summary of the runners. */
export interface FleetSummary {
  readonly tone: 'good' | 'waiting' | 'bad';
  /** "web-1 is active", "web-1 and web-2 are active", "No active runner". */
  readonly headline: string;
  /** When the active one became active; null without one. */
  readonly since: string | null;
  /** "2 on standby", "1 died"; empty if there are no others. */
  readonly others: readonly string[];
}

export function fleetSummary({ items }: Fleet): FleetSummary {
  const firing = firingOf(items);
  const [first] = firing;
  const standing = items.filter(({ isAlive, state }) => isAlive && state === 'standby').length;
  const died = items.filter(({ isAlive, state }) => !isAlive && state !== 'stopped').length;
  return {
    tone: firing.length === 1 ? 'good' : firing.length === 0 && standing > 0 ? 'waiting' : 'bad',
    headline: headlineOf(firing, items),
    since: firing.length === 1 && first !== undefined ? first.stateSince : null,
    others: [...(standing === 0 ? [] : [`${standing} on standby`]), ...(died === 0 ? [] : [`${died} died`])],
  };
}

export type FleetState = 'active' | 'standby' | 'none' | 'unknown';

/** Whether a runner is active, or at least one is on standby. */
export function fleetState(items: readonly RunnerDto[]): FleetState {
  if (firingOf(items).length > 0) return 'active';
  return items.some(({ isAlive, state }) => isAlive && state === 'standby') ? 'standby' : 'none';
}

function headlineOf(firing: readonly RunnerDto[], items: readonly RunnerDto[]): string {
  if (firing.length === 0) return 'No active runner';
  return `${listed(firing.map((runner) => runnerName(runner, items)))} ${firing.length === 1 ? 'is' : 'are'} active`;
}

const ORDER = ['active', 'standby', 'dead', 'stopped'] as const;

/** The active ones first, then those on standby, died and stopped; otherwise in their given order. */
export function byImportance(items: readonly RunnerDto[]): RunnerDto[] {
  const rank = ({ isAlive, state }: RunnerDto) =>
    ORDER.indexOf(!isAlive && state !== 'stopped' ? 'dead' : state);
  return [...items].sort((a, b) => rank(a) - rank(b));
}
