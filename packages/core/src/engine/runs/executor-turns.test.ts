import { expect, it } from 'vitest';
import { silentLogger } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { numberedIds } from '../../testing/numbered-ids.ts';
import { noJournal, noLoop, sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { Executor } from './executor.ts';

it('gives others their turn when jobs that end at once follow each other', async () => {
  const clock = new FakeClock();
  const newRunId = numberedIds('run');
  const order: string[] = [];
  const executor = new Executor({
    clock,
    logger: silentLogger,
    concurrency: 1,
    journal: noJournal,
    loop: noLoop,
    threads: null,
    mayStart: () => true,
    lateReason: () => 'grace',
    onStart: () => undefined,
    onChange: () => undefined,
    onResult: () => undefined,
    jobOf: (key) => ({
      key,
      options: {},
      definedAt: 'test',
      fn: () => {
        clock.block(2);
        order.push('a run');
      },
    }),
  });
  const scheduledAt = clock.now();
  clock.yieldTo(() => order.push('others'));
  for (let n = 0; n < 7; n += 1) {
    const schedule = sampleSchedule({ id: `schedule-${n}` });
    executor.submit(sampleRun({ runId: newRunId(), schedule, scheduledAt }));
  }
  await clock.settle();
  expect(order).toHaveLength(8);
  expect(order.indexOf('others')).toBe(2);
});
