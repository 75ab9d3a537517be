import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import { hasFailedLast, type RecentOccurrence } from '../domain/index.ts';
import type { JobFunction } from './index.ts';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const quiet = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'none' } as const;

/** Fails every third time. */
const thirdFails = (): JobFunction => {
  let times = 0;
  return () => {
    times += 1;
    if (times % 3 === 0) throw new TypeError(`order ${times} was refused`);
  };
};

const runnerNamed = (runnerId: string, fn: JobFunction, beside?: TestRunner): TestRunner =>
  createTestRunner({
    isLocking: true,
    ...(beside && { beside }),
    settings: { runnerId },
    jobs: { 'report.send': fn },
  });

const recentOf = async ({ backend }: TestRunner, id: string): Promise<readonly RecentOccurrence[]> =>
  (await backend.figures.recentOf([id])).get(id) ?? [];
const told = async (runner: TestRunner, id: string) =>
  (await recentOf(runner, id)).map(
    ({ status, attempts, isGuess }) => `${status} ${attempts}${isGuess ? ' guessed' : ''}`,
  );
const countsOf = async ({ backend, clock }: TestRunner, scheduleId: string | null) => {
  const found = await backend.figures.buckets({ scheduleId, from: 0, to: clock.now() + 1, step: 'day' });
  return Object.fromEntries(Object.entries(found[0]?.counts ?? {}).filter(([, count]) => count > 0));
};

describe('figures of a schedule whose runs leave no record', () => {
  it('reach the store once a minute, with groups of errors that have no message', async () => {
    const runner = runnerNamed('runner-1', thirdFails());
    const { id } = await runner.schedule(quiet);
    await runner.engine.start();
    await runner.clock.advance(61 * SECOND);
    const expected = ['success 1', 'success 1', 'fail 1', 'success 1', 'success 1'];
    expect(await told(runner, id)).toEqual(expected);
    expect(await runner.executions()).toEqual([]);
    expect(await countsOf(runner, id)).toEqual({ success: 4, fail: 1 });
    expect(await countsOf(runner, null)).toEqual({ success: 4, fail: 1 });
    const { items } = await runner.backend.figures.errorGroups({ limit: 10 });
    expect(items).toMatchObject([
      { jobKey: 'report.send', exceptionType: 'TypeError', count: 1, message: null, lastExecutionId: null },
    ]);
    const adds = runner.backend.calls.filter((call) => call === 'stats.add');
    expect(adds).toHaveLength(2); // the first notes that there was nothing to fill in
    await runner.stop();
  });

  it('survive the death of the runner, to the occurrence', async () => {
    const first = runnerNamed('runner-1', thirdFails());
    const { id } = await first.schedule(quiet);
    await first.engine.start();
    await first.clock.advance(95 * SECOND);
    first.crash();
    const second = runnerNamed('runner-2', () => undefined, first);
    await second.engine.start();
    await second.clock.advance(2 * SECOND);
    await second.stop();
    expect(await countsOf(second, id)).toEqual({ success: 6, fail: 3 });
    expect((await told(second, id)).join()).toBe(
      Array.from({ length: 3 }, () => 'success 1,success 1,fail 1').join(),
    );
    expect(second.backend.totals(id)).toMatchObject({ runs: 9, failures: 3 });
    const instants = (await second.backend.stats.instantsOf([id])).get(id);
    expect(instants === undefined ? null : hasFailedLast(instants)).toBe(true);
    const { items } = await second.backend.figures.errorGroups({ limit: 10 });
    expect(items).toMatchObject([{ count: 3 }]);
  });

  it('are counted once where the answer was lost before the runner died, and where its adopter dies too', async () => {
    const first = runnerNamed('runner-1', thirdFails());
    const { id } = await first.schedule(quiet);
    await first.engine.start();
    await first.clock.advance(61 * SECOND);
    first.backend.isAway = true;
    await first.clock.advance(60 * SECOND);
    first.crash();
    const second = runnerNamed('runner-2', () => undefined, first);
    first.backend.isAway = false;
    await second.engine.start();
    first.backend.isAway = true;
    await second.clock.advance(90 * SECOND);
    second.crash();
    first.backend.isAway = false;
    const third = runnerNamed('runner-3', () => undefined, second);
    await third.engine.start();
    await third.clock.advance(2 * SECOND);
    await third.stop();
    const { success = 0, fail = 0 } = await countsOf(third, id);
    expect(fail).toBe(4);
    expect(third.backend.totals(id)).toMatchObject({ runs: success + fail, failures: 4 });
  });

  it('say of a run under which the runner died that nobody saw its end', async () => {
    const first = runnerNamed('runner-1', () => new Promise(() => undefined));
    const { id } = await first.schedule(quiet);
    await first.engine.start();
    await first.clock.advance(11 * SECOND);
    first.crash();
    const second = runnerNamed('runner-2', () => undefined, first);
    await second.engine.start();
    await second.clock.advance(2 * SECOND);
    await second.stop();
    expect(await told(second, id)).toEqual(['interrupted 1 guessed']);
  });

  it('are in the report until the store has them', async () => {
    const runner = runnerNamed('runner-1', thirdFails());
    const { id } = await runner.schedule(quiet);
    await runner.engine.start();
    await runner.clock.advance(32 * SECOND);
    const fresh = async () => (await runner.backend.runners.list())[0]?.freshRecent ?? {};
    expect((await fresh())[id]).toHaveLength(3 * 24);
    await runner.clock.advance(30 * SECOND);
    expect((await fresh())[id]).toHaveLength(24); // the one of that minute's end
    await runner.stop();
  });
});

describe('an occurrence with several attempts', () => {
  const failing = (times: number): JobFunction => {
    return ({ attempt }) => {
      if (attempt <= times) throw new Error('not yet');
    };
  };
  const once = { ...quiet, intervalValue: 600, maxRetries: 2 };

  it('has one outcome, that of the last', async () => {
    const runner = runnerNamed('runner-1', failing(2));
    const { id } = await runner.schedule(once);
    await runner.engine.start();
    await runner.clock.advance(660 * SECOND);
    await runner.stop();
    expect(await told(runner, id)).toEqual(['success 3']);
    expect(await countsOf(runner, id)).toEqual({ success: 1 });
    expect(runner.backend.totals(id)).toMatchObject({ runs: 3, failures: 2 });
  });

  it('ends with the last one that was made where the next is given up, also by an adopter', async () => {
    for (const dies of [false, true]) {
      const first = runnerNamed('runner-1', failing(9));
      const { id } = await first.schedule({ ...once, maxRetries: 9 });
      await first.engine.start();
      await first.clock.advance(604 * SECOND);
      const last = dies ? runnerNamed('runner-2', failing(9), first) : first;
      if (dies) first.crash();
      await first.backend.schedules.change(id, 1, () => ({ enabled: false }), BY_TEST);
      if (dies) await last.engine.start();
      await last.clock.advance(30 * SECOND);
      await last.stop();
      const [one, ...others] = await recentOf(last, id);
      expect(one).toMatchObject({ status: 'fail', isGuess: false, durationMs: 0 });
      expect(one?.attempts).toBeGreaterThan(1);
      expect(others).toEqual([]);
    }
  });
});
