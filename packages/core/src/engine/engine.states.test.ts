import { describe, expect, it } from 'vitest';
import {
  hasFailedLast,
  mergedRunInstants,
  NO_RUN_INSTANTS,
  scheduleState,
  type LogPolicy,
  type ScheduleState,
} from '../domain/index.ts';
import { reportedStates } from '../ports/index.ts';
import { createTestRunner, type TestRunner } from '../testing/test-runner.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The state as the admin derives it: from the stored counters, or from these and the reports. */
async function stateOf(runner: TestRunner, id: string, sources: 'stored' | 'all'): Promise<ScheduleState> {
  const { backend, clock } = runner;
  const reported = reportedStates(sources === 'all' ? await backend.runners.list() : [], clock.now());
  const stored = (await backend.stats.instantsOf([id])).get(id);
  const fresh = reported.instants.get(id);
  return scheduleState({
    isDamaged: false,
    isRegistered: true,
    isEnabled: true,
    isPaused: false,
    runningSince: reported.running.get(id) ?? null,
    isRetrying: reported.retrying.has(id),
    instants: mergedRunInstants(stored ?? NO_RUN_INSTANTS, fresh ?? NO_RUN_INSTANTS),
  });
}

describe('the state of a schedule', () => {
  it.each<LogPolicy>(['none', 'failures', 'all'])('is known under the log policy %s', async (logPolicy) => {
    let fails = true;
    const job = () => {
      if (fails) throw new Error('not yet');
    };
    const runner = createTestRunner({ jobs: { 'report.send': job } });
    const { id } = await runner.schedule({ intervalValue: 10, intervalUnit: 'seconds', logPolicy });
    await runner.engine.start();
    await runner.clock.advance(SECOND);
    expect(await stateOf(runner, id, 'all')).toBe('never-ran');
    await runner.clock.advance(12 * SECOND);
    expect(await stateOf(runner, id, 'all')).toBe('failing'); // by the report, before the counters are stored
    const firstAt = (await runner.backend.runners.list())[0]?.freshInstants?.[id]?.failingSince;
    await runner.clock.advance(2 * MINUTE);
    expect(await stateOf(runner, id, 'stored')).toBe('failing');
    expect((await runner.backend.stats.instantsOf([id])).get(id)?.failingSince).toBe(firstAt);
    fails = false;
    await runner.clock.advance(2 * MINUTE);
    expect(await stateOf(runner, id, 'stored')).toBe('ok');
    await runner.stop();
  });

  it('is retrying while another attempt is to come, and failing after the last one', async () => {
    const job = () => {
      throw new Error('always');
    };
    const runner = createTestRunner({ jobs: { 'report.send': job } });
    const { id } = await runner.schedule({ intervalValue: 1, intervalUnit: 'hours', maxRetries: 2 });
    await runner.engine.start();
    await runner.clock.advance(60 * MINUTE);
    await runner.clock.advance(2.5 * SECOND);
    expect(await stateOf(runner, id, 'all')).toBe('retrying');
    await runner.clock.advance(5 * SECOND);
    expect(await stateOf(runner, id, 'all')).toBe('failing');
    await runner.stop();
  });

  it('is running while it runs, and a run that is cancelled is no failure', async () => {
    const job = ({ signal }: { readonly signal: AbortSignal }) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('told to stop')));
      });
    const runner = createTestRunner({ jobs: { 'report.send': job } });
    const { id } = await runner.schedule({ intervalValue: 1, intervalUnit: 'hours', logPolicy: 'none' });
    await runner.engine.start();
    const runId = await runner.runNow(id);
    await runner.clock.advance(5 * SECOND);
    expect(await stateOf(runner, id, 'all')).toBe('running');
    await runner.cancel(runId);
    await runner.clock.advance(2 * MINUTE);
    const instants = (await runner.backend.stats.instantsOf([id])).get(id);
    expect(instants && hasFailedLast(instants)).toBe(false);
    expect(await stateOf(runner, id, 'stored')).toBe('ok');
    await runner.stop();
  });

  it('is missed until the next run has started', async () => {
    const runner = createTestRunner({ jobs: { 'report.send': () => undefined } });
    const { id } = await runner.schedule({ intervalValue: 10, intervalUnit: 'minutes', logPolicy: 'none' });
    await runner.engine.start();
    await runner.clock.advance(11 * MINUTE);
    runner.clock.stepWall(30 * MINUTE); // a laptop that slept
    await runner.clock.advance(2 * MINUTE);
    expect(await stateOf(runner, id, 'stored')).toBe('missed');
    await runner.clock.advance(10 * MINUTE);
    expect(await stateOf(runner, id, 'stored')).toBe('ok');
    await runner.stop();
  });
});
