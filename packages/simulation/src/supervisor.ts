import type { JournalDeath } from '@zenpulse/core/testing';
import type { Random } from './random.ts';
import { SimProcess, type Host } from './sim-process.ts';
import { SimRunner } from './sim-runner.ts';
import type { Site } from './site.ts';
import type { Death } from './truth.ts';

/** How long the connection of a killed process remains. */
const HANG_UP_MS = 10;
/** The time from SIGTERM to SIGKILL. */
const PATIENCE_MS = 20_000;

/** Keeps runners running: starts them, ends them in all possible ways, and starts replacements. */
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

  /** From now on ended runners are not restarted. */
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

  /** All runners of a host die at once, with everything they had not synced; the host comes back later. */
  losePower(host: Host, backAfterMs: number): void {
    for (const runner of this.living.filter(({ process }) => process.host === host)) {
      this.#end(runner, 'power-lost');
      this.#startLater(host, backAfterMs);
      // After another boot, earlier processes are proven dead as soon as a runner can check.
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

  /** Makes visible to others what they can know of its death. */
  #bury({ runnerId, process }: SimRunner, death: JournalDeath, isSeen = this.#site.plan.isDeathSeen): void {
    this.#site.roomOf(process).markDead(runnerId, death);
    // From another host, a dead process cannot be distinguished from a silent one.
    if (isSeen && this.#site.plan.hosts.length === 1) this.#site.desk.markDead(runnerId);
  }

  #startLater(host: Host, afterMs: number): void {
    if (!this.#isRestarting) return;
    this.#site.world.after(afterMs, () => {
      if (this.#isRestarting) this.start(host);
    });
  }
}
