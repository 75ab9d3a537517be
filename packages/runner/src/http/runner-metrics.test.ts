import type { EngineGauges, RunResult, ScheduleGauges } from '@zenpulse/core/engine';
import { REFERENCE_INSTANT, sampleSchedule } from '@zenpulse/core/testing';
import { expect, it } from 'vitest';
import { sampleGauges } from '../../test/sample-gauges.ts';
import { createRunnerMetrics } from './runner-metrics.ts';

async function metricsOn(
  gauges: EngineGauges | null,
  jobKeys: readonly string[] = ['report'],
  scheduleGauges: () => ScheduleGauges | null = () => null,
) {
  const metrics = await createRunnerMetrics({
    runnerId: 'host-1-abc',
    version: '1.2.3',
    concurrency: 20,
    jobKeys,
    gauges: () => gauges,
    scheduleGauges,
    isReady: () => gauges !== null,
  });
  return {
    observe: metrics.observe,
    observeBlock: metrics.observeBlock,
    read: async () => valuesIn(await metrics.text()),
  };
}

function valuesIn(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

function result(differing: Partial<RunResult>, run: Partial<RunResult['run']> = {}): RunResult {
  return {
    run: {
      runId: 'run-1',
      schedule: sampleSchedule({ jobKey: 'report' }),
      scheduledAt: REFERENCE_INSTANT,
      dueAt: REFERENCE_INSTANT,
      origin: 'schedule',
      attempt: 1,
      coalescedCount: 1,
      ...run,
    },
    status: 'success',
    reason: null,
    runTime: REFERENCE_INSTANT + 40,
    durationMs: 200,
    thrown: null,
    output: null,
    ...differing,
  };
}

it('reports the state of the runner', async () => {
  const values = await (await metricsOn(sampleGauges())).read();
  const told = [...values].filter(([name]) => /^zenpulse_(?!run_|runs_|schedules_left)/.test(name));
  expect(Object.fromEntries(told)).toEqual({
    'zenpulse_runner_info{runner_id="host-1-abc",version="1.2.3"}': 1,
    zenpulse_ready: 1,
    zenpulse_lease_held: 1,
    zenpulse_schedules: 3,
    zenpulse_running: 2,
    zenpulse_queued: 1,
    zenpulse_concurrency: 20,
    zenpulse_executions_waiting: 4,
    zenpulse_database_away: 0,
    zenpulse_firing_stopped: 0,
    zenpulse_journal_degraded: 0,
    zenpulse_runner_differences: 0,
    zenpulse_revision_applied: 17,
    zenpulse_revision_applied_timestamp_seconds: 1_767_225_600,
    zenpulse_history_changes: 0,
    zenpulse_heartbeat_timestamp_seconds: 1_767_225_601.5,
    'zenpulse_event_loop_blocked_seconds_total{job_key="report"}': 0,
  });
});

it('reports NaN for what is not known, and that it is not ready', async () => {
  const values = await (await metricsOn(null)).read();
  expect(values.get('zenpulse_ready')).toBe(0);
  expect(values.get('zenpulse_schedules')).toBeNaN();
  const unread = await (await metricsOn(sampleGauges({ revision: null, heartbeatAt: null }))).read();
  expect(unread.get('zenpulse_revision_applied')).toBeNaN();
  expect(unread.get('zenpulse_heartbeat_timestamp_seconds')).toBeNaN();
});

it('begins every counter of a registered job at 0', async () => {
  const values = await (await metricsOn(sampleGauges(), ['a', 'b'])).read();
  const counters = [...values].filter(([name]) => name.startsWith('zenpulse_runs_total'));
  expect(counters).toHaveLength(12);
  expect(new Set(counters.map(([, value]) => value))).toEqual(new Set([0]));
});

it('counts runs by job and outcome, and a missed record for all occurrences that it covers', async () => {
  const { observe, read } = await metricsOn(sampleGauges());
  observe(result({}));
  observe(result({}, { coalescedCount: 5 }));
  observe(result({ status: 'missed', reason: 'down', durationMs: null }, { coalescedCount: 7 }));
  observe(result({ status: 'skipped', reason: 'max-instances', durationMs: null }, { coalescedCount: 3 }));
  const values = await read();
  const count = (outcome: string) => values.get(`zenpulse_runs_total{job_key="report",outcome="${outcome}"}`);
  expect(['success', 'missed', 'skipped', 'fail'].map(count)).toEqual([2, 7, 1, 0]);
});

it('measures durations by job and lateness from the moment that was due, of what started only', async () => {
  const { observe, read } = await metricsOn(sampleGauges());
  observe(result({ durationMs: 200 }));
  observe(result({ status: 'fail', durationMs: 2_000 }, { origin: 'retry', dueAt: REFERENCE_INSTANT + 30 }));
  observe(result({ durationMs: 4_000, runTime: REFERENCE_INSTANT + 900_000 }, { origin: 'manual' }));
  observe(result({ status: 'missed', durationMs: null, runTime: REFERENCE_INSTANT + 900_000 }));
  observe(result({ status: 'interrupted', reason: 'runner-stopped', durationMs: null }));
  const values = await read();
  expect(values.get('zenpulse_run_duration_seconds_count{job_key="report"}')).toBe(3);
  expect(values.get('zenpulse_run_duration_seconds_sum{job_key="report"}')).toBeCloseTo(6.2);
  expect(values.get('zenpulse_run_duration_seconds_bucket{le="0.5",job_key="report"}')).toBe(1);
  expect(values.get('zenpulse_run_lateness_seconds_count')).toBe(2);
  expect(values.get('zenpulse_run_lateness_seconds_sum')).toBeCloseTo(0.05);
});

it('counts what was skipped by its reason', async () => {
  const { observe, read } = await metricsOn(sampleGauges());
  for (const reason of ['max-instances', 'runner-full', 'runner-full'] as const)
    observe(result({ status: 'skipped', reason, durationMs: null }));
  const values = await read();
  const count = (reason: string) =>
    values.get(`zenpulse_runs_skipped_total{job_key="report",reason="${reason}"}`);
  expect([count('max-instances'), count('runner-full')]).toEqual([1, 2]);
});

it('shows each schedule, leaves out what is not known, and forgets what is gone', async () => {
  let now: ScheduleGauges = {
    leftOut: 7,
    schedules: [
      { jobKey: 'report', variant: '', enabled: true, nextRunAt: 60_000, lastSuccessAt: 1_500 },
      { jobKey: 'report', variant: 'eu', enabled: false, nextRunAt: null, lastSuccessAt: null },
    ],
  };
  const { read } = await metricsOn(sampleGauges(), ['report'], () => now);
  const shown = async () =>
    Object.fromEntries([...(await read())].filter(([name]) => /^zenpulse_schedule(_|s_left)/.test(name)));
  expect(await shown()).toEqual({
    'zenpulse_schedule_enabled{job_key="report",variant=""}': 1,
    'zenpulse_schedule_enabled{job_key="report",variant="eu"}': 0,
    'zenpulse_schedule_next_run_timestamp_seconds{job_key="report",variant=""}': 60,
    'zenpulse_schedule_last_success_timestamp_seconds{job_key="report",variant=""}': 1.5,
    zenpulse_schedules_left_out: 7,
  });
  now = { leftOut: 0, schedules: [] };
  expect(await shown()).toEqual({ zenpulse_schedules_left_out: 0 });
});

it('adds up for how long a job blocked the event loop, or one of several did', async () => {
  const { observeBlock, read } = await metricsOn(sampleGauges());
  observeBlock('report', 5_012);
  observeBlock('report', 300);
  observeBlock(null, 250);
  const values = await read();
  const seconds = (jobKey: string) =>
    values.get(`zenpulse_event_loop_blocked_seconds_total{job_key="${jobKey}"}`);
  expect(seconds('report')).toBeCloseTo(5.312);
  expect(seconds('')).toBeCloseTo(0.25);
});

it('takes a clock that was set back for no lateness, and any job key', async () => {
  const { observe, read } = await metricsOn(sampleGauges());
  const schedule = sampleSchedule({ jobKey: 'odd "key" \\ with ümlaut' });
  observe(result({ runTime: REFERENCE_INSTANT - 5_000 }, { schedule }));
  const values = await read();
  expect(values.get('zenpulse_run_lateness_seconds_sum')).toBe(0);
  expect(values.get('zenpulse_runs_total{job_key="odd \\"key\\" \\\\ with ümlaut",outcome="success"}')).toBe(
    1,
  );
});

it('reports the state of the process as well: a blocked event loop makes a runner late', async () => {
  const values = await (await metricsOn(sampleGauges())).read();
  expect(values.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  expect(values.has('process_resident_memory_bytes')).toBe(true);
});

it('is independent of another runner in the same process', async () => {
  const first = await metricsOn(sampleGauges());
  const second = await metricsOn(sampleGauges());
  first.observe(result({}));
  const name = 'zenpulse_runs_total{job_key="report",outcome="success"}';
  expect([(await first.read()).get(name), (await second.read()).get(name)]).toEqual([1, 0]);
});
