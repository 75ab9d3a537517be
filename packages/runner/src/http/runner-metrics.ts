import { OUTCOMES } from '@zenpulse/core/domain';
import {
  MAX_SCHEDULE_GAUGES,
  type EngineGauges,
  type RunResult,
  type ScheduleGauges,
} from '@zenpulse/core/engine';
import type { Counter, Histogram } from 'prom-client';

const PREFIX = 'zenpulse_';
const LATENESS_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const DURATION_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

export interface RunnerMetricsOptions {
  readonly runnerId: string;
  readonly version: string;
  readonly concurrency: number;
  /** The registered jobs: their counters begin at 0, so that the first failure shows as a change. */
  readonly jobKeys: readonly string[];
  /** Null before there is an engine. */
  readonly gauges: () => EngineGauges | null;
  /** Null before there is an engine. */
  readonly scheduleGauges: () => ScheduleGauges | null;
  readonly isReady: () => boolean;
}

export interface RunnerMetrics {
  readonly contentType: string;
  /** Counts the end of a run. */
  observe(result: RunResult): void;
  /** Counts a block of the event loop; `jobKey` null: caused by one of several jobs. */
  observeBlock(jobKey: string | null, ms: number): void;
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>;
}

/** The metrics of one runner, in their own registry. The library is loaded only here, if metrics are requested. */
export async function createRunnerMetrics(options: RunnerMetricsOptions): Promise<RunnerMetrics> {
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const { runnerId, version, jobKeys } = options;
  const info = { name: `${PREFIX}runner_info`, help: 'Which runner this is; always 1' };
  new Gauge({ ...info, registers, labelNames: ['runner_id', 'version'] }).set(
    { runner_id: runnerId, version },
    1,
  );
  for (const [name, { help, read }] of Object.entries(GAUGES)) {
    new Gauge({
      name: PREFIX + name,
      help,
      registers,
      collect() {
        this.set(read(options) ?? Number.NaN);
      },
    });
  }

  const labelNames = ['job_key', 'variant'] as const;
  const gaugeOf = (name: string, help: string) =>
    new Gauge({ name: `${PREFIX}${name}`, help, registers, labelNames });
  const enabled = gaugeOf('schedule_enabled', '1 for a schedule that is switched on');
  const nextRun = gaugeOf(
    'schedule_next_run_timestamp_seconds',
    'The next occurrence that is not decided; absent where there is none',
  );
  const lastSuccess = gaugeOf(
    'schedule_last_success_timestamp_seconds',
    'The start of the newest run that succeeded; absent where none is known',
  );
  const leftOut = new Gauge({
    name: `${PREFIX}schedules_left_out`,
    help: `Schedules without gauges of their own: only ${MAX_SCHEDULE_GAUGES} have them`,
    registers,
  });
  const lookAtSchedules = (): void => {
    for (const gauge of [enabled, nextRun, lastSuccess]) gauge.reset(); // removes deleted schedules
    const found = options.scheduleGauges();
    leftOut.set(found?.leftOut ?? Number.NaN);
    for (const one of found?.schedules ?? []) {
      const labels = { job_key: one.jobKey, variant: one.variant };
      enabled.set(labels, Number(one.enabled));
      if (one.nextRunAt !== null) nextRun.set(labels, one.nextRunAt / 1000);
      if (one.lastSuccessAt !== null) lastSuccess.set(labels, one.lastSuccessAt / 1000);
    }
  };

  const runs = new Counter({
    name: `${PREFIX}runs_total`,
    help: 'Occurrences and runs by hand that came to an end',
    labelNames: ['job_key', 'outcome'],
    registers,
  });
  const skipped = new Counter({
    name: `${PREFIX}runs_skipped_total`,
    help: 'Those of them that were skipped, by the reason',
    labelNames: ['job_key', 'reason'],
    registers,
  });
  const durations = new Histogram({
    name: `${PREFIX}run_duration_seconds`,
    help: 'How long runs took that started',
    labelNames: ['job_key'],
    buckets: DURATION_BUCKETS,
    registers,
  });
  const lateness = new Histogram({
    name: `${PREFIX}run_lateness_seconds`,
    help: 'How long after they were due runs started; those by hand left out',
    buckets: LATENESS_BUCKETS,
    registers,
  });
  const blocked = new Counter({
    name: `${PREFIX}event_loop_blocked_seconds_total`,
    help: 'How long jobs blocked the event loop, 0.2 s or more at a time; without a key: one of several did it',
    labelNames: ['job_key'],
    registers,
  });
  const perJob = new Map<string, JobMetrics>();
  const metricsOf = (jobKey: string): JobMetrics => {
    const known = perJob.get(jobKey);
    if (known !== undefined) return known;
    const made = jobMetrics(jobKey, runs, durations);
    perJob.set(jobKey, made);
    return made;
  };
  for (const jobKey of jobKeys) {
    metricsOf(jobKey);
    blocked.inc({ job_key: jobKey }, 0);
  }

  return {
    contentType: registry.contentType,
    text: () => {
      lookAtSchedules();
      return registry.metrics();
    },
    observeBlock: (jobKey, ms) => blocked.inc({ job_key: jobKey ?? '' }, ms / 1000),
    observe: ({ run, status, reason, runTime, durationMs }) => {
      const job = metricsOf(run.schedule.jobKey);
      job.ends[status].inc(status === 'missed' ? run.coalescedCount : 1); // as in the counters of a schedule
      if (status === 'skipped') skipped.inc({ job_key: run.schedule.jobKey, reason: reason ?? 'unknown' });
      if (durationMs === null) return; // it never started
      job.duration.observe(durationMs / 1000);
      if (run.origin !== 'manual') lateness.observe(Math.max(0, runTime - run.dueAt) / 1000);
    },
  };
}

