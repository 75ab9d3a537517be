import { Text, Tooltip } from '@mantine/core';
import { relativeText } from './duration-text.ts';
import { useNow } from './clock.ts';
import { instantText, offsetText, shortInstantText } from './instant-text.ts';
import { BROWSER_ZONE } from './zone.ts';

interface InstantProps {
  /** ISO 8601. */
  readonly at: string;
  readonly zone?: string;
}

/** "in 12 s" above "31 Jan, 08:30:00 GMT+1"; the whole of it, with the zone's name, on hover. */
export function ComingInstant({ at, zone = BROWSER_ZONE }: InstantProps) {
  const instant = Date.parse(at);
  const now = useNow();
  return (
    <Tooltip label={<InstantInFull instant={instant} zone={zone} />}>
      <div className="zp-two-lines">
        <Text size="sm">{relativeText(Math.max(instant, now), now)}</Text>
        <Text size="xs" c="dimmed" component="time" dateTime={at}>
          {shortInstantText(instant, zone)} {offsetText(instant, zone)}
        </Text>
      </div>
    </Tooltip>
  );
}

/** "3 min 20 s ago"; the date and the zone on hover. */
export function Ago({ at, zone = BROWSER_ZONE }: InstantProps) {
  const instant = Date.parse(at);
  const now = useNow();
  return (
    <Tooltip label={<InstantInFull instant={instant} zone={zone} />}>
      <time dateTime={at} className="zp-dimmed">
        {relativeText(Math.min(instant, now), now)}
      </time>
    </Tooltip>
  );
}

/** "31 Jan, 08:30:00 GMT+1" on one line. */
export function ShortInstant({ at, zone = BROWSER_ZONE }: InstantProps) {
  const instant = Date.parse(at);
  return (
    <Tooltip label={<InstantInFull instant={instant} zone={zone} />}>
      <time dateTime={at}>
        {shortInstantText(instant, zone)} {offsetText(instant, zone)}
      </time>
    </Tooltip>
  );
}

/** "Sat, 31 Jan 2026, 08:30:00 (Europe/Berlin)". */
export function FullInstant({ at, zone = BROWSER_ZONE }: InstantProps) {
  return (
    <time dateTime={at}>
      {instantText(Date.parse(at), zone)} <span className="zp-dimmed">({zone})</span>
    </time>
  );
}

function InstantInFull({ instant, zone }: { readonly instant: number; readonly zone: string }) {
  const zones = [...new Set([zone, BROWSER_ZONE, 'UTC'])];
  return zones.map((name) => (
    <div key={name}>
      {instantText(instant, name)} ({name})
    </div>
  ));
}
