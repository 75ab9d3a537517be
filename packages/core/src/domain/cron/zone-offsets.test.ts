import { describe, expect, it } from 'vitest';
import { wallReader } from './fixtures/walked-zone.ts';
import { ZoneOffsets, zoneOffsets } from './zone-offsets.ts';

const HOUR_MS = 3_600_000;

describe('ZoneOffsets', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 1, 2],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', 2, 1],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 10.5, 11],
    ['Antarctica/Troll', '2026-03-29T01:00:00Z', 0, 2],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', -10, 14],
    ['America/Recife', '2000-10-08T03:00:00Z', -3, -2],
    ['America/Recife', '2000-10-15T02:00:00Z', -2, -3],
  ])('%s changes its clock at %s from %d to %d', (timezone, change, before, after) => {
    const zone = zoneOffsets(timezone);
    const changeAt = Date.parse(change);
    const period = zone.periodAt(changeAt);
    expect(period.startAt).toBe(changeAt);
    expect(period.offsetMs).toBe(after * HOUR_MS);
    expect(period.wallBefore - changeAt).toBe(before * HOUR_MS);
    expect(zone.periodAt(changeAt - 1)).toMatchObject({ endAt: changeAt, offsetMs: before * HOUR_MS });
  });

  it('knows local mean times to the second', () => {
    const period = zoneOffsets('Africa/Monrovia').periodAt(Date.parse('1972-01-01T00:00:00Z'));
    expect(period.offsetMs).toBe(-(44 * 60 + 30) * 1000);
    expect(new Date(period.endAt).toISOString()).toBe('1972-01-07T00:44:30.000Z');
  });

  it.each([
    'UTC',
    'America/New_York',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'Pacific/Kwajalein',
    'Asia/Gaza',
  ])('agrees with what Intl shows in %s, 1890 to 2110', (timezone) => {
    const zone = zoneOffsets(timezone);
    const wallAt = wallReader(timezone);
    for (let at = Date.UTC(1890, 0); at < Date.UTC(2490, 0); at += 97 * 24 * HOUR_MS + 12_345_000) {
      expect(at + zone.periodAt(at).offsetMs, new Date(at).toISOString()).toBe(wallAt(at));
    }
  });

  it('has periods that follow each other without a hole, across the edges of blocks', () => {
    const zone = zoneOffsets('America/New_York');
    let period = zone.periodAt(Date.UTC(1960, 0));
    while (period.startAt < Date.UTC(2060, 0)) {
      const following = zone.periodAt(period.endAt);
      expect(following.startAt).toBe(period.endAt);
      expect(following.wallBefore).toBe(period.endAt + period.offsetMs);
      expect(zone.periodAt(period.endAt - 1)).toBe(period);
      period = following;
    }
  });

  it('sees a change at the very edge of a block', () => {
    const edge = zoneOffsets('UTC').periodAt(0).endAt;
    const zone = new ZoneOffsets(() => (at) => (at < edge ? 0 : HOUR_MS));
    expect(zone.periodAt(edge - 1)).toEqual({ startAt: 0, endAt: edge, offsetMs: 0, wallBefore: 0 });
    expect(zone.periodAt(edge)).toMatchObject({ startAt: edge, offsetMs: HOUR_MS, wallBefore: edge });
  });

  it('sees an overlap across the edge of a block', () => {
    const edge = zoneOffsets('UTC').periodAt(0).endAt;
    const setBackAt = edge - HOUR_MS / 2;
    const zone = new ZoneOffsets(() => (at) => (at < setBackAt ? HOUR_MS : 0));
    expect(zone.periodAt(edge)).toMatchObject({ startAt: edge, offsetMs: 0, wallBefore: edge + HOUR_MS / 2 });
  });

  it('sees two changes four days apart', () => {
    const [start, end] = [1_000_000 * HOUR_MS, 1_000_096 * HOUR_MS];
    const zone = new ZoneOffsets(() => (at) => (at >= start && at < end ? HOUR_MS : 0));
    expect(zone.periodAt(start)).toEqual({
      startAt: start,
      endAt: end,
      offsetMs: HOUR_MS,
      wallBefore: start,
    });
  });

  it('keeps the last offset beyond what a Date can hold', () => {
    expect(zoneOffsets('Asia/Kathmandu').periodAt(8.64e15 + HOUR_MS).offsetMs).toBe(5.75 * HOUR_MS);
  });

  it.each([NaN, Infinity, -Infinity])('throws on %d, which is no instant', (at) => {
    expect(() => zoneOffsets('UTC').periodAt(at)).toThrow(RangeError);
  });
});
