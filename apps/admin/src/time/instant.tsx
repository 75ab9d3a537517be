import { Text } from '@mantine/core';
import { agoText, awayText } from './ago-text.ts';
import { useOfNow } from './clock.ts';
import { clockText, instantText, offsetText, shortInstantText } from './instant-text.ts';
import { BROWSER_ZONE, showsSameTime, usePageZone, useShownZone } from './zone.ts';
import { Tip } from '../shell/tip.tsx';

interface InstantProps {
  /** ISO 8601. */
  readonly at: string;
  /** By default the page's zone. */
  readonly zone?: string;
}

/** "in 12 s" above "08:30 GMT+1"; with the day if it is another one, and in full on hover. */
export function ComingInstant({ at, zone }: InstantProps) {
  const shown = useZoneOf(zone);
  const instant = Date.parse(at);
  return (
    <Tip label={<InstantInFull instant={instant} zone={shown} />}>
      <div className="zp-two-lines">
        <Text size="sm" component="span">
          <OfNow read={(now) => awayText(instant, now)} />
        </Text>
        <Text size="xs" c="dimmed" component="time" dateTime={at}>
          <OfNow read={(now) => clockText(instant, shown, now)} /> {offsetText(instant, shown)}
        </Text>
      </div>
    </Tip>
  );
}

/** "Due 21:04" above "waits for a runner": a next run while no runner is active. */
export function WaitingInstant({ at, zone }: InstantProps) {
  const shown = useZoneOf(zone);
  const instant = Date.parse(at);
  return (
    <Tip label={<InstantInFull instant={instant} zone={shown} />}>
      <div className="zp-two-lines">
        <Text size="sm" c="dimmed" component="span">
          due{' '}
          <time dateTime={at}>
            <OfNow read={(now) => clockText(instant, shown, now)} /> {offsetText(instant, shown)}
          </time>
        </Text>
        <Text size="xs" c="dimmed" component="span">
          waits for a runner
        </Text>
      </div>
    </Tip>
  );
}

/** "3 min ago", coarser with age; the date and the zone on hover. */
export function Ago({ at, zone }: InstantProps) {
  const shown = useZoneOf(zone);
  const instant = Date.parse(at);
  return (
    <Tip label={<InstantInFull instant={instant} zone={shown} />}>
      <time dateTime={at} className="zp-dimmed">
        <OfNow read={(now) => agoText(instant, now)} />
      </time>
    </Tip>
  );
}

/** A text that follows the time: nothing around it is rendered again. */
export function OfNow({ read }: { readonly read: (now: number) => string }) {
  return useOfNow(read);
}

/** "31 Jan, 08:30:00 GMT+1" on one line; if there is room, with the reader's time. */
export function ShortInstant({ at, zone, hasYours = false }: InstantProps & { readonly hasYours?: boolean }) {
  const shown = useZoneOf(zone);
  const instant = Date.parse(at);
  return (
    <Tip label={<InstantInFull instant={instant} zone={shown} />}>
      <time dateTime={at}>
        {shortInstantText(instant, shown)} {offsetText(instant, shown)}
        {hasYours && (
          <span className="zp-dimmed">
            <Yours instant={instant} zone={shown} />
          </span>
        )}
      </time>
    </Tip>
  );
}

/** "Sat, 31 Jan 2026, 08:30:00 GMT+1", and "13:30 yours" if the reader's time differs. */
export function FullInstant({ at, zone }: InstantProps) {
  const shown = useZoneOf(zone);
  const instant = Date.parse(at);
  return (
    <time dateTime={at}>
      {instantText(instant, shown)}{' '}
      <span className="zp-dimmed">
        {offsetText(instant, shown)}
        <Yours instant={instant} zone={shown} />
      </span>
    </time>
  );
}

/** An instant's zone: its own or the page's, unless the reader chose another. */
function useZoneOf(zone: string | undefined): string {
  const pageZone = usePageZone();
  const own = useShownZone(zone ?? pageZone);
  return zone === undefined ? pageZone : own;
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
