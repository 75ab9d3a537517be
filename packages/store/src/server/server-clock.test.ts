import { createRecordingLogger, FakeClock, type RecordingLogger } from '@zenpulse/core/testing';
import { beforeEach, expect, it } from 'vitest';
import { createServerClock, type ServerClock } from './server-clock.ts';

let host: FakeClock;
let logger: RecordingLogger;
let clock: ServerClock;
beforeEach(() => {
  host = new FakeClock();
  logger = createRecordingLogger();
  clock = createServerClock(host, logger);
});

/** The server, whose clock is ahead by this much, answers in the middle of the round trip. */
const hear = (aheadMs: number, roundTripMs = 10, early = 0.5) =>
  clock.measured(async () => {
    host.block(roundTripMs * early);
    const now = host.now() + aheadMs;
    host.block(roundTripMs * (1 - early));
    return [{ now }];
  });
const offset = () => clock.now() - host.now();
const said = () => logger.lines.map(({ level, sentence }) => `${level}: ${sentence}`);

it('is the clock of the host until the server returns another time', () => {
  expect(offset()).toBe(0);
});

it.each([3_600_000, -3_600_000, 250, -250])(
  'is as far off as the time of the server: %i ms',
  async (aheadMs) => {
    await hear(aheadMs);
    expect(Math.abs(offset() - aheadMs)).toBeLessThanOrEqual(5);
  },
);

it('does not move for a difference that the round trip explains', async () => {
  await hear(3, 10);
  expect(offset()).toBe(0);
  await hear(90_000, 10);
  const stood = offset();
  for (const early of [0, 0.3, 1, 0.7]) await hear(90_000, 8, early);
  expect(offset()).toBe(stood);
});

it('believes a quick answer more than a slow one', async () => {
  await hear(5_000, 2_000, 0);
  expect(offset()).toBe(4_000);
  await hear(5_000, 2);
  expect(offset()).toBe(5_000);
  await hear(5_000, 60_000, 1);
  expect(offset()).toBe(5_000);
});

it('takes no answer for true during which the host was set', async () => {
  await clock.measured(async () => {
    host.stepWall(60_000);
    return [{ now: host.now() }];
  });
  await clock.measured(async () => []);
  expect(offset()).toBe(0);
});

it('warns once an episode of more than a second, with numbers', async () => {
  await hear(900);
  expect(said()).toEqual([]);
  await hear(-90_500);
  await hear(-90_600);
  expect(said()).toEqual([
    "warn: The clock of this host is 90.5 s ahead of the database's; schedules go by the database's",
  ]);
  await hear(0);
  await hear(2_000, 2);
  expect(said().slice(1)).toEqual([
    "info: The clock of this host agrees with the database's again",
    "warn: The clock of this host is 2.0 s behind the database's; schedules go by the database's",
  ]);
});

it('passes time and timers on as they are', async () => {
  await hear(3_600_000);
  let fired = 0;
  clock.setTimer(1_000, () => (fired += 1));
  clock.setBackgroundTimer(1_000, () => (fired += 1)).cancel();
  await host.advance(1_000);
  expect([fired, clock.monotonic()]).toEqual([1, host.monotonic()]);
});
