import { expect, it } from 'vitest';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';
import type { JobContext } from './index.ts';

const reported = async ({ backend }: TestRunner) =>
  (await backend.runners.list()).flatMap(({ runningNow }) => runningNow.map(({ progress }) => progress));

/** A runner whose job waits, and the context that the job got. */
async function waiting(): Promise<{ runner: TestRunner; context: JobContext }> {
  let context: JobContext | null = null;
  const runner = createTestRunner({
    jobs: {
      'report.send': (given) => {
        context = given;
        return new Promise((resolve) => given.signal.addEventListener('abort', resolve));
      },
    },
  });
  await runner.schedule({ intervalValue: 60, intervalUnit: 'seconds' });
  await runner.engine.start();
  await runner.clock.advance(62_000);
  if (context === null) throw new Error('expected a run');
  return { runner, context };
}

it('what a job says of its progress is in the next report, with a total or without', async () => {
  const { runner, context } = await waiting();
  expect(await reported(runner)).toEqual([undefined]);
  const { progress } = context; // as a job takes it
  progress(3);
  await runner.clock.advance(1_000);
  expect(await reported(runner)).toEqual([{ done: 3, total: null }]);
  progress(4, 10);
  progress(5, 10);
  await runner.clock.advance(1_000);
  expect(await reported(runner)).toEqual([{ done: 5, total: 10 }]);
  await runner.stop();
});

it("what is no number is ignored, and never the job's trouble", async () => {
  const { runner, context } = await waiting();
  context.progress(2, 10);
  const anything = context.progress as (...values: readonly unknown[]) => void;
  for (const bad of [Number.NaN, -1, Infinity, '7', null, undefined, {}, Symbol('x'), () => 1]) {
    anything(bad, 10);
    if (bad !== undefined && bad !== null) anything(1, bad);
  }
  await runner.clock.advance(1_000);
  expect(await reported(runner)).toEqual([{ done: 2, total: 10 }]);
  await runner.stop();
});
