import type { FiringStopped } from '@zenpulse/contract';
import { useQueryClient } from '@tanstack/react-query';
import { installationInfo } from '../../api/installation.ts';
import { SCHEDULES_KEY } from '../../api/schedules.ts';

/** Shows on the page at once what an answer said about the switch. */
export function useShowStopped(): (stopped: FiringStopped | null) => void {
  const client = useQueryClient();
  return (stopped) => {
    client.setQueryData(installationInfo.queryKey, (before) => before && { ...before, stopped });
    void client.invalidateQueries({ queryKey: installationInfo.queryKey });
    void client.invalidateQueries({ queryKey: SCHEDULES_KEY });
    void client.invalidateQueries({ queryKey: ['overview'] });
  };
}
