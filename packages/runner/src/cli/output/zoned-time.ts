/** An instant in the local time of that zone: "Mon 2026-01-05 08:30:00 +06:00". */
export function zonedTime(instant: number, timezone: string): string {
  const parts = Object.fromEntries(
    formatIn(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { weekday, year, month, day, hour, minute, second, timeZoneName } = parts;
  const offset = timeZoneName === 'GMT' ? '+00:00' : timeZoneName?.replace('GMT', '');
  return `${weekday} ${year}-${month}-${day} ${hour}:${minute}:${second} ${offset}`;
}

/** The same with the zone's name, where no column or heading has it. */
export function zonedTimeAndZone(instant: number, timezone: string): string {
  return `${zonedTime(instant, timezone)} ${timezone}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  formats.set(timezone, format);
  return format;
}
