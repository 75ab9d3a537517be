import type { Operator } from './operator.ts';
import type { Planner } from './planner.ts';
import type { Random } from './random.ts';
import type { Fault } from './scenario.ts';
import type { SimRunner } from './sim-runner.ts';
import type { Site } from './site.ts';
import type { Supervisor } from './supervisor.ts';

type Edit = 'by-hand' | 'run' | 'cancel' | 'create' | 'delete' | 'edit' | 'toggle';

/** Applies a plan's faults to an installation. */
export class Trouble {
  readonly #site: Site;
  readonly #random: Random;
  readonly #supervisor: Supervisor;
  readonly #operator: Operator;
  readonly #planner: Planner;

  constructor(site: Site, random: Random, supervisor: Supervisor, operator: Operator, planner: Planner) {
    this.#site = site;
    this.#random = random;
    this.#supervisor = supervisor;
    this.#operator = operator;
    this.#planner = planner;
  }

  plan(faults: readonly Fault[]): void {
    for (const fault of faults) this.#site.world.after(fault.at, () => this.#cause(fault));
  }

  /** Ends all faults that can be ended. */
  async end(): Promise<void> {
    await this.#planner.end();
    const { database, signals, rooms } = this.#site;
    database.outage = null;
    database.cutOff.clear();
    signals.isSilent = false;
    for (const room of rooms.values()) room.isFull = false;
    for (const { process } of this.#supervisor.living) process.continue();
    this.#site.log.add('trouble', () => 'is over');
  }

  #cause(fault: Fault): void {
    this.#site.log.add('trouble', () => JSON.stringify(fault));
    switch (fault.kind) {
      case 'kill':
        this.#hit((runner) => this.#supervisor.kill(runner, fault.backAfterMs));
        return;
      case 'terminate':
        this.#hit((runner) => this.#supervisor.terminate(runner, fault.backAfterMs));
        return;
      case 'power-loss':
        this.#supervisor.losePower(this.#random.pick(this.#site.plan.hosts), fault.backAfterMs);
        return;
      case 'stand-still':
        this.#hit(({ process, runnerId }) => {
          this.#site.log.add(runnerId, () => 'stands still');
          process.stop();
          this.#later(fault.forMs, () => {
            this.#site.log.add(runnerId, () => 'goes on');
            process.continue();
          });
        });
        return;
      case 'journal-full': {
        const room = this.#random.pick([...this.#site.rooms.values()]);
        room.isFull = true;
        this.#later(fault.forMs, () => (room.isFull = false));
        return;
      }
      case 'hints-lost':
        this.#site.signals.isSilent = true;
        this.#later(fault.forMs, () => (this.#site.signals.isSilent = false));
        return;
      case 'database-down':
      case 'cut-off':
        this.#goAway(fault);
        return;
      case 'revoke':
        this.#revoke();
        return;
      case 'step':
        this.#site.stepWall(fault.byMs);
        return;
      case 'calendar':
        void this.#planner.act(fault.act);
        return;
      case 'by-hand':
      case 'run':
      case 'cancel':
      case 'create':
      case 'delete':
      case 'edit':
      case 'toggle':
        void this.#edit(fault.kind);
    }
  }

  #goAway({
    kind,
    forMs,
    outage,
    dropsSessions,
  }: Extract<Fault, { kind: 'database-down' | 'cut-off' }>): void {
    const { database, desk } = this.#site;
    if (kind === 'cut-off') {
      this.#hit(({ process, runnerId }) => {
        this.#site.log.add(runnerId, () => 'is cut off');
        database.cutOff.set(process, outage);
        this.#later(forMs, () => database.cutOff.delete(process));
        if (dropsSessions) desk.hangUp(runnerId);
      });
      return;
    }
    database.outage = outage;
    this.#later(forMs, () => (database.outage = null));
    // A restart ends all sessions and their lock; with files, the lock is elsewhere.
    if (dropsSessions && this.#site.plan.kind === 'server') {
      for (const { runnerId } of this.#supervisor.living) desk.hangUp(runnerId);
    }
  }

  /** Takes the lease away: its holder is notified, unless it is suspended. */
  #revoke(): void {
    const { desk, log } = this.#site;
    const holder = this.#supervisor.living.find(({ runnerId }) => runnerId === desk.lockedBy);
    if (holder === undefined) return;
    log.add(holder.runnerId, () => 'has its lease taken away');
    if (holder.process.isRunning) desk.revoke('taken away');
    else desk.hangUp(holder.runnerId);
  }

  async #edit(kind: Edit): Promise<void> {
    if (kind === 'by-hand') await this.#operator.edit('by hand');
    else if (kind === 'run') await this.#operator.ask();
    else if (kind === 'cancel') await this.#operator.cancel();
    else if (kind === 'create') await this.#operator.create();
    else if (kind === 'delete') await this.#operator.delete();
    else if (kind === 'edit') await this.#operator.edit('hinted');
    else await this.#operator.toggle();
  }

  #hit(cause: (runner: SimRunner) => void): void {
    const { living } = this.#supervisor;
    if (living.length > 0) cause(this.#random.pick(living));
  }

  #later(ms: number, fn: () => unknown): void {
    this.#site.world.after(ms, () => void fn());
  }
}
