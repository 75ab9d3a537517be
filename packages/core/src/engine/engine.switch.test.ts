import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { createTestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';

const SECOND = 1_000;

async function running(options: TestRunnerOptions = {}) {
  const started: number[] = [];
  const runner = createTestRunner({
    jobs: { 'report.send': () => void started.push((runner.clock.now() - REFERENCE_INSTANT) / SECOND) },
    ...options,
  });
  const every = { intervalValue: 10, intervalUnit: 'seconds', misfireGraceTime: null } as const;
  const { id } = await runner.schedule({ ...every, logPolicy: 'all' });
  await runner.engine.start();
  return { runner, id, started };
}

describe('the switch that stops all firing', () => {
  it('reaches the runner as a change does, lets runs by hand start, and catches up nothing', async () => {
    const { runner, id, started } = await running();
    const { calendar } = runner.backend;
    await runner.clock.advance(11 * SECOND);
    await calendar.stopFiring({ reason: 'a move', actor: 'Ann' });
    await runner.clock.advance(20 * SECOND);
    expect(runner.engine.gauges()).toMatchObject({ isFiringStopped: true, schedules: 0 });
    await runner.runNow(id);
    await runner.clock.advance(SECOND);
    expect(started).toHaveLength(2);
    await runner.clock.advance(13 * SECOND);
    await calendar.resumeFiring();
    await runner.clock.advance(6 * SECOND);
    expect(started.slice(2)).toEqual([50]);
    expect(runner.engine.gauges()).toMatchObject({ isFiringStopped: false, schedules: 1 });
    await runner.stop();
  });

  it('holds for schedules that are made meanwhile, and for a runner that starts while it is off', async () => {
    const { runner, started } = await running();
    await runner.backend.calendar.stopFiring({ reason: null, actor: null });
    await runner.schedule({ jobKey: 'report.send', variant: 'b', intervalValue: 1, intervalUnit: 'seconds' });
    await runner.clock.advance(30 * SECOND);
    expect(started).toEqual([]);
    await runner.stop();
  });

  it('gives up the retries that wait', async () => {
    let runs = 0;
    const fail = () => {
      runs += 1;
      throw new Error('always');
    };
    const { runner } = await running({ jobs: { 'report.send': fail } });
    await runner.schedule({ variant: 'b', intervalValue: 100, intervalUnit: 'seconds', maxRetries: 9 });
    await runner.clock.advance(100 * SECOND);
    const before = runs;
    await runner.backend.calendar.stopFiring({ reason: null, actor: null });
    await runner.clock.advance(300 * SECOND);
    expect(runs).toBe(before);
    await runner.stop();
  });

  it('is off for good in a process whose settings say so', async () => {
    const { runner, started } = await running({ settings: { isPaused: true } });
    await runner.backend.calendar.resumeFiring();
    await runner.clock.advance(30 * SECOND);
    expect(started).toEqual([]);
    await runner.stop();
  });
});

describe('a blackout window', () => {
  it('suppresses what falls into it, for the schedules that refer to it, and is followed when it changes', async () => {
    const { runner, id, started } = await running();
    const at = (seconds: number) => new Date(REFERENCE_INSTANT + seconds * SECOND).toISOString().slice(0, 16);
    const minute = (from: number, to: number) => ({
      name: 'move',
      definition: { timezone: 'UTC', weekly: [], dates: [{ from: at(from), to: at(to) }] },
    });
    await runner.backend.schedules.change(id, 1, () => ({ blackouts: ['move', 'unknown'] }), BY_TEST);
    await runner.clock.advance(31 * SECOND);
    await runner.backend.calendar.putBlackout(minute(60, 120));
    await runner.clock.advance(80 * SECOND);
    expect(started).toEqual([10, 20, 30, 40, 50]);
    await runner.backend.calendar.removeBlackout('move');
    await runner.clock.advance(20 * SECOND);
    expect(started.slice(5)).toEqual([120, 130]);
    expect(await runner.executions()).toHaveLength(7);
    await runner.stop();
  });
});
