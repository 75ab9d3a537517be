import { ZONE_DATA } from '../../domain/index.ts';
import type { RunnerEvents } from './runner-events.ts';

/** The data inside Node decide at which instant a local time falls; they age with Node. */
export function warnOfOldZoneData(zoneData: string | undefined, events: Pick<RunnerEvents, 'add'>): void {
  if (zoneData === undefined || zoneData >= ZONE_DATA) return;
  events.add(
    'warn',
    'old-zone-data',
    `Node's time zone data are ${zoneData}, and ${ZONE_DATA} was out when this release was made: zones whose rules changed since fire by the old ones. A newer Node has newer data.`,
    { zoneData },
  );
}
