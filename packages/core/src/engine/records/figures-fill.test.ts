import { beforeEach, describe, expect, it } from 'vitest';
import type { Execution, LogPolicy, StoredSchedule } from '../../domain/index.ts';
import { silentLogger, StoreError } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createMemoryExecutionStore } from '../../testing/memory/memory-execution-store.ts';
import { createMemoryFiguresStore } from '../../testing/memory/memory-figures-store.ts';
import { createMemoryStatsStore } from '../../testing/memory/memory-stats-store.ts';
import { sampleExecution, sampleSchedule } from '../../testing/samples.ts';
import { FiguresFill } from './figures-fill.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;

describe('filling in figures from executions', () => {
  let clock: FakeClock;
  let executions: ReturnType<typeof createMemoryExecutionStore>;
  let figures: ReturnType<typeof createMemoryFiguresStore>;
  let stats: ReturnType<typeof createMemoryStatsStore>;
  let policy: LogPolicy;
  let since: number;
  let batches: number;
  let isAway: boolean;
  beforeEach(() => {
    clock = new FakeClock();
    executions = createMemoryExecutionStore();
    figures = createMemoryFiguresStore();
    stats = createMemoryStatsStore(figures);
    [policy, since, batches, isAway] = ['all', clock.now(), 0, false];
  });

  const create = () =>
    new FiguresFill({
      clock,
      logger: silentLogger,
      executions,
      figures,
      stats: {
        add: async (...batch) => {
          if (isAway) throw new StoreError('store_unavailable', 'away');
          batches += 1;
          await stats.add(...batch);
        },
      },
      scheduleOf: (id): StoredSchedule => ({
        isDamaged: false,
        schedule: sampleSchedule({ id, logPolicy: policy }),
      }),
      isActive: () => true,
      resumedAt: () => since,
    });
  const pass = async (fill: FiguresFill, seconds: number) => {
    for (let n = 0; n < seconds; n += 1) {
      fill.look();
      await clock.advance(SECOND);
    }
  };
  let ids = 0;
  const record = (hoursAgo: number, values: Partial<Execution> = {}) => {
    const at = since - hoursAgo * HOUR;
    ids += 1;
    return sampleExecution({
      id: `e${ids}`,
      scheduleId: 'a',
      scheduledAt: at,
      runTime: at,
      durationMs: 5,
      ...values,
    });
  };
  const ring = async () =>
    ((await figures.recentOf(['a'])).get('a') ?? []).map(({ status, attempts }) => `${status} ${attempts}`);

  it('goes seven days back, an hour a step, and skips hours without any', async () => {
    await executions.append([
      record(200),
      record(100, { status: 'fail', exceptionType: 'Error', exceptionMessage: 'no 5' }),
      record(99.5, { status: 'fail', exceptionType: 'Error', exceptionMessage: 'no 6' }),
      record(2),
      record(-1), // of this release
    ]);
    await pass(create(), 10);
    expect(await ring()).toEqual(['fail 1', 'fail 1', 'success 1']);
    expect(await figures.filled()).toEqual({ since, hours: 168 });
    expect(batches).toBe(3); // two hours, and the end
    const { items } = await figures.errorGroups({ limit: 9 });
    expect(items).toMatchObject([{ count: 2, message: 'no 6' }]);
  });

  it('takes an occurrence with several attempts once, also over the border of an hour', async () => {
    const at = since - 2 * HOUR - 500;
    const attempt = (attempt: number, status: Execution['status'], runTime: number) =>
      record(0, { scheduledAt: at, runTime, attempt, status, origin: attempt === 1 ? 'schedule' : 'retry' });
    await executions.append([attempt(1, 'fail', at), attempt(2, 'success', at + 1_000)]);
    await pass(create(), 5);
    expect(await ring()).toEqual(['success 2']);
  });

  it('ends an occurrence whose retry was given up with the attempt before', async () => {
    const at = since - HOUR / 2;
    await executions.append([
      record(0.5, { scheduledAt: at, runTime: at, status: 'timeout' }),
      record(0.5, {
        scheduledAt: at,
        runTime: at + 9,
        attempt: 2,
        status: 'missed',
        durationMs: null,
        origin: 'retry',
      }),
    ]);
    await pass(create(), 5);
    expect(await ring()).toEqual(['timeout 1']);
  });

  it('takes only errors of schedules of which not each run was recorded', async () => {
    policy = 'failures';
    await executions.append([record(3, { status: 'fail', exceptionType: 'Error', exceptionMessage: 'no' })]);
    await pass(create(), 5);
    expect(await ring()).toEqual([]);
    expect((await figures.errorGroups({ limit: 9 })).items).toHaveLength(1);
  });

  it('happens once, and is continued by another runner', async () => {
    await executions.append([record(3), record(5), record(7)]);
    await pass(create(), 2);
    isAway = true;
    const interrupted = create();
    await pass(interrupted, 3);
    isAway = false;
    since = clock.now(); // the next one begins to fire later
    await pass(create(), 10);
    expect(await ring()).toEqual(['success 1', 'success 1', 'success 1']);
    const done = batches;
    await executions.append([record(1)]);
    await pass(create(), 5);
    expect(batches).toBe(done);
    expect(await ring()).toHaveLength(3);
  });

  it('notes at once that there is nothing to fill in', async () => {
    await pass(create(), 3);
    expect(await figures.filled()).toEqual({ since, hours: 168 });
    expect(batches).toBe(1);
  });
});
