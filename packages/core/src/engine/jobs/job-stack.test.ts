import { expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { silentLogger } from '../../ports/index.ts';
import { describeThrown } from './describe-thrown.ts';
import { JobOutput } from './job-output.ts';
import { performJob } from './perform-job.ts';

it('keeps of a stack what is the job’s own', async () => {
  const clock = new FakeClock();
  const fail = (): never => {
    throw new Error('no mail server');
  };
  const performed = performJob({
    run: sampleRun(),
    job: { key: 'job', options: {}, definedAt: 'here', fn: () => fail() },
    clock,
    output: new JobOutput(silentLogger, 'job', 'run-1'),
  });
  const { thrown } = 'status' in performed ? performed : await performed.outcome;
  const lines = describeThrown(thrown?.value).traceback?.split('\n') ?? [];
  expect(lines[0]).toBe('Error: no mail server');
  expect(lines[1]).toMatch(/at fail \(.*job-stack\.test\.ts/);
  expect(lines.at(-1)).toContain('job-stack.test.ts');
  expect(lines.join()).not.toContain('perform-job');
});
