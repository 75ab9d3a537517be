import { expect, it } from 'vitest';
import { runningText } from './running-text.ts';

const START = Date.parse('2026-01-31T08:30:00.000Z');
const iso = (seconds: number) => new Date(START + seconds * 1_000).toISOString();
const run = { startedAt: iso(0), timedOutAt: null, cancelledAt: null };

it('counts whole seconds, and never below zero', () => {
  expect(runningText(run, START + 12_900)).toEqual({ elapsed: '12 s', told: null });
  expect(runningText(run, START - 5_000).elapsed).toBe('less than 1 s');
});

it('shows how long ago a run should have stopped that keeps its slot', () => {
  expect(runningText({ ...run, timedOutAt: iso(60) }, START + 72_000)).toEqual({
    elapsed: '1 min 12 s',
    told: 'timed out 12 s ago, still running: it keeps its slot until it returns',
  });
  expect(runningText({ ...run, cancelledAt: iso(10) }, START + 72_000).told).toMatch(
    /^cancelled 1 min 2 s ago/,
  );
});
