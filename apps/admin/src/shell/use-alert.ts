import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { scheduleCounts } from '../api/schedules.ts';
import { usePolling } from '../api/use-polling.ts';
import { useFleetState } from '../features/runners/use-fleet-state.ts';

const COUNTS_MS = 60_000;

/** How many schedules fail; a red dot on the tab's icon while some do, or while no runner is active. */
export function useAlert(): number {
  const { data } = useQuery(scheduleCounts);
  usePolling(scheduleCounts.queryKey, COUNTS_MS);
  const fleet = useFleetState();
  const failing = data?.failing ?? 0;
  const isAlert = failing > 0 || fleet === 'none' || fleet === 'standby';
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link !== null) link.href = isAlert ? './favicon-alert.svg' : './favicon.svg';
  }, [isAlert]);
  return failing;
}
