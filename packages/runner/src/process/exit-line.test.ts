import { expect, it } from 'vitest';
import { exitLine } from './exit-line.ts';

const line = (jobKeys: readonly string[], place: string | null = '/app/jobs.ts:7:5') =>
  exitLine({
    program: 'zenpulse-runner',
    askedCode: 2,
    code: 70,
    place,
    activity: { kind: 'running', jobKeys },
  });

it('names the call, the job that ran, and what to write instead', () => {
  expect(line(['report'])).toBe(
    'zenpulse-runner: process.exit(2) at /app/jobs.ts:7:5 ended this process while the job "report" ran. Throw an error instead, or run the job in a thread: isolation: \'thread\'. Exit code 70',
  );
});

it('names each job once, and says how many more ran', () => {
  expect(line(['a', 'b', 'a'])).toContain('while the jobs "a", "b" ran.');
  expect(line(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toContain('jobs "a", "b", "c", "d", "e" and 2 more ran.');
});

it('says that no job ran, and leaves out a place that is not known', () => {
  expect(line([], null)).toContain('process.exit(2) ended this process while no job ran');
});
