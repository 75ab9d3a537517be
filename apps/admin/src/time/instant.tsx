import { Text, Tooltip } from '@mantine/core';
import { agoText } from './ago-text.ts';
import { relativeText } from './duration-text.ts';
import { useNow } from './clock.ts';
import { clockText, instantText, offsetText, shortInstantText } from './instant-text.ts';
import { BROWSER_ZONE, showsSameTime, usePageZone } from './zone.ts';

interface InstantProps {
  /** ISO 8601. */
  readonly at: string;
  /** By default the page's zone. */
  readonly zone?: string;
}

/** "in 12 s" above "31 Jan, 08:30:00 GMT+1", and "13:30 yours" if the reader's time differs. */
export function ComingInstant({ at, zone }: InstantProps) {
  const pageZone = usePageZone();
  const instant = Date.parse(at);
  const now = useNow();
  return (
    <Tooltip label={<InstantInFull instant={instant} zone={zone ?? pageZone} />}>
      <div className="zp-two-lines">
        <Text size="sm">{relativeText(Math.max(instant, now), now)}</Text>
        <Text size="xs" c="dimmed" component="time" dateTime={at}>
          {shortInstantText(instant, zone ?? pageZone)} {offsetText(instant, zone ?? pageZone)}
          <Yours instant={instant} zone={zone ?? pageZone} />
        </Text>
      </div>
    </Tooltip>
  );
}

/** "Due 21:04" above "waits for a runner": a next run while no runner is active. */
export function WaitingInstant({ at, zone }: InstantProps) {
  const pageZone = usePageZone();
  const instant = Date.parse(at);
  const now = useNow();
  return (
    <Tooltip label={<InstantInFull instant={instant} zone={zone ?? pageZone} />}>
      <div className="zp-two-lines">
        <Text size="sm" c="dimmed">
          due{' '}
          <time dateTime={at}>
            {clockText(instant, zone ?? pageZone, now)} {offsetText(instant, zone ?? pageZone)}
          </time>
          <Yours instant={instant} zone={zone ?? pageZone} />
        </Text>
        <Text size="xs" c="dimmed">
          waits for a runner
        </Text>
      </div>
    </Tooltip>
  );
}

/** "3 min ago", coarser with age; the date and the zone on hover. */
export function Ago({ at, zone }: InstantProps) {
  const pageZone = usePageZone();
  const instant = Date.parse(at);
  const now = useNow();
  return (
    <Tooltip label={<InstantInFull instant={instant} zone={zone ?? pageZone} />}>
      <time dateTime={at} className="zp-dimmed">
        {agoText(instant, now)}
      </time>
    </Tooltip>
  );
}

/** "31 Jan, 08:30:00 GMT+1" on one line; if there is room, with the reader's time. */
export function ShortInstant({ at, zone, hasYours = false }: InstantProps & { readonly hasYours?: boolean }) {
  const pageZone = usePageZone();
  const instant = Date.parse(at);
  return (
    <Tooltip label={<InstantInFull instant={instant} zone={zone ?? pageZone} />}>
      <time dateTime={at}>
        {shortInstantText(instant, zone ?? pageZone)} {offsetText(instant, zone ?? pageZone)}
        {hasYours && (
          <span className="zp-dimmed">
            <Yours instant={instant} zone={zone ?? pageZone} />
          </span>
        )}
      </time>
    </Tooltip>
  );
}

/** "Sat, 31 Jan 2026, 08:30:00 GMT+1", and "13:30 yours" if the reader's time differs. */
export function FullInstant({ at, zone }: InstantProps) {
  const pageZone = usePageZone();
  const instant = Date.parse(at);
  return (
    <time dateTime={at}>
      {instantText(instant, zone ?? pageZone)}{' '}
      <span className="zp-dimmed">
        {offsetText(instant, zone ?? pageZone)}
        <Yours instant={instant} zone={zone ?? pageZone} />
      </span>
    </time>
  );
}

interface YoursProps {
  readonly instant: number;
  readonly zone: string;
}

/** " · 13:30 yours": the instant in the reader's zone, with the day if it differs. */
function Yours({ instant, zone }: YoursProps) {
  if (showsSameTime(instant, zone, BROWSER_ZONE)) return null;
  return <> · {yoursText(instant, zone)} yours</>;
}

/** The day is left out if both zones show the same one. */
function yoursText(instant: number, zone: string): string {
  const [day] = shortInstantText(instant, zone).split(', ');
  const [ownDay, ownTime] = shortInstantText(instant, BROWSER_ZONE).split(', ');
  return day === ownDay ? (ownTime ?? '') : `${ownDay}, ${ownTime}`;
}

function InstantInFull({ instant, zone }: YoursProps) {
  const zones = [...new Set([zone, BROWSER_ZONE, 'UTC'])];
  return zones.map((name) => (
    <div key={name}>
      {instantText(instant, name)} ({name})
    </div>
  ));
}
