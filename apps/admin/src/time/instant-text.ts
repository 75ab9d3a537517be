import { isTimeZone } from '@zenpulse/core/domain';

const formats = new Map<string, Intl.DateTimeFormat>();

/** "Sat, 31 Jan 2026, 08:30:00": an instant on the clocks of `zone`, which the text around it must name. */
export function instantText(at: number, zone: string): string {
  return formatIn(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
}

/** "31 Jan, 08:30:00", for a dense table whose heading names the zone. */
export function shortInstantText(at: number, zone: string): string {
  return formatIn(zone, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
}

/** "29 March": the date of a wall time such as "2026-03-29T02:30". */
export function wallDayText(wall: string): string {
  return formatIn('UTC', { day: 'numeric', month: 'long' }).format(Date.parse(`${wall}:00Z`));
}

/** "14:00", on the clocks of `zone`. */
export function timeOfDayText(at: number, zone: string): string {
  return formatIn(zone, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** "GMT+1": how far the zone is from UTC at that instant. */
export function offsetText(at: number, zone: string): string {
  const parts = formatIn(zone, { timeZoneName: 'shortOffset' }).formatToParts(at);
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  return /^GMT([+-]0)?$/.test(offset) ? 'UTC' : offset;
}

/** Making a format costs a hundred times its use. A zone of a damaged row that nobody knows is shown in UTC. */
function formatIn(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${Object.keys(options).join()}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...options,
    hourCycle: 'h23',
    timeZone: isTimeZone(zone) ? zone : 'UTC',
  });
  formats.set(key, made);
  return made;
}
