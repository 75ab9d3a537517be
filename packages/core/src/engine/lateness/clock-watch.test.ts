import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createRecordingLogger } from '../../testing/recording-logger.ts';
import { createTestRunner } from '../../testing/test-runner.ts';
import { ClockWatch } from './clock-watch.ts';
import { LoopWatch } from './loop-watch.ts';
import { LostTime } from './lost-time.ts';
import { RunnerEvents } from '../report/runner-events.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;

describe('the watch over the clock', () => {
  let clock: FakeClock;
  let events: RunnerEvents;
  let lost: LostTime;
  let running: string[];
  let watch: ClockWatch;
  beforeEach(() => {
    clock = new FakeClock();
    events = new RunnerEvents(clock, createRecordingLogger(), () => undefined);
    lost = new LostTime(clock);
    running = [];
    const loop = new LoopWatch({ clock, events, lost, running: () => running, watchdog: null });
    watch = new ClockWatch({ clock, events, lost, loop });
  });

  /** The events reported at the next check, a second later. */
  const said = async (meanwhile: () => void = () => undefined): Promise<readonly string[]> => {
    const before = events.recent.length;
    meanwhile();
    await clock.advance(SECOND);
    watch.look();
    return events.recent
      .slice(0, events.recent.length - before)
      .map(({ kind, text }) => `${kind}: ${text}`)
      .reverse();
  };

  it('reports nothing while time passes normally, however long', async () => {
    for (let look = 0; look < 100; look += 1) expect(await said()).toEqual([]);
  });

  it('reports a step forward once, and that the time is lost', async () => {
    expect(await said(() => clock.stepWall(90 * SECOND))).toEqual([
      'clock-forward: The clock was set forward by 90.0 s, or the machine slept',
    ]);
    expect(lost.mostOf(91 * SECOND)).toBe('clock');
    expect(await said()).toEqual([]);
  });

  it('reports a step back once, by which no time is lost', async () => {
    expect(await said(() => clock.stepWall(-30 * SECOND))).toEqual([
      'clock-back: The clock was set back by 30.0 s',
    ]);
    expect(lost.mostOf(31 * SECOND)).toBeNull();
    expect(await said()).toEqual([]);
  });

  it.each([-SECOND, -1, 1, SECOND])(
    'takes %i ms for what clocks do when they are disciplined',
    async (ms) => {
      for (let look = 0; look < 10; look += 1) expect(await said(() => clock.stepWall(ms))).toEqual([]);
    },
  );

  it('reports a machine that slept, whether the monotonic clock slept as well or went on', async () => {
    expect(await said(() => clock.stepWall(8 * HOUR))).toEqual([
      'clock-forward: The clock was set forward by 28800.0 s, or the machine slept',
    ]);
    expect(await said(() => clock.leap(8 * HOUR))).toEqual([
      'stalled: This runner was halted for 28801.0 s: its process was stopped, or a job blocked it',
    ]);
  });

  it('counts a process that was stopped as a standstill, from when it should have looked', async () => {
    expect(await said(() => clock.leap(9 * SECOND))).toEqual([
      'stalled: This runner was halted for 10.0 s: its process was stopped, or a job blocked it',
    ]);
    expect(lost.knownWithin('standstill', 0, clock.monotonic())).toBe(9 * SECOND);
    expect(await said()).toEqual([]);
  });

  it('does not report a block by a job a second time', async () => {
    running = ['report.send'];
    const [first, ...others] = await said(() => clock.block(20 * SECOND));
    expect([first, others]).toEqual([expect.stringContaining('report.send'), []]);
    expect(lost.knownWithin('blocked-loop', 0, clock.monotonic())).toBe(20 * SECOND);
  });

  it('distinguishes a step from a stopped process when both come at once', async () => {
    const both = await said(() => {
      clock.leap(9 * SECOND);
      clock.stepWall(-40 * SECOND);
    });
    expect(both).toEqual([
      'stalled: This runner was halted for 10.0 s: its process was stopped, or a job blocked it',
      'clock-back: The clock was set back by 40.0 s',
    ]);
  });

  it('sees each of two steps, and of two between two looks what is left', async () => {
    expect(await said(() => clock.stepWall(10 * SECOND))).toHaveLength(1);
    expect(await said(() => clock.stepWall(-10 * SECOND))).toHaveLength(1);
    const both = await said(() => {
      clock.stepWall(10 * SECOND);
      clock.stepWall(-10 * SECOND);
    });
    expect(both).toEqual([]);
  });
});

describe('a runner whose clock is set', () => {
  it('reports each step, and what was due in the time that was skipped', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    await runner.schedule({
      intervalValue: 10,
      intervalUnit: 'seconds',
      logPolicy: 'all',
      misfireGraceTime: 5,
    });
    await runner.engine.start();
    await runner.clock.advance(11 * SECOND);
    runner.clock.stepWall(45 * SECOND);
    await runner.clock.advance(2 * SECOND);
    const [report] = await runner.backend.runners.list();
    expect(report?.events.map(({ kind }) => kind)).toContain('clock-forward');
    await runner.stop();
    const rows = (await runner.executions()).map(({ status, reason, coalescedCount, lateReason }) => [
      status,
      reason,
      coalescedCount,
      lateReason,
    ]);
    expect(rows).toEqual([
      ['success', null, 1, null],
      ['missed', 'grace', 4, 'clock'],
    ]);
  });
});
