import { toIso, type FiringStopped } from '@zenpulse/contract';
import type { FiringSwitch } from '@zenpulse/core/ports';

/** Why nothing fires; null while schedules do. `isPausedHere`: by a setting of this process. */
export function firingStopped(
  { stoppedAt, reason, actor }: FiringSwitch,
  isPausedHere: boolean,
): FiringStopped | null {
  if (stoppedAt !== null) return { by: 'switch', since: toIso(stoppedAt), reason, actor };
  return isPausedHere ? { by: 'setting', since: null, reason: null, actor: null } : null;
}
