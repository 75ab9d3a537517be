import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner, type TestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';
import type { JobFunction } from './jobs/job-registry.ts';

const SECOND = 1_000;
const failing = () => {
  throw new Error('always');
};
const tenSeconds = {
  intervalValue: 10,
  intervalUnit: 'seconds',
  logPolicy: 'all',
  maxRetries: 3,
  misfireGraceTime: null,
} as const;

const runnerOf = (job: JobFunction, options: TestRunnerOptions = {}): TestRunner =>
  createTestRunner({ jobs: { 'report.send': job }, ...options });

const told = async (runner: TestRunner): Promise<string[]> =>
  (await runner.executions())
    .toSorted((a, b) => a.scheduledAt - b.scheduledAt || a.attempt - b.attempt)
    .map(({ scheduledAt, status, reason, attempt }) => {
      const second = (scheduledAt - REFERENCE_INSTANT) / SECOND;
      return `${second}#${attempt} ${status}${reason === null ? '' : `/${reason}`}`;
    });

describe('a retry of an earlier occurrence', () => {
  it('is superseded by the next occurrence during its pause, and recorded', async () => {
    const runner = runnerOf(failing);
    await runner.schedule({ ...tenSeconds, intervalValue: 2 });
    await runner.engine.start();
    await runner.clock.advance(4 * SECOND);
    await runner.stop();
    expect((await told(runner)).slice(0, 3)).toEqual(['2#1 fail', '2#2 fail', '2#3 missed/superseded']);
  });

  it('is given up at once when its run failed after the next occurrence had started', async () => {
    const runner: TestRunner = runnerOf(
      ({ scheduledAt }) =>
        new Promise<void>((_resolve, reject) => {
          const isFirst = scheduledAt.getTime() === REFERENCE_INSTANT + 10 * SECOND;
          runner.clock.setTimer(isFirst ? 12 * SECOND : 0, () => reject(new Error('late')));
        }),
    );
    await runner.schedule({ ...tenSeconds, maxInstances: 2 });
    await runner.engine.start();
    await runner.clock.advance(23 * SECOND);
    expect((await told(runner)).slice(0, 2)).toEqual(['10#1 fail', '10#2 missed/superseded']);
    await runner.stop();
  });

  it('left by a dead runner is superseded by what another has decided since', async () => {
    const first = runnerOf(failing, { isLocking: true });
    await first.schedule(tenSeconds);
    await first.engine.start();
    await first.clock.advance(16 * SECOND); // the fourth attempt is due at 17
    const next = (runnerId: string) =>
      runnerOf(() => undefined, {
        beside: first,
        isLocking: true,
        settings: { runnerId, hostname: 'host-2', pid: 2 },
      });
    first.crash('unseen'); // its journal is where no runner looks yet
    const second = next('runner-2');
    await second.engine.start();
    await second.clock.advance(60 * SECOND);
    await second.stop();
    first.backend.journalRoom.markDead('runner-1');
    const third = next('runner-3');
    await third.engine.start();
    await third.clock.advance(5 * SECOND);
    await third.stop();
    const rows = await told(third);
    expect(rows).toContain('10#4 missed/superseded');
    expect(rows.filter((row) => row.startsWith('10#4'))).toHaveLength(1);
  });
});

describe('an earlier occurrence that goes on after others were decided elsewhere', () => {
  it('runs, and is not tried again when it fails', async () => {
    const first: TestRunner = runnerOf(
      () => new Promise<void>((resolve) => void first.clock.setTimer(3_600 * SECOND, resolve)),
      { isLocking: true, settings: { concurrency: 1 } },
    );
    await first.schedule({ ...tenSeconds, variant: 'busy', intervalValue: 59, maxRetries: 0 });
    await first.schedule({ ...tenSeconds, intervalValue: 60 });
    await first.engine.start();
    await first.clock.advance(66 * SECOND); // the one of 60 waits for a place
    first.crash('unseen');
    const next = (runnerId: string, job: JobFunction) =>
      runnerOf(job, {
        beside: first,
        isLocking: true,
        settings: { runnerId, hostname: 'host-2', pid: 2 },
      });
    const second = next('runner-2', () => undefined);
    await second.engine.start();
    await second.clock.advance(70 * SECOND);
    await second.stop();
    first.backend.journalRoom.markDead('runner-1');
    const third = next('runner-3', failing);
    await third.engine.start();
    await third.clock.advance(5 * SECOND);
    await third.stop();
    expect((await told(third)).filter((row) => row.startsWith('60#'))).toEqual([
      '60#1 fail',
      '60#2 missed/superseded',
    ]);
  });
});

describe('a retry that waits for a place', () => {
  it('leaves its slot to the next occurrence', async () => {
    const runner: TestRunner = runnerOf(
      ({ params }) =>
        params['isBusy'] === true
          ? new Promise<void>((resolve) => void runner.clock.setTimer(15 * SECOND, resolve))
          : failing(),
      { settings: { concurrency: 1 } },
    );
    await runner.schedule({ ...tenSeconds, maxRetries: 1 });
    await runner.schedule({ ...tenSeconds, variant: 'busy', params: { isBusy: true } });
    await runner.engine.start();
    await runner.clock.advance(25 * SECOND);
    await runner.stop();
    const rows = (await runner.executions()).filter(({ variant }) => variant === '');
    expect(rows.map(({ attempt, status }) => `#${attempt} ${status}`)).toEqual([
      '#1 fail',
      '#2 skipped',
      '#1 fail',
    ]);
  });
});
