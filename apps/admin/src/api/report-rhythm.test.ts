import { describe, expect, it } from 'vitest';
import { ReportRhythm } from './report-rhythm.ts';

const heardEvery = (everyMs: number, times: number) => {
  const rhythm = new ReportRhythm();
  for (let n = 0; n < times; n += 1) rhythm.heard(n * everyMs);
  return rhythm;
};

describe('the silence of runners', () => {
  it('begins two and a half heartbeats after the last report', () => {
    expect(heardEvery(10_000, 4).silentAt()).toBe(30_000 + 25_000 + 1_500);
    expect(heardEvery(1_000, 4).silentAt()).toBe(3_000 + 5_000 + 1_500);
  });

  it('is not expected before the rhythm is known', () => {
    expect(heardEvery(10_000, 1).silentAt()).toBeNull();
  });

  it('is noticed once, and again after a report', () => {
    const rhythm = heardEvery(10_000, 3);
    expect(rhythm.noticeSilence(46_000)).toBe(false);
    expect(rhythm.noticeSilence(47_000)).toBe(true);
    expect(rhythm.noticeSilence(60_000)).toBe(false);
    rhythm.heard(70_000);
    expect(rhythm.silentAt()).toBeGreaterThan(70_000);
  });

  it('takes the longest of the newest gaps: a busy runner reports more often than its heartbeat', () => {
    const rhythm = heardEvery(10_000, 3);
    for (const at of [21_000, 22_000, 23_000]) rhythm.heard(at);
    expect(rhythm.silentAt()).toBe(23_000 + 25_000 + 1_500);
    for (let at = 24_000; at < 150_000; at += 1_000) rhythm.heard(at);
    expect(rhythm.silentAt()).toBe(149_000 + 5_000 + 1_500);
  });
});
