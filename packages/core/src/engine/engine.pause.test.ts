import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import type { ScheduleChange, ScheduleFields } from '../domain/index.ts';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';

const SECOND = 1_000;
const at = (seconds: number) => new Date(REFERENCE_INSTANT + seconds * SECOND).toISOString();

/** A running engine with a schedule of every ten seconds, whose job records its start in seconds. */
async function running(fields: Partial<ScheduleFields> = {}, jobMs = 0, options: TestRunnerOptions = {}) {
  const started: number[] = [];
  const job = async (): Promise<void> => {
    started.push((runner.clock.now() - REFERENCE_INSTANT) / SECOND);
    if (jobMs > 0) await new Promise<void>((resolve) => void runner.clock.setTimer(jobMs, resolve));
  };
  const runner = createTestRunner({ jobs: { 'report.send': job, other: job }, ...options });
  const every = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' } as const;
  const { id } = await runner.schedule({ ...every, misfireGraceTime: null, ...fields });
  await runner.engine.start();
  let version = 1;
  const change = async (values: ScheduleChange) => {
    await runner.backend.schedules.change(id, version, () => values, BY_TEST);
    version += 1;
  };
  return { runner, id, started, change };
}

describe('a pause', () => {
  it('ends by itself: what is due exactly then runs, and nothing before it is caught up or missed', async () => {
    const { runner, started, change } = await running();
    await runner.clock.advance(11 * SECOND);
    await change({ pausedUntil: at(40) });
    await runner.clock.advance(40 * SECOND);
    expect(started).toEqual([10, 40, 50]);
    expect(await runner.executions()).toHaveLength(3);
    await runner.stop();
  });

  it('that is shortened or lengthened holds until its new end', async () => {
    const { runner, started, change } = await running();
    await runner.clock.advance(11 * SECOND);
    await change({ pausedUntil: at(100) });
    await runner.clock.advance(10 * SECOND);
    await change({ pausedUntil: at(35) });
    await runner.clock.advance(5 * SECOND);
    await change({ pausedUntil: at(55) });
    await runner.clock.advance(40 * SECOND);
    expect(started).toEqual([10, 60]);
    await runner.stop();
  });

  it('that is ended catches up nothing', async () => {
    const { runner, started, change } = await running();
    await runner.clock.advance(11 * SECOND);
    await change({ pausedUntil: at(1_000) });
    await runner.clock.advance(34 * SECOND);
    await change({ pausedUntil: null });
    await runner.clock.advance(6 * SECOND);
    expect(started).toEqual([10, 50]);
    expect(await runner.executions()).toHaveLength(2);
    await runner.stop();
  });

  it('lets what runs finish, and gives up what waits for a place', async () => {
    const { runner, id, change } = await running({}, 25 * SECOND, { settings: { concurrency: 1 } });
    await runner.schedule({ jobKey: 'other', intervalValue: 9, intervalUnit: 'seconds', logPolicy: 'all' });
    await runner.clock.advance(12 * SECOND);
    await change({ pausedUntil: at(500) });
    await runner.clock.advance(60 * SECOND);
    const own = (await runner.executions()).filter(({ scheduleId }) => scheduleId === id);
    expect(own).toMatchObject([{ status: 'skipped', reason: 'cancelled', durationMs: null }]);
    await runner.stop();
  });

  it('gives up the retries that wait, and allows none for a run that fails meanwhile', async () => {
    let runs = 0;
    const fail = async () => {
      runs += 1;
      await new Promise<void>((resolve) => void runner.clock.setTimer(3 * SECOND, resolve));
      throw new Error('always');
    };
    const runner = createTestRunner({ jobs: { 'report.send': fail } });
    const { id } = await runner.schedule({ intervalValue: 60, intervalUnit: 'seconds', maxRetries: 5 });
    await runner.engine.start();
    await runner.clock.advance(61 * SECOND);
    await runner.backend.schedules.change(id, 1, () => ({ pausedUntil: at(3_600) }), BY_TEST);
    await runner.clock.advance(60 * SECOND);
    expect(runs).toBe(1);
    await runner.stop();
  });

  it('lets runs by hand start', async () => {
    const { runner, id, started, change } = await running();
    await change({ pausedUntil: at(1_000) });
    await runner.clock.advance(5 * SECOND);
    await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
    expect(started).toHaveLength(1);
    await runner.stop();
  });
});
