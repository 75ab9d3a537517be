import { describe, expect, it } from 'vitest';
import {
  clockText,
  dayText,
  instantText,
  offsetText,
  shortInstantText,
  wallDayText,
} from './instant-text.ts';

const AT = Date.parse('2026-01-31T23:30:05Z');

describe('instantText', () => {
  it('shows the date and the time of the zone', () => {
    expect(instantText(AT, 'Europe/Berlin')).toBe('Sun, 1 Feb 2026, 00:30:05');
    expect(shortInstantText(AT, 'UTC')).toBe('31 Jan, 23:30:05');
  });

  it('falls back to UTC for the zone of a damaged row', () => {
    expect(shortInstantText(AT, 'Mars/Olympus')).toBe('31 Jan, 23:30:05');
  });
});

it('a day is short in a list and long in a sentence, whichever comes first', () => {
  expect(wallDayText('2026-01-31T02:30')).toBe('31 January');
  expect(dayText(AT, 'UTC')).toBe('31 Jan');
});

describe('offsetText', () => {
  it('follows the change of the clock', () => {
    expect(offsetText(AT, 'Europe/Berlin')).toBe('GMT+1');
    expect(offsetText(Date.parse('2026-07-01T00:00:00Z'), 'Europe/Berlin')).toBe('GMT+2');
    expect(offsetText(AT, 'UTC')).toBe('UTC');
  });
});

describe('clockText', () => {
  it('says what is needed: the day when it is another one, the second when it is not a full minute', () => {
    expect(clockText(Date.parse('2026-01-31T08:30:00Z'), 'UTC', AT)).toBe('08:30');
    expect(clockText(AT, 'UTC', AT)).toBe('23:30:05');
    expect(clockText(AT, 'Europe/Berlin', Date.parse('2026-01-31T12:00:00Z'))).toBe('1 Feb, 00:30:05');
    expect(clockText(Date.parse('2027-01-31T08:30:00Z'), 'UTC', AT)).toBe('31 Jan 2027, 08:30');
  });
});
