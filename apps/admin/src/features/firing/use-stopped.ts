import type { FiringStopped, InstallationInfo } from '@zenpulse/contract';
import { useQuery } from '@tanstack/react-query';
import { installationInfo } from '../../api/installation.ts';

/** Why nothing fires; null while schedules fire, or while that is not known. */
export function useStopped(): FiringStopped | null {
  const { data } = useQuery({ ...installationInfo, select: stoppedOf });
  return data ?? null;
}

/** Without the clock, so that a fresh answer renders nothing again. */
function stoppedOf({ stopped }: InstallationInfo): FiringStopped | null {
  return stopped;
}
