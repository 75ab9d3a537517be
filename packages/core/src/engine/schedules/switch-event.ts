import type { FiringSwitch } from '../../ports/index.ts';

/** What a runner tells of the switch: kind, message, facts. */
export function switchEvent(
  isStopped: boolean,
  { reason, actor }: FiringSwitch,
  isPausedHere: boolean,
): readonly ['firing-stopped' | 'firing-resumed', string, Readonly<Record<string, unknown>>] {
  if (!isStopped)
    return ['firing-resumed', 'Schedules fire again; what fell due meanwhile is not caught up', {}];
  const message = isPausedHere
    ? 'No schedule fires here: ZENPULSE_PAUSED or the configuration says so. Runs by hand work'
    : 'No schedule fires: all firing was stopped. Runs by hand work; `zenpulse resume --all` lets schedules fire again';
  return ['firing-stopped', message, { reason, actor }];
}
