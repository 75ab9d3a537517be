import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

async function reported({ backend }: TestRunner, runnerId = 'runner-1') {
  const found = (await backend.runners.list()).find((runner) => runner.runnerId === runnerId);
  return found?.next ?? [];
}

const jobs = { 'report.send': () => undefined };

describe('what a runner reports as next', () => {
  it('is one occurrence a schedule, in order, and moves on when one has passed', async () => {
    const runner = createTestRunner({ jobs });
    const t0 = runner.clock.now();
    const [slow, quick] = [
      await runner.schedule({
        variant: 'slow',
        intervalValue: 90,
        intervalUnit: 'seconds',
        logPolicy: 'none',
      }),
      await runner.schedule({
        variant: 'quick',
        intervalValue: 60,
        intervalUnit: 'seconds',
        logPolicy: 'none',
      }),
    ];
    await runner.schedule({ variant: 'off', enabled: false });
    await runner.engine.start();
    await runner.clock.advance(2 * SECOND);
    expect(await reported(runner)).toEqual([
      [quick.id, t0 + MINUTE],
      [slow.id, t0 + 90 * SECOND],
    ]);
    await runner.clock.advance(MINUTE);
    expect(await reported(runner)).toEqual([
      [slow.id, t0 + 90 * SECOND],
      [quick.id, t0 + 2 * MINUTE],
    ]);
    await runner.backend.schedules.change(slow.id, 1, () => ({ enabled: false }), BY_TEST);
    await runner.clock.advance(2 * SECOND);
    expect(await reported(runner)).toEqual([[quick.id, t0 + 2 * MINUTE]]);
    await runner.stop();
  });

  it('is at most 200', async () => {
    const runner = createTestRunner({ jobs });
    for (let n = 0; n < 250; n += 1) await runner.schedule({ variant: `v${n}`, intervalValue: 400 - n });
    await runner.engine.start();
    await runner.clock.advance(2 * SECOND);
    const next = await reported(runner);
    expect(next).toHaveLength(200);
    expect(next.map(([, at]) => at)).toEqual(next.map(([, at]) => at).toSorted((a, b) => a - b));
    await runner.stop();
  });

  it('is nothing of a standby, and is there after it has taken over', async () => {
    const first = createTestRunner({ jobs, isLocking: true });
    const { id } = await first.schedule({ intervalValue: 1, intervalUnit: 'hours' });
    await first.engine.start();
    const second = createTestRunner({
      jobs,
      isLocking: true,
      beside: first,
      settings: { runnerId: 'runner-2' },
    });
    await second.engine.start();
    await first.clock.advance(2 * SECOND);
    expect(await reported(first)).toMatchObject([{ 0: id }]);
    expect(await reported(second, 'runner-2')).toEqual([]);
    await first.stop();
    await first.clock.advance(MINUTE);
    expect(await reported(second, 'runner-2')).toMatchObject([{ 0: id }]);
    await second.stop();
  });

  it('is not written again while nothing falls due', async () => {
    const runner = createTestRunner({ jobs });
    await runner.schedule({ intervalValue: 1, intervalUnit: 'hours' });
    await runner.engine.start();
    await runner.clock.advance(5 * MINUTE);
    let written = 0;
    const stop = runner.backend.changes.listen((kind) => {
      if (kind === 'runners') written += 1;
    });
    await runner.clock.advance(20 * SECOND); // less than until the next minute's task
    expect(written).toBe(0);
    stop();
    await runner.stop();
  });
});
