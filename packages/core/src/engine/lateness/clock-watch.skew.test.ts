import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createRecordingLogger } from '../../testing/recording-logger.ts';
import { ClockWatch } from './clock-watch.ts';
import { RunnerEvents } from '../report/runner-events.ts';

describe('a clock that is corrected to a server’s', () => {
  let host: FakeClock;
  let skewMs: number;
  let events: RunnerEvents;
  let watch: ClockWatch;
  beforeEach(() => {
    host = new FakeClock();
    skewMs = 0;
    const clock: Clock = {
      now: () => host.now() + skewMs,
      monotonic: () => host.monotonic(),
      get skewMs() {
        return skewMs;
      },
      setTimer: (delayMs, fn) => host.setTimer(delayMs, fn),
      setBackgroundTimer: (delayMs, fn) => host.setBackgroundTimer(delayMs, fn),
      yieldTo: (fn) => host.yieldTo(fn),
    };
    events = new RunnerEvents(clock, createRecordingLogger(), () => undefined);
    watch = new ClockWatch({
      clock,
      events,
      lost: { skipped: () => undefined, knownWithin: () => 0 },
      loop: { look: () => undefined, wasStarvedSince: () => false },
    });
  });

  const lookAfterASecond = async () => {
    await host.advance(1_000);
    watch.look();
  };
  const told = () => events.recent.map(({ kind, text }) => `${kind}: ${text}`).reverse();

  it('reports its skew once, and its end; the correction is not a step of the clock', async () => {
    await lookAfterASecond();
    skewMs = 90_000;
    await lookAfterASecond();
    await lookAfterASecond();
    skewMs = 0;
    await lookAfterASecond();
    expect(told()).toEqual([
      "clock-skew: The clock of this host is 90.0 s behind the database's; schedules go by the database's",
      "clock-skew: The clock of this host agrees with the database's again",
    ]);
  });

  it('does not report a harmless skew', async () => {
    skewMs = -900;
    await lookAfterASecond();
    expect(told()).toEqual([]);
  });

  it('still notices a step of the host’s clock before the next correction', async () => {
    host.stepWall(30_000);
    await lookAfterASecond();
    skewMs = -30_000;
    await lookAfterASecond();
    expect(told()).toEqual([
      'clock-forward: The clock was set forward by 30.0 s, or the machine slept',
      "clock-skew: The clock of this host is 30.0 s ahead of the database's; schedules go by the database's",
    ]);
  });
});
