import {
  createEngine,
  type Engine,
  type JobContext,
  type RegisteredJob,
  type RunResult,
} from '@zenpulse/core/engine';
import type { Lease, Tenure } from '@zenpulse/core/ports';
import { numberedIds } from '@zenpulse/core/testing';
import { processBackend } from './process-backend.ts';
import { Random } from './random.ts';
import { JOB_KEYS, type JobPlan } from './scenario.ts';
import type { SimProcess } from './sim-process.ts';
import type { Site } from './site.ts';
import type { Start } from './truth.ts';

/** A real engine in a simulated process. */
export class SimRunner {
  readonly process: SimProcess;
  readonly runnerId: string;
  readonly #site: Site;
  readonly #engine: Engine;
  readonly #running = new Map<string, number>();
  #runningCount = 0;
  #hasHeld = false;
  #knownRevision = 0;
  #knowsOfStop = false;

  constructor(site: Site, process: SimProcess) {
    this.#site = site;
    this.process = process;
    this.runnerId = process.name;
    const told: { revision: number; resumedBy: number | null; wallAt: number }[] = [];
    site.truth.told.set(process, told);
    const backend = processBackend(site, process, {
      changes: (revision, isStopped = false, resumedBy = null) => {
        this.#knownRevision = revision;
        this.#knowsOfStop = isStopped;
        told.push({ revision, resumedBy, wallAt: process.clock.now() });
      },
    });
    const isLocking = site.plan.kind !== 'solo';
    const lease = backend.createLease(this.runnerId, isLocking ? 'locking' : 'open');
    this.#engine = createEngine({
      backend,
      clock: process.clock,
      lease: this.#observed(lease),
      logger: site.log.loggerOf(this.runnerId),
      jobs: JOB_KEYS.map((key): RegisteredJob => ({
        key,
        options: {},
        definedAt: 'simulation',
        fn: (context) => this.#perform(context),
      })),
      newRunId: numberedIds(`${this.runnerId}-run`),
      random: () => 0,
      onResult: (result) => this.#noteResult(result),
      settings: {
        runnerId: this.runnerId,
        hostname: process.host.name,
        pid: Number(process.name.split('-')[1]),
        version: '0.0.0',
        isLocking,
        syncEverySeconds: 10,
        concurrency: site.plan.concurrency,
        timezone: 'UTC',
        retentionDays: 0,
        graceSeconds: 10,
      },
    });
  }

  start(): void {
    this.#engine.start().catch((error: unknown) => this.#site.truth.thrown.push(error));
  }

  /** SIGTERM; `onExit` is called when the process ends by itself. */
  terminate(onExit: () => void): void {
    const { truth, world } = this.#site;
    if (!truth.stopping.has(this.process)) truth.stopping.set(this.process, world.elapsed);
    this.process.answer(() => {
      this.#engine.stop().then(
        () => this.process.isDead || onExit(),
        (error: unknown) => truth.thrown.push(error),
      );
    });
  }

  #observed(lease: Lease): Lease {
    return {
      start: (events) =>
        lease.start({
          ...events,
          onAcquired: (tenure) => {
            this.#hasHeld = true;
            this.#noteAcquired(tenure);
            events.onAcquired(tenure);
          },
          onLost: (reason) => {
            this.#site.log.add(this.runnerId, () => `lease lost: ${reason}`);
            events.onLost(reason);
          },
        }),
      isHeld: () => {
        const isHeld = lease.isHeld();
        if (!isHeld && this.#hasHeld) this.#site.truth.lapsed.add(this.runnerId);
        return isHeld;
      },
      mayStart: (scheduledAt) => lease.mayStart(scheduledAt),
      stop: () => {
        this.#hasHeld = false;
        return lease.stop();
      },
    };
  }

  #noteResult({ run, status, reason, runTime: wallAt, durationMs }: RunResult): void {
    const { truth, world } = this.#site;
    const { runId, schedule, scheduledAt, dueAt, attempt, origin } = run;
    const edit = Number(schedule.params['edit']);
    const decision = { process: this.process, scheduleId: schedule.id, edit, wallAt };
    if (origin === 'schedule') truth.decisions.push(decision);
    if (durationMs !== null) return;
    truth.givenUp.push({
      ...decision,
      runId,
      scheduledAt,
      dueAt,
      attempt,
      status,
      reason,
      at: world.elapsed,
    });
  }

  #noteAcquired(tenure: Tenure): void {
    const { truth, world, log } = this.#site;
    const { previousRunnerId, previousEpoch, reservedUntil } = tenure;
    // The answer to its first renewal may have come too late: then it never knew that it held the lease.
    const hasKnown = truth.acquisitions.some(
      (other) => other.runnerId === previousRunnerId && other.tenure.epoch === previousEpoch,
    );
    const isOwn = previousRunnerId === this.runnerId;
    const isAmbiguous = reservedUntil !== null && !(hasKnown && (isOwn || this.#mayAdopt(previousRunnerId)));
    truth.acquisitions.push({
      runnerId: this.runnerId,
      at: world.elapsed,
      wallAt: this.process.clock.now(),
      tenure,
      isAmbiguous,
    });
    log.add(
      this.runnerId,
      () => `holds the lease: ${JSON.stringify(tenure)}${isAmbiguous ? ' ambiguous' : ''}`,
    );
  }

  /** True if this runner can adopt the previous holder's journal, and it is complete. */
  #mayAdopt(runnerId: string | null): boolean {
    const { truth, processes } = this.#site;
    const last = processes.find(({ name }) => name === runnerId);
    return last?.host === this.process.host && last.isDead && !truth.hasLostJournal(last.name);
  }

  #perform(context: JobContext): unknown {
    const { plan, world, log } = this.#site;
    const start = this.#noteStart(context);
    const job = plan.jobs.get(context.jobKey);
    if (job === undefined) throw new Error(`expected a job of the plan, got ${context.jobKey}`);
    const chance = new Random(plan.seed ^ hashOf(context.runId));
    const durationMs = chance.chance(job.instant) ? 0 : chance.int(1, Math.max(1, job.maxMs));
    start.durationMs = durationMs;
    const isThird = this.#site.truth.startsOf(start.scheduleId) % 3 === 0;
    const hasFailed = job.failsEachThird === true ? isThird : chance.chance(job.failing);
    log.add(this.runnerId, () => `starts ${described(start)} for ${durationMs} ms`);
    const end = (isAborted: boolean): void => {
      start.end = { at: world.elapsed, wallAt: this.process.clock.now(), hasFailed: hasFailed || isAborted };
      this.#count(start.scheduleId, -1);
      log.add(this.runnerId, () => `ends ${start.runId}`);
      if (isAborted) throw new Error('aborted');
      if (hasFailed) throw new Error('by chance');
    };
    return durationMs === 0 ? end(false) : this.#take(durationMs, job, context, end);
  }

  #take(
    durationMs: number,
    job: JobPlan,
    { signal }: JobContext,
    end: (isAborted: boolean) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      const finish = (isAborted: boolean): void => {
        if (isOver) return;
        isOver = true;
        try {
          end(isAborted);
          resolve();
        } catch (error) {
          reject(error);
        }
      };
      this.process.clock.setTimer(durationMs, () => finish(false));
      if (job.heedsSignal) signal.addEventListener('abort', () => finish(true));
    });
  }

  #noteStart({ runId, scheduledAt, attempt, params }: JobContext): Start {
    const { truth, world, history } = this.#site;
    const edit = Number(params['edit']);
    const version = history.versions[edit];
    if (version === undefined) throw new Error(`expected an edit that was made, got ${edit}`);
    const { scheduleId } = version;
    const start: Start = {
      process: this.process,
      runnerId: this.runnerId,
      runId,
      scheduleId,
      scheduledAt: scheduledAt.getTime(),
      attempt,
      isManual: truth.isManual(scheduleId, scheduledAt.getTime()),
      edit,
      at: world.elapsed,
      wallAt: this.process.clock.now(),
      instances: this.#count(scheduleId, 1),
      running: this.#runningCount,
      knownRevision: this.#knownRevision,
      knowsOfStop: this.#knowsOfStop,
      durationMs: 0,
      end: null,
    };
    truth.noteStart(start);
    if (!start.isManual && attempt === 1) truth.decisions.push({ ...start });
    return start;
  }

  #count(scheduleId: string, change: 1 | -1): number {
    const count = (this.#running.get(scheduleId) ?? 0) + change;
    this.#running.set(scheduleId, count);
    this.#runningCount += change;
    return count;
  }
}

export function described({ runId, scheduleId, scheduledAt, attempt, isManual }: Start): string {
  const what = isManual ? 'by hand' : new Date(scheduledAt).toISOString().slice(11, 23);
  return `${scheduleId} ${what}${attempt > 1 ? ` attempt ${attempt}` : ''} as ${runId}`;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  return hash;
}
