import { expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { numberedIds } from '../../testing/numbered-ids.ts';
import { runBookInMotion } from '../../testing/run-book-in-motion.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';

it('gives others their turn when jobs that end at once follow each other', async () => {
  const clock = new FakeClock();
  const newRunId = numberedIds('run');
  const order: string[] = [];
  const runs = runBookInMotion({
    clock,
    concurrency: 1,
    onEnded: () => undefined,
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
    runs.book.admit(sampleRun({ runId: newRunId(), schedule, scheduledAt }));
  }
  await clock.settle();
  expect(order).toHaveLength(8);
  expect(order.indexOf('others')).toBe(2);
});
