/** A zone's offset from UTC at an instant, both in milliseconds. */
export type OffsetReader = (at: number) => number;

/**
 * Reads a zone's offsets out of Intl, to the second (Monrovia kept -00:44:30 until 1972). A call costs a microsecond,
 * the reader itself a hundred.
 */
export function offsetReader(timezone: string): OffsetReader {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  return (at) => parseOffset(format.format(Math.min(Math.max(at, -LAST_DATE), LAST_DATE)));
}

/** Beyond the range of `Date`, the offset at its edge is used. */
const LAST_DATE = 8.64e15;

/** "7/1/2026, GMT+02:00", "1/1/1970, GMT-00:44:30" or "7/1/2026, GMT" */
function parseOffset(text: string): number {
  const [, sign, hours = 0, minutes = 0, seconds = 0] = OFFSET.exec(text) ?? [];
  const offsetMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -offsetMs : offsetMs;
}

const OFFSET = /GMT([+-])(\d+):(\d+)(?::(\d+))?$/;
