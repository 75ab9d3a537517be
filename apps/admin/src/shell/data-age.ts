import { use } from 'react';
import { PollerContext } from '../api/use-polling.ts';
import { now, useOfNow } from '../time/clock.ts';
import { relativeText } from '../time/duration-text.ts';
import { clockText } from '../time/instant-text.ts';
import { usePageZone } from '../time/zone.ts';

/** "21:04:10 (2 min 3 s ago)": the age of the oldest data on the page; null before any arrived. */
export function useDataAge(): string | null {
  const poller = use(PollerContext);
  const zone = usePageZone();
  return useOfNow((at) => {
    const oldest = poller.oldestAt();
    if (oldest === null) return null;
    // The poller uses the browser's clock, the page shows the server's.
    const seen = oldest + (now() - Date.now());
    return `${clockText(seen, zone, at)} (${relativeText(Math.min(seen, at), at)})`;
  });
}
