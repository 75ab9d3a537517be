import { BY_TEST } from '../testing/samples.ts';
import { describe, expect, it } from 'vitest';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const tenSeconds = { intervalValue: 10, intervalUnit: 'seconds', logPolicy: 'all' } as const;

describe('a store that is away', () => {
  it('stops no job, and its executions arrive later, each once', async () => {
    let runs = 0;
    const runner = createTestRunner({ jobs: { 'report.send': () => (runs += 1) } });
    const { id } = await runner.schedule(tenSeconds);
    await runner.engine.start();
    await runner.clock.advance(15 * SECOND);
    runner.backend.isAway = true;
    await runner.clock.advance(5 * MINUTE);
    expect(runs).toBe(31);
    expect((await runner.backend.runners.list())[0]?.problems.join()).toContain('executions wait');
    runner.backend.isAway = false;
    await runner.clock.advance(20 * SECOND);
    const due = (await runner.executions()).map(({ scheduledAt }) => scheduledAt);
    expect(due).toHaveLength(33);
    expect(new Set(due).size).toBe(33);
    await runner.clock.advance(MINUTE);
    expect((await runner.backend.runners.list())[0]?.problems).toEqual([]);
    await runner.stop();
    expect(runner.backend.totals(id).runs).toBe(runs);
  });

  it('shows edits as soon as it is back', async () => {
    const started: string[] = [];
    const note = ({ jobKey }: { jobKey: string }) => started.push(jobKey);
    const runner = createTestRunner({ jobs: { a: note, b: note } });
    const a = await runner.schedule({ ...tenSeconds, jobKey: 'a' });
    await runner.engine.start();
    await runner.backend.schedules.change(a.id, 1, () => ({ enabled: false }), BY_TEST);
    await runner.schedule({ ...tenSeconds, jobKey: 'b' });
    runner.backend.isAway = true;
    await runner.clock.advance(SECOND);
    runner.backend.isAway = false;
    await runner.clock.advance(20 * SECOND);
    expect(started[0]).toBe('b');
    expect(started).not.toContain('a');
    await runner.stop();
  });

  it('keeps runs by hand: the request is taken when it is back', async () => {
    let runs = 0;
    const runner = createTestRunner({ jobs: { 'report.send': () => (runs += 1) } });
    const { id } = await runner.schedule({ ...tenSeconds, enabled: false });
    await runner.engine.start();
    await runner.runNow(id);
    runner.backend.isAway = true;
    await runner.clock.advance(5 * SECOND);
    runner.backend.isAway = false;
    await runner.clock.advance(11 * SECOND);
    expect(runs).toBe(1);
    await runner.stop();
  });
});

describe('the lease', () => {
  const two = async () => {
    const started: string[] = [];
    const job = (name: string) => ({ 'report.send': () => started.push(name) });
    const first = createTestRunner({ jobs: job('first'), isLocking: true });
    const second = createTestRunner({
      jobs: job('second'),
      isLocking: true,
      beside: first,
      settings: { runnerId: 'runner-2' },
    });
    const { id } = await first.schedule(tenSeconds);
    await first.engine.start();
    await second.engine.start();
    return { first, second, started, id, clock: first.clock };
  };
  const states = async ({ backend }: TestRunner) =>
    (await backend.runners.list()).map(({ runnerId, state }) => `${runnerId} ${state}`);

  it('lets one runner fire while the other stands by', async () => {
    const { first, second, started, clock } = await two();
    await clock.advance(31 * SECOND);
    expect(started).toEqual(['first', 'first', 'first']);
    expect(await states(first)).toEqual(['runner-1 active', 'runner-2 standby']);
    await first.stop();
    await second.stop();
  });

  it('goes to the standby when the holder stops, and nothing runs twice', async () => {
    const { first, second, started, clock } = await two();
    await clock.advance(15 * SECOND);
    await first.engine.stop();
    await clock.advance(25 * SECOND);
    expect(started).toEqual(['first', 'second', 'second', 'second']);
    const due = (await first.executions()).map(({ scheduledAt }) => scheduledAt);
    expect(new Set(due).size).toBe(due.length);
    await second.stop();
  });

  it('that is lost turns the holder into a standby', async () => {
    const { first, second, started, clock } = await two();
    await clock.advance(10_500);
    first.backend.revokeLease('it slept for too long');
    await clock.advance(20 * SECOND); // the second waits until the first can start nothing any more
    expect(started.slice(0, 2)).toEqual(['first', 'second']);
    expect(await states(first)).toEqual(['runner-1 standby', 'runner-2 active']);
    await first.stop();
    await second.stop();
  });

  it('leaves runs by hand to its holder', async () => {
    const { first, second, started, id, clock } = await two();
    const runId = await second.runNow(id);
    await clock.advance(SECOND);
    expect(started).toEqual(['first']);
    expect(await first.backend.executions.get(runId)).toMatchObject({ status: 'success' });
    await first.stop();
    await second.stop();
  });

  it('brings along the runs by hand that waited, also when the store was away at that moment', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined }, isLocking: true });
    const other = runner.backend.createLease('other', 'locking');
    other.start({
      onAcquired: () => undefined,
      onLost: () => undefined,
      onWaiting: () => undefined,
      processedUntil: async () => null,
    });
    const { id } = await runner.schedule({ ...tenSeconds, enabled: false });
    await runner.engine.start();
    await runner.clock.advance(500);
    const runId = await runner.runNow(id);
    await runner.clock.advance(100);
    runner.backend.isAway = true;
    await other.stop();
    await runner.clock.advance(2 * SECOND);
    runner.backend.isAway = false;
    await runner.clock.advance(15 * SECOND);
    expect(await runner.backend.executions.get(runId)).toMatchObject({ status: 'success' });
    await runner.stop();
  });
});