interface GaugeRule {
  readonly help: string;
  /** Null if not known yet. */
  readonly read: (options: RunnerMetricsOptions) => number | null;
}

const GAUGES: Readonly<Record<string, GaugeRule>> = {
  ready: { help: '1 when /readyz says 200', read: ({ isReady }) => Number(isReady()) },
  lease_held: of('1 while this runner may start runs', ({ isLeaseHeld }) => Number(isLeaseHeld)),
  schedules: of('Schedules that fire here while the lease is held', ({ schedules }) => schedules),
  running: of('Runs that are going on', ({ running }) => running),
  queued: of('Runs that wait for a place or for the one before them', ({ queued }) => queued),
  concurrency: { help: 'The most runs at a time', read: ({ concurrency }) => concurrency },
  executions_waiting: of('Executions that have not reached the database', ({ unwritten }) => unwritten),
  database_away: of('1 when the last talk with the database failed', (now) => Number(now.isDatabaseAway)),
  firing_stopped: of('1 while all firing is stopped', (now) => Number(now.isFiringStopped)),
  journal_degraded: of('1 while the journal cannot be written', (now) => Number(now.isJournalDegraded)),
  runner_differences: of(
    'In how many ways living runners differ from this one: jobs, version, zone data, default zone',
    ({ differences }) => differences,
  ),
  revision_applied: of('The revision of the schedules in memory', ({ revision }) => revision),
  revision_applied_timestamp_seconds: of('When that revision was applied', (now) =>
    seconds(now.revisionAppliedAt),
  ),
  history_changes: of(
    'How often the database turned out to be another one, or a restored one, since this process began',
    ({ historyChanges }) => historyChanges,
  ),
  heartbeat_timestamp_seconds: of('When this runner last reported itself', (now) => seconds(now.heartbeatAt)),
};

function of(help: string, read: (gauges: EngineGauges) => number | null): GaugeRule {
  return {
    help,
    read: (options) => {
      const gauges = options.gauges();
      return gauges === null ? null : read(gauges);
    },
  };
}

function seconds(instant: number | null): number | null {
  return instant === null ? null : instant / 1000;
}

interface JobMetrics {
  readonly ends: Readonly<Record<RunResult['status'], Counter.Internal>>;
  readonly duration: Histogram.Internal<'job_key'>;
}

/** Labels are looked up once per job: per run, that would take longer than all the rest. */
function jobMetrics(
  jobKey: string,
  runs: Counter<'job_key' | 'outcome'>,
  durations: Histogram<'job_key'>,
): JobMetrics {
  const ends = OUTCOMES.map((outcome) => {
    const counter = runs.labels(jobKey, outcome);
    counter.inc(0);
    return [outcome, counter] as const;
  });
  return {
    ends: Object.fromEntries(ends) as JobMetrics['ends'], // the loop above filled in every outcome
    duration: durations.labels(jobKey),
  };
}
