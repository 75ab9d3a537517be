import { describe, expect, it } from 'vitest';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' } as const;

/** Each start as `<runner> <variant>`: the job takes an hour in the first runner and no time in the others. */
const started: string[] = [];

const runnerNamed = (runnerId: string, beside?: TestRunner): TestRunner => {
  const runner: TestRunner = createTestRunner({
    isLocking: true,
    ...(beside && { beside }),
    settings: { runnerId, concurrency: 1 },
    jobs: {
      'report.send': ({ params }) => {
        started.push(`${runnerId} ${String(params['variant'])}`);
        return beside === undefined
          ? new Promise<void>((resolve) => void runner.clock.setTimer(3_600 * SECOND, resolve))
          : undefined;
      },
    },
  });
  return runner;
};

/** A runner that died long after it had queued `waits` behind `runs`; both are due once only. */
const deadWithOneThatWaits = async (): Promise<TestRunner> => {
  started.length = 0;
  const first = runnerNamed('runner-1');
  for (const variant of ['runs', 'waits']) {
    await first.schedule({
      ...tenSeconds,
      intervalValue: 3_600,
      misfireGraceTime: null,
      variant,
      params: { variant },
    });
  }
  await first.engine.start();
  await first.clock.advance(3_620 * SECOND);
  first.crash();
  expect(started).toEqual(['runner-1 runs']);
  return first;
};

/** Takes over while its own journal cannot be written. */
const adopterOnAFullDisk = async (first: TestRunner): Promise<TestRunner> => {
  const second = runnerNamed('runner-2', first);
  second.backend.journalRoom.isFull = true;
  await second.engine.start();
  await second.clock.advance(SECOND);
  expect(started).toEqual(['runner-1 runs', 'runner-2 waits']);
  return second;
};

const startedByAThird = async (first: TestRunner): Promise<readonly string[]> => {
  const third = runnerNamed('runner-3', first);
  await third.engine.start();
  await third.clock.advance(90 * SECOND);
  await third.stop();
  return started.filter((one) => one.startsWith('runner-3'));
};

const statusesOf = async (runner: TestRunner) =>
  (await runner.executions()).map(({ variant, status, reason }) => `${variant} ${status}/${reason}`).sort();

describe('a runner that takes over while the disk is full, and dies', () => {
  it('after its journal was written again: what it had ended does not start again', async () => {
    const first = await deadWithOneThatWaits();
    const second = await adopterOnAFullDisk(first);
    second.backend.journalRoom.isFull = false;
    await second.clock.advance(10 * SECOND);
    second.crash();
    expect(await startedByAThird(first)).toEqual([]);
    expect(await statusesOf(first)).toEqual(['runs interrupted/runner-died', 'waits success/null']);
  });

  it('before it could write a line: what it may have started is not resumed', async () => {
    const first = await deadWithOneThatWaits();
    const second = await adopterOnAFullDisk(first);
    second.crash();
    second.backend.journalRoom.isFull = false;
    expect(await startedByAThird(first)).toEqual([]);
    expect(await statusesOf(first)).toEqual(['runs interrupted/runner-died', 'waits success/null']);
  });
});

describe('a journal that was taken over', () => {
  it('is deleted within seconds after the own one is whole again', async () => {
    const first = await deadWithOneThatWaits();
    const second = await adopterOnAFullDisk(first);
    second.backend.journalRoom.isFull = false;
    await second.clock.advance(12 * SECOND);
    second.crash();
    const left = await second.backend.journalRoom.shelf().peek();
    expect(left.map(({ runnerId }) => runnerId)).toEqual(['runner-2']);
  });
});
