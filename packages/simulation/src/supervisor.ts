import type { JournalDeath } from '@zenpulse/core/testing';
import type { Random } from './random.ts';
import { SimProcess, type Host } from './sim-process.ts';
import { SimRunner } from './sim-runner.ts';
import type { Site } from './site.ts';
import type { Death } from './truth.ts';

/** A connection whose process was killed ends after this. */
const HANG_UP_MS = 10;
/** SIGTERM, and so much later SIGKILL. */
const PATIENCE_MS = 20_000;

/** Keeps runners going: starts them, ends them in every way there is, and starts another one in their place. */
export class Supervisor {
  readonly #site: Site;
  readonly #random: Random;
  readonly #living = new Set<SimRunner>();
  #started = 0;
  #isRestarting = true;

  constructor(site: Site, random: Random) {
    this.#site = site;
    this.#random = random;
  }

  get living(): readonly SimRunner[] {
    return [...this.#living];
  }

  start(host: Host): void {
    const { world, processes, log } = this.#site;
    this.#started += 1;
    const process = new SimProcess(world, this.#random.fork(), `runner-${this.#started}`, host);
    processes.push(process);
    log.add(process.name, () => `is started on ${host.name}`);
    const runner = new SimRunner(this.#site, process);
    this.#living.add(runner);
    runner.start();
  }

  /** From now on nobody comes back by itself. */
  retire(): void {
    this.#isRestarting = false;
  }

  kill(runner: SimRunner, backAfterMs: number): void {
    if (!this.#living.has(runner)) return;
    const { world, desk } = this.#site;
    this.#end(runner, 'killed');
    this.#bury(runner, 'killed');
    world.after(HANG_UP_MS, () => desk.hangUp(runner.runnerId));
    this.#startLater(runner.process.host, backAfterMs);
  }

  terminate(runner: SimRunner, backAfterMs: number): void {
    if (!this.#living.has(runner)) return;
    this.#site.log.add(runner.runnerId, () => 'is told to stop');
    runner.terminate(() => {
      this.#end(runner, 'exited');
      this.#bury(runner, 'killed');
      this.#startLater(runner.process.host, backAfterMs);
    });
    this.#site.world.after(PATIENCE_MS, () => this.kill(runner, backAfterMs));
  }

  /** All runners of a host are gone at once, and what was not synced with them; the host comes back. */
  losePower(host: Host, backAfterMs: number): void {
    for (const runner of this.living.filter(({ process }) => process.host === host)) {
      this.#end(runner, 'power-lost');
      this.#startLater(host, backAfterMs);
      // Another boot: whoever was there before is dead for certain, as soon as somebody is there to see it.
      this.#site.world.after(backAfterMs - 1, () => this.#bury(runner, 'power-lost', false));
    }
  }

  #end(runner: SimRunner, how: Death['how']): void {
    const { truth, world, log } = this.#site;
    this.#living.delete(runner);
    const room = this.#site.roomOf(runner.process);
    truth.deaths.set(runner.process, {
      at: world.elapsed,
      wallAt: runner.process.clock.now(),
      furthestAt: this.#site.furthestAt + runner.process.host.skewMs,
      how,
      wasJournalBroken: room.isBroken(runner.runnerId),
    });
    runner.process.kill();
    log.add(runner.runnerId, () => how);
  }

  /** What others can see of its death. */
  #bury({ runnerId, process }: SimRunner, death: JournalDeath, isSeen = this.#site.plan.isDeathSeen): void {
    this.#site.roomOf(process).markDead(runnerId, death);
    // Beyond its host nobody can tell a dead process from a silent one.
    if (isSeen && this.#site.plan.hosts.length === 1) this.#site.desk.markDead(runnerId);
  }

  #startLater(host: Host, afterMs: number): void {
    if (!this.#isRestarting) return;
    this.#site.world.after(afterMs, () => {
      if (this.#isRestarting) this.start(host);
    });
  }
}
