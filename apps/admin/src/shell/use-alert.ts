import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useIsAt } from '../router/hooks.ts';
import { overview } from '../api/overview.ts';
import { scheduleCounts } from '../api/schedules.ts';
import { usePolling } from '../api/use-polling.ts';
import { useFleetState } from '../features/runners/use-fleet-state.ts';

const COUNTS_MS = 60_000;

/** How many schedules fail; a red dot on the tab's icon while some do, or while no runner is active. */
export function useAlert(): number {
  // The overview has the counts in its own answer.
  const isOverview = useIsAt('/');
  const seen = useQuery({ ...overview, enabled: false });
  const counted = useQuery({ ...scheduleCounts, enabled: !isOverview });
  usePolling(scheduleCounts.queryKey, isOverview ? false : COUNTS_MS);
  const fleet = useFleetState();
  const failing = (isOverview ? seen.data?.counts : counted.data)?.failing ?? 0;
  const isAlert = failing > 0 || fleet === 'none' || fleet === 'standby';
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link !== null) link.href = isAlert ? './favicon-alert.svg' : './favicon.svg';
  }, [isAlert]);
  return failing;
}
