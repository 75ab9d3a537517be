import type { Overview } from '@zenpulse/contract';
import { createTestRunner, type TestRunner } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryInstallation } from '../../test/memory-installation.ts';
import type { Installation } from '../installation.ts';
import { overviewOf } from './overview-of.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let runner: TestRunner;
let installation: Installation;
let isFailing = true;
beforeEach(async () => {
  isFailing = true;
  runner = createTestRunner({
    isLocking: true,
    jobs: {
      good: () => undefined,
      bad: () => {
        if (isFailing) throw new TypeError(`no. ${Math.random()}`);
      },
      long: ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
    },
  });
  installation = await memoryInstallation(runner.backend);
});
afterEach(() => installation.known.close());

/** The page's clock goes on while it is worked out. */
async function overview(): Promise<Overview> {
  const found = overviewOf(installation);
  await runner.clock.advance(1);
  return found;
}
const every = (jobKey: string, seconds: number, more: object = {}) =>
  runner.schedule({ jobKey, intervalValue: seconds, intervalUnit: 'seconds', logPolicy: 'none', ...more });

describe('the overview', () => {
  it('of an empty installation says so', async () => {
    const now = new Date(runner.clock.now()).toISOString();
    const none = { success: 0, fail: 0, timeout: 0, interrupted: 0, missed: 0, skipped: 0 };
    expect(await overview()).toEqual({
      now,
      timezone: 'UTC',
      todaySince: `${now.slice(0, 10)}T00:00:00.000Z`,
      today: none,
      counts: {
        total: 0,
        failing: 0,
        missed: 0,
        running: 0,
        paused: 0,
        disabled: 0,
        unregistered: 0,
        damaged: 0,
        neverRan: 0,
      },
      runners: { active: null, standby: 0, silentSince: null },
      overdue: { due: 0, wouldRun: 0, wouldMiss: 0 },
      attention: { failing: [], missed: [], damaged: [], unregistered: [], errors: [] },
      running: [],
      next: [],
      hours: [],
      timeline: [],
    });
  });

  it('shows what runs, what is next and what the runner is', async () => {
    const long = await every('long', 30, { variant: 'night' });
    const good = await every('good', 3_000);
    await every('good', 4_000, { variant: 'off', enabled: false });
    await runner.engine.start();
    await runner.clock.advance(35 * SECOND);
    const { running, next, runners, overdue, timeline, counts } = await overview();
    expect(running).toMatchObject([
      { scheduleId: long.id, jobKey: 'long', variant: 'night', runnerId: 'runner-1', typicalMs: null },
    ]);
    expect(next.map(({ scheduleId }) => scheduleId)).toEqual([long.id, good.id]);
    expect(runners).toMatchObject({ active: { runnerId: 'runner-1' }, standby: 0, silentSince: null });
    expect([overdue, counts?.running, counts?.disabled]).toEqual([null, 1, 1]);
    const lane = timeline.find(({ scheduleId }) => scheduleId === long.id);
    expect(lane?.next).toHaveLength(60);
    expect(lane).toMatchObject({ pastSince: null, nextUntil: lane?.next.at(-1) });
    expect(timeline.find(({ scheduleId }) => scheduleId === good.id)).toMatchObject({
      past: [],
      next: [expect.any(String)],
      nextUntil: null,
    });
    await runner.stop();
  });

  it('says under every log policy what failed, and counts today', async () => {
    const bad = await every('bad', 20);
    const good = await every('good', 20);
    await every('nowhere', 40);
    const broken = await every('good', 60, { variant: 'broken' });
    runner.backend.editByHand(broken.id, { timezone: 'Nowhere' });
    await runner.engine.start();
    await runner.clock.advance(3 * MINUTE);
    const { attention, counts, today, hours, timeline } = await overview();
    expect(attention.failing).toMatchObject([{ id: bad.id, state: 'failing' }]);
    expect(attention.damaged).toMatchObject([{ id: broken.id, state: 'damaged' }]);
    expect(attention.unregistered).toMatchObject([{ jobKey: 'nowhere', state: 'unregistered' }]);
    expect(counts).toMatchObject({ failing: 1, damaged: 1, unregistered: 1 });
    const [group] = attention.errors;
    expect(attention.errors).toMatchObject([
      { jobKey: 'bad', exceptionType: 'TypeError', lastScheduleId: bad.id },
    ]);
    expect(group?.count).toBeGreaterThanOrEqual(6);
    expect([today.fail, today.success]).toEqual([group?.count, group?.count]);
    expect(hours.reduce((sum, { success }) => sum + success, 0)).toBe(today.success);
    const lane = timeline.find(({ scheduleId }) => scheduleId === good.id);
    expect(lane?.past.length).toBeGreaterThanOrEqual(today.success);
    expect(new Set(lane?.past.map(({ status }) => status))).toEqual(new Set(['success']));
    await runner.stop();
  });

  it('says where the past of a schedule begins that runs more often than is kept', async () => {
    const often = await every('good', 5);
    await runner.engine.start();
    await runner.clock.advance(4 * MINUTE);
    const laneOf = async () => (await overview()).timeline.find(({ scheduleId }) => scheduleId === often.id);
    expect(await laneOf()).toMatchObject({ pastSince: null });
    await runner.clock.advance(4 * MINUTE);
    const lane = await laneOf();
    expect(lane?.past).toHaveLength(60);
    expect(lane?.pastSince).toBe(lane?.past[0]?.at);
    expect(Date.parse(lane?.pastSince ?? '')).toBeGreaterThan(runner.clock.now() - 6 * MINUTE);
    await runner.stop();
  });

  it('says of overdue runs what a runner that starts then does', async () => {
    const once = await every('good', 60, { coalesce: true, misfireGraceTime: 120, logPolicy: 'all' });
    const each = await every('good', 45, {
      variant: 'each',
      coalesce: false,
      misfireGraceTime: 100,
      logPolicy: 'all',
    });
    const late = await every('good', 3_000, { variant: 'late', misfireGraceTime: 1, logPolicy: 'all' });
    await runner.engine.start();
    await runner.clock.advance(10 * SECOND);
    await runner.stop();
    await runner.clock.advance(60 * MINUTE + 5 * SECOND);
    const { overdue, runners, next } = await overview();
    expect(runners).toMatchObject({ active: null });
    expect(Date.parse(runners.silentSince ?? '')).toBeLessThan(runner.clock.now() - 59 * MINUTE);
    expect(next).toEqual([]);
    const second = createTestRunner({
      beside: runner,
      isLocking: true,
      jobs: { good: () => undefined },
      settings: { runnerId: 'runner-2' },
    });
    const from = (await runner.executions()).length;
    await second.engine.start();
    await runner.clock.advance(SECOND);
    const caughtUp = (await runner.executions()).slice(from);
    const ran = caughtUp.filter(({ status }) => status === 'success');
    const missed = caughtUp.filter(({ status }) => status === 'missed');
    const sum = (found: typeof caughtUp) =>
      found.reduce((all, { coalescedCount }) => all + coalescedCount, 0);
    expect(overdue).toEqual({ due: sum(caughtUp), wouldRun: ran.length, wouldMiss: sum(missed) });
    expect(new Set(caughtUp.map(({ scheduleId }) => scheduleId))).toEqual(
      new Set([once.id, each.id, late.id]),
    );
    await second.stop();
  });
});
