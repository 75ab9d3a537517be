import { describe, expect, it } from 'vitest';
import { instantText, offsetText, shortInstantText } from './instant-text.ts';

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

describe('offsetText', () => {
  it('follows the change of the clock', () => {
    expect(offsetText(AT, 'Europe/Berlin')).toBe('GMT+1');
    expect(offsetText(Date.parse('2026-07-01T00:00:00Z'), 'Europe/Berlin')).toBe('GMT+2');
    expect(offsetText(AT, 'UTC')).toBe('UTC');
  });
});
