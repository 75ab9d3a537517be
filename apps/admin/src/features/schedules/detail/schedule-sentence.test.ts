import { describe, expect, it } from 'vitest';
import { endText, nextSentence } from './schedule-sentence.ts';

const now = Date.parse('2026-01-31T20:21:00Z');
const next = Date.parse('2026-02-01T01:15:00Z');
const item = { state: 'ok', enabled: true, problems: [] } as const;

describe('when a schedule runs next', () => {
  it('is counted down, and given in the zone', () => {
    expect(nextSentence(item, next, true, 'Europe/Berlin', now)).toBe(
      'Next run in 4 h 54 min (1 Feb, 02:15 GMT+1).',
    );
  });

  it('is not promised while no runner is active', () => {
    expect(nextSentence(item, next, false, 'UTC', now)).toBe('Due 1 Feb, 01:15 UTC; it waits for a runner.');
  });

  it('is after a pause, with its end and its reason', () => {
    const paused = { ...item, state: 'paused', pausedUntil: '2026-02-01T01:00:00Z' } as const;
    const reason = { pauseReason: 'the database is moved' };
    expect(nextSentence({ ...paused, ...reason }, next, true, 'UTC', now)).toBe(
      'It is paused until 1 Feb, 01:00 UTC: the database is moved.',
    );
    expect(nextSentence(paused, next, true, 'UTC', now)).toBe('It is paused until 1 Feb, 01:00 UTC.');
    const ended = { ...paused, pausedUntil: '2026-01-31T20:20:00Z' };
    expect(nextSentence(ended, next, true, 'UTC', now)).toMatch(/^Next run in/);
  });

  it('is never, with the reason', () => {
    const of = (changes: object, at: number | null = null) =>
      nextSentence({ ...item, ...changes }, at, true, 'UTC', now);
    expect(of({})).toBe('There is no further run.');
    expect(of({ enabled: false })).toBe('It is disabled, and does not run.');
    expect(of({ problems: [{ path: 'cronHour', message: 'wrong' }] })).toMatch(/^It is damaged/);
    expect(of({ state: 'unregistered' }, next)).toMatch(/^No runner has its job registered/);
  });
});

it('the end of a run is a verb, its age, and its attempts if there were several', () => {
  expect(endText('fail', now - 130_000, 3, now)).toBe('failed 2 min ago after 3 attempts');
  expect(endText('missed', now - 3_600_000, 0, now)).toBe('was missed 1 h ago');
});
