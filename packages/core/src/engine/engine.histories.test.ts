import { describe, expect, it } from 'vitest';
import { createMemoryBackend } from '../testing/memory/memory-backend.ts';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { BY_TEST, sampleFields } from '../testing/samples.ts';
import { createTestRunner, type TestRunner, type TestRunnerOptions } from '../testing/test-runner.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const everyTenSeconds = {
  intervalValue: 10,
  intervalUnit: 'seconds',
  logPolicy: 'all',
  misfireGraceTime: null,
  coalesce: false,
} as const;

const locking = (options: TestRunnerOptions = {}): TestRunner =>
  createTestRunner({
    jobs: { 'report.send': () => undefined, other: () => undefined },
    isLocking: true,
    ...options,
  });
const next = (before: TestRunner, settings: Partial<TestRunnerOptions['settings']> = {}) =>
  locking({ beside: before, settings: { runnerId: 'runner-2', pid: 2, ...settings } });
const instants = async (runner: TestRunner, jobKey = 'report.send') =>
  (await runner.executions())
    .filter((row) => row.jobKey === jobKey && row.status === 'success')
    .map(({ scheduledAt }) => (scheduledAt - REFERENCE_INSTANT) / SECOND)
    .sort((a, b) => a - b);
const kinds = async (runner: TestRunner) =>
  (await runner.backend.runners.list()).flatMap(({ events }) => events.map(({ kind }) => kind));

describe('a runner that starts on another database than the one before it', () => {
  it('begins now, and sets the journal of the old one aside', async () => {
    const first = locking();
    await first.schedule({ ...everyTenSeconds, jobKey: 'other' });
    await first.engine.start();
    await first.clock.advance(25 * SECOND);
    first.crash();

    const { clock, backend } = first;
    const system = createMemoryBackend(clock);
    await system.schedules.create(sampleFields(everyTenSeconds), BY_TEST); // its rows begin long before the runner
    await clock.advance(5 * MINUTE);
    backend.tables.putBack(system.tables.copy());

    const second = next(first);
    await second.engine.start();
    const startedAt = (clock.now() - REFERENCE_INSTANT) / SECOND;
    await clock.advance(30 * SECOND);
    const ran = await instants(second);
    expect(ran.length).toBeGreaterThan(1);
    expect(Math.min(...ran)).toBeGreaterThan(startedAt);
    expect(await kinds(second)).toContain('journal-set-aside');
    expect(backend.journalRoom.setAside).toEqual(['runner-1']);
    const recorded = await second.executions();
    expect(recorded.filter(({ jobKey, status }) => jobKey === 'other' && status !== 'success')).toEqual([]);
    await second.stop();
  });

  it('of the same database goes on from the latest that is known here, though a restored lease knows less', async () => {
    const first = locking();
    await first.schedule(everyTenSeconds);
    await first.engine.start();
    await first.clock.advance(MINUTE + 5 * SECOND);
    first.crash();
    const second = next(first);
    await second.engine.start();
    await second.clock.advance(30 * SECOND);
    const ran = await instants(second);
    expect(ran).toEqual([...new Set(ran)]);
    expect(ran.slice(0, 9)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(await kinds(second)).not.toContain('another-history');
    await second.stop();
  });

  it('told not to catch up begins now, once', async () => {
    const first = locking();
    await first.schedule(everyTenSeconds);
    await first.engine.start();
    await first.clock.advance(15 * SECOND);
    await first.stop();
    await first.clock.advance(5 * MINUTE);
    const second = next(first, { catchesUp: false });
    await second.engine.start();
    const startedAt = (second.clock.now() - REFERENCE_INSTANT) / SECOND;
    await second.clock.advance(25 * SECOND);
    const later = (await instants(second)).filter((at) => at > 50);
    expect(later.length).toBeGreaterThan(1);
    expect(Math.min(...later)).toBeGreaterThan(startedAt);
    await second.stop();
  });
});

describe('a runner whose database changes under it', () => {
  it('reports what happened, and counts it', async () => {
    const runner = locking();
    await runner.schedule(everyTenSeconds);
    await runner.engine.start();
    await runner.clock.advance(15 * SECOND);
    const backup = runner.backend.tables.copy();
    const { id } = await runner.schedule({ ...everyTenSeconds, jobKey: 'other' });
    await runner.clock.advance(15 * SECOND);
    runner.backend.tables.putBack(backup);
    await runner.clock.advance(25 * SECOND);
    expect(runner.engine.gauges()).toMatchObject({ historyChanges: 1, schedules: 1 });
    expect(await kinds(runner)).toContain('another-history');
    const [seen] = await runner.backend.runners.list();
    const { revision, token } = await runner.backend.schedules.readRevision();
    expect(seen).toMatchObject({ revision, revisionToken: token });
    await runner.clock.advance(30 * SECOND);
    const late = (await runner.executions()).filter(
      ({ scheduleId, scheduledAt }) => scheduleId === id && scheduledAt > REFERENCE_INSTANT + 45 * SECOND,
    );
    expect(late).toEqual([]);
    await runner.stop();
  });

  it('without tables keeps the last schedules, and reports it', async () => {
    const runner = locking();
    await runner.schedule(everyTenSeconds);
    await runner.engine.start();
    await runner.clock.advance(5 * SECOND);
    runner.backend.isAway = true;
    await runner.schedule({ jobKey: 'other' }).catch(() => undefined);
    runner.backend.signal.send();
    await runner.clock.advance(30 * SECOND);
    expect(runner.engine.gauges()).toMatchObject({ isDatabaseAway: true, schedules: 1 });
    runner.backend.isAway = false;
    await runner.clock.advance(15 * SECOND);
    expect(await kinds(runner)).toEqual(expect.arrayContaining(['schedules-unread', 'schedules-read']));
    expect(await instants(runner)).toEqual([10, 20, 30, 40]);
    await runner.stop();
  });
});
