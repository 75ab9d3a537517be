import { expect, it } from 'vitest';
import { blockedLine } from './blocked-line.ts';

const line = (turn: string | null, going: readonly string[]) =>
  blockedLine({ blockedMs: 2_600, turn, going, waitedMs: 1_299 });

it('names the job that has the turn', () => {
  expect(line('report', ['report', 'mail'])).toBe(
    'zenpulse-runner: the event loop has been blocked for 2 s by the job "report"; nothing else can run, and the lease may be lost. Run it in a thread: isolation: \'thread\'',
  );
});

it('names the only job that runs, and all of several', () => {
  expect(line(null, ['report'])).toContain('blocked for 2 s while the job "report" runs;');
  expect(line(null, ['report', 'mail'])).toContain('by one of the jobs that run ("report", "mail");');
});

it('blames no job where the thread mostly waited for a processor', () => {
  const text = blockedLine({ blockedMs: 2_600, turn: 'report', going: ['report'], waitedMs: 1_300 });
  expect(text).toContain('stood still for 2 s because no processor was free; the machine is short of CPU');
  expect(text).not.toContain('report');
});
