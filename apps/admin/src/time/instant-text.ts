import { isTimeZone } from '@zenpulse/core/domain';

const formats = new Map<string, Intl.DateTimeFormat>();

/** "Sat, 31 Jan 2026, 08:30:00": an instant in `zone`, which the surrounding text must name. */
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

/** "31 Jan", in `zone`. */
export function dayText(at: number, zone: string): string {
  return formatIn(zone, { day: 'numeric', month: 'short' }).format(at);
}

/** "29 March": the date of a wall time such as "2026-03-29T02:30". */
export function wallDayText(wall: string): string {
  return formatIn('UTC', { day: 'numeric', month: 'long' }).format(Date.parse(`${wall}:00Z`));
}

/** "14:00", in `zone`. */
export function timeOfDayText(at: number, zone: string): string {
  return formatIn(zone, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** "14:00:30.250", in `zone`. */
export function preciseTimeText(at: number, zone: string): string {
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const;
  return formatIn(zone, time).format(at);
}

/** "14:00", "14:00:30"; on another day than `now`: "31 Jan, 14:00". */
export function clockText(at: number, zone: string, now: number): string {
  const { day, year } = dateOf(at, zone);
  const today = dateOf(now, zone);
  const hasSeconds = Math.floor(at / 1_000) % 60 !== 0;
  return formatIn(zone, {
    ...((day !== today.day || year !== today.year) && ({ day: 'numeric', month: 'short' } as const)),
    ...(year !== today.year && ({ year: 'numeric' } as const)),
    hour: '2-digit',
    minute: '2-digit',
    ...(hasSeconds && ({ second: '2-digit' } as const)),
  }).format(at);
}

function dateOf(at: number, zone: string): { readonly day: string; readonly year: string } {
  return {
    day: formatIn(zone, { month: 'numeric', day: 'numeric' }).format(at),
    year: formatIn(zone, { year: 'numeric' }).format(at),
  };
}

/** "GMT+1": the zone's offset at that instant. */
export function offsetText(at: number, zone: string): string {
  const parts = formatIn(zone, { timeZoneName: 'shortOffset' }).formatToParts(at);
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  return /^GMT([+-]0)?$/.test(offset) ? 'UTC' : offset;
}

/**
 * Creating a format takes a hundred times as long as using it. An unknown zone, from a damaged row, is shown as UTC.
 */
function formatIn(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${Object.entries(options).join()}`;
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
