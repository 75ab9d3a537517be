import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger, StoreError, type DeletionOptions, type ExecutionFilter } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { Retention } from './retention.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('retention', () => {
  let clock: FakeClock;
  let isActive: boolean;
  let calls: { filter: ExecutionFilter; signal: AbortSignal | undefined }[];
  let upkeeps: number;
  let changesBefore: number[];
  let answer: () => Promise<number>;
  beforeEach(() => {
    clock = new FakeClock();
    isActive = true;
    calls = [];
    upkeeps = 0;
    changesBefore = [];
    answer = () => Promise.resolve(3);
  });

  const create = (days = 90) =>
    new Retention({
      clock,
      logger: silentLogger,
      days,
      isActive: () => isActive,
      figures: { prune: async () => 0 },
      changeRecords: { prune: async (before) => changesBefore.push(before) },
      executions: {
        upkeep: async () => void (upkeeps += 1),
        deleteWhere: (filter: ExecutionFilter, options?: DeletionOptions) => {
          calls.push({ filter, signal: options?.signal });
          return answer();
        },
      },
    });
  /** Lets time pass, with a look each second. */
  const pass = async (retention: Retention, ms: number, stepMs = 1_000) => {
    for (let left = ms; left > 0; left -= stepMs) {
      await clock.advance(stepMs);
      retention.look();
    }
    await clock.settle();
  };

  it('deletes changes older than a year, whatever the retention of executions', async () => {
    await pass(create(0), 10_000);
    expect(changesBefore).toEqual([expect.closeTo(clock.now() - 366 * DAY, -4)]);
  });

  it('comes seconds after a runner became active, and every six hours from then on', async () => {
    const retention = create();
    await pass(retention, 10_000);
    expect(calls.map(({ filter }) => filter)).toEqual([{ to: expect.closeTo(clock.now() - 90 * DAY, -4) }]);
    await pass(retention, 6 * HOUR - 60_000, 60_000);
    expect(calls).toHaveLength(1);
    await pass(retention, 2 * 60_000, 60_000);
    expect(calls).toHaveLength(2);
  });

  it('waits while another runner is active, and comes soon after a takeover', async () => {
    isActive = false;
    const retention = create();
    await pass(retention, 7 * HOUR, 60_000);
    expect(calls).toEqual([]);
    isActive = true;
    await pass(retention, 10_000);
    expect(calls).toHaveLength(1);
  });

  it('ends when this runner is no longer active, and when it stops', async () => {
    let finish: (count: number) => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    const retention = create();
    await pass(retention, 10_000);
    expect(calls[0]?.signal?.aborted).toBe(false);
    isActive = false;
    await pass(retention, 1_000);
    expect(calls[0]?.signal?.aborted).toBe(true);
    finish(1);
    isActive = true;
    await pass(retention, 10_000);
    expect(calls).toHaveLength(2);
    const stopped = retention.stop();
    expect(calls[1]?.signal?.aborted).toBe(true);
    finish(1);
    await stopped;
  });

  it('is tried again a minute after the database failed', async () => {
    answer = () => Promise.reject(new StoreError('store_unavailable', 'away'));
    const retention = create();
    await pass(retention, 10_000);
    expect(calls).toHaveLength(1);
    await pass(retention, 61_000);
    expect(calls).toHaveLength(2);
  });

  it('deletes nothing with 0 days, and keeps the indexes all the same', async () => {
    await pass(create(0), 7 * HOUR, 60_000);
    expect(calls).toEqual([]);
    expect(upkeeps).toBe(2);
  });
});
