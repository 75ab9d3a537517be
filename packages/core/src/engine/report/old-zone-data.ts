import { ZONE_DATA } from '../../domain/index.ts';
import type { RunnerEvents } from './runner-events.ts';

/** Warns of old time zone data in Node, by which local times are converted to instants. */
export function warnOfOldZoneData(zoneData: string | undefined, events: Pick<RunnerEvents, 'add'>): void {
  if (zoneData === undefined || zoneData >= ZONE_DATA) return;
  events.add(
    'warn',
    'old-zone-data',
    `Node's time zone data are ${zoneData}, and ${ZONE_DATA} was out when this release was made: zones whose rules changed since fire by the old ones. A newer Node has newer data.`,
    { zoneData },
  );
}
