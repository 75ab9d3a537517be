import type { Execution, InForce, Schedule } from '@zenpulse/core/domain';
import { withBlackoutWindows, type Clock, type SeenRunner } from '@zenpulse/core/ports';
import {
  createMemoryCalendarStore,
  createMemoryCancelRequestStore,
  createMemoryChangeRecordStore,
  createMemoryExecutionStore,
  createMemoryFiguresStore,
  createMemoryTokenStore,
  createMemoryRunRequestStore,
  createMemoryScheduleStore,
  createMemoryStatsStore,
  type JournalRoom,
  type LeaseDesk,
  type MemoryExecutionStore,
  numberedIds,
  RevisionCounter,
} from '@zenpulse/core/testing';
import { Database } from './database.ts';
import { EventLog } from './event-log.ts';
import { History } from './history.ts';
import type { Random } from './random.ts';
import type { Plan } from './scenario.ts';
import type { Host, SimProcess } from './sim-process.ts';
import { SignalGround } from './sim-signal.ts';
import { Truth } from './truth.ts';
import type { Variant } from './variant.ts';
import { World } from './world.ts';

/**
 * A step back up to this is waited out; after a larger one, runs may repeat. One second less, because some parts lag
 * behind.
 */
const FAR_BACK_MS = 59_000;
/** The largest error of a host's clock. */
const SKEW_MS = 1_000;

/** What the processes of one simulated installation share. */
/** On every other host a journal is rewritten after a few lines. */
const HEAVY = 3_000;

export class Site {
  readonly plan: Plan;
  readonly variant: Variant;
  readonly world: World;
  readonly history = new History();
  readonly truth = new Truth();
  readonly log: EventLog;
  readonly random: Random;
  readonly revision = new RevisionCounter();
  readonly schedules;
  readonly changeRecords;
  readonly executions: MemoryExecutionStore;
  readonly runRequests;
  readonly cancelRequests;
  readonly figures = createMemoryFiguresStore();
  readonly tokens = createMemoryTokenStore();
  readonly calendar;
  readonly stats = createMemoryStatsStore(this.figures);
  readonly runners = new Map<string, SeenRunner>();
  readonly database: Database;
  readonly signals: SignalGround;
  readonly desk: LeaseDesk;
  readonly rooms: ReadonlyMap<Host, JournalRoom>;
  readonly processes: SimProcess[] = [];
  /** The latest reading of a correct clock. */
  #furthestAt = 0;

  constructor(plan: Plan, variant: Variant, random: Random, isLogged: boolean) {
    this.plan = plan;
    this.variant = variant;
    this.random = random;
    this.world = new World(plan.startAt);
    this.log = new EventLog(this.world, isLogged);
    const { world } = this;
    const clock: Clock = {
      now: () => world.wallAt,
      monotonic: () => world.elapsed,
      setTimer: (ms, fn) => world.after(ms, fn),
      setBackgroundTimer: (ms, fn) => world.after(ms, fn),
      yieldTo: (fn) => void world.after(0, fn),
    };
    const changeId = numberedIds('change');
    this.changeRecords = createMemoryChangeRecordStore(clock, changeId);
    this.schedules = createMemoryScheduleStore({
      clock,
      newId: numberedIds('schedule'),
      changeId,
      record: this.changeRecords.put,
      revision: this.revision,
      instantsOf: this.stats.instants,
      lastRunAtOf: this.stats.lastRunAt,
    });
    this.calendar = createMemoryCalendarStore(this.revision, this.schedules, clock);
    this.runRequests = createMemoryRunRequestStore(this.revision, clock);
    this.cancelRequests = createMemoryCancelRequestStore(this.revision);
    this.executions = variant.executions(createMemoryExecutionStore());
    this.database = new Database(world, random.fork());
    this.signals = new SignalGround(world, plan.kind === 'server' ? 'notify' : 'file');
    this.desk = variant.newDesk(clock, { isFenced: plan.kind === 'files' });
    this.rooms = new Map(
      plan.hosts.map((host, index) => {
        const weight = index % 2 === 0 ? HEAVY : 1;
        return [host, variant.newRoom({ hostname: host.name, pid: 100 + index }, weight)];
      }),
    );
    this.#watchCommitments();
  }

  roomOf({ host }: SimProcess): JournalRoom {
    const room = this.rooms.get(host);
    if (room === undefined) throw new Error(`expected a host of the plan, got ${host.name}`);
    return room;
  }

  get now() {
    const { world, revision } = this;
    return { elapsed: world.elapsed, wallAt: world.wallAt, revision: revision.value };
  }

  /** The latest reading of a correct clock, not counting what a step back too large to be waited out has undone. */
  get furthestAt(): number {
    return Math.max(this.#furthestAt, this.world.wallAt);
  }

  /** Sets all clocks. */
  stepWall(ms: number): void {
    this.#furthestAt = this.furthestAt;
    if (ms > 0) this.truth.stepsForward.push(this.world.elapsed);
    this.world.stepWall(ms);
    const from = this.world.wallAt;
    if (from >= this.#furthestAt) return;
    const isFar = from < this.#furthestAt - FAR_BACK_MS;
    this.truth.stepsBack.push({
      at: this.world.elapsed,
      from: from - SKEW_MS,
      until: this.#furthestAt + SKEW_MS,
      isFar,
    });
    if (isFar) this.#furthestAt = from;
  }

  /** A schedule with the windows that it refers to; null if it was deleted. */
  async scheduleOf(id: string): Promise<(Schedule & InForce) | null> {
    const row = await withBlackoutWindows(this.schedules, this.calendar).get(id);
    return row === null || row.isDamaged ? null : row.schedule;
  }

  /** All records, sorted by key. */
  async rows(): Promise<readonly Execution[]> {
    return this.executions.all();
  }

  /** Records each P that is reported to the desk. */
  #watchCommitments(): void {
    const { desk, truth, world } = this;
    const note = (processedUntil: number | null): void => {
      if (processedUntil !== null) truth.commitments.push({ at: world.elapsed, processedUntil });
    };
    const write = desk.write.bind(desk);
    desk.write = (kind, holder, renewal) => {
      note(renewal.processedUntil);
      write(kind, holder, renewal);
    };
    const release = desk.release.bind(desk);
    desk.release = (kind, holder, processedUntil) => {
      if (desk.isLockOf(holder) || kind === 'open') note(processedUntil);
      return release(kind, holder, processedUntil);
    };
  }
}
