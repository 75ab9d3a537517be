import type { RunnerList } from '@zenpulse/contract';
import { useQuery } from '@tanstack/react-query';
import { runnerList } from '../../api/installation.ts';
import { fleetState, type FleetState } from './fleet.ts';

/** Whether a runner is active, according to the runners' reports; `unknown` before the first answer. */
export function useFleetState(): FleetState {
  const { data } = useQuery({ ...runnerList, select: selectState });
  return data ?? 'unknown';
}

function selectState(list: RunnerList): FleetState {
  return fleetState(list.items);
}
