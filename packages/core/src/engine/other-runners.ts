import { isAlive, type Clock, type RunnerDirectory } from '../ports/index.ts';
import type { EngineSettings } from './engine.ts';
import type { RunnerEvents } from './runner-events.ts';

export interface OtherRunnersDeps {
  readonly settings: Pick<EngineSettings, 'runnerId' | 'isLocking'>;
  readonly runners: Pick<RunnerDirectory, 'list'>;
  readonly clock: Clock;
  readonly events: RunnerEvents;
}

/** A directory is read at most so often, however many hints come. */
const LOOK_EVERY_MS = 5_000;

/**
 * Two that fire at once run everything twice, unless both compete for the lease: this one says so, loudly. It looks when
 * it starts and after each hint: whoever begins to fire sends one, so the earlier one hears of the later.
 */
export class OtherRunners {
  readonly #deps: OtherRunnersDeps;
  readonly #told = new Set<string>();
  #isHinted = false;
  #lookedAt = -Infinity;

  constructor(deps: OtherRunnersDeps) {
    this.#deps = deps;
  }

  hint(): void {
    this.#isHinted = true;
  }

  /** To be called each second. Rejects when the directory cannot be read; then it is looked at again. */
  async lookIfHinted(): Promise<void> {
    if (!this.#isHinted || this.#deps.clock.monotonic() - this.#lookedAt < LOOK_EVERY_MS) return;
    await this.look();
  }

  /** Tells of each once. */
  async look(): Promise<void> {
    const { runners, clock, events, settings } = this.#deps;
    this.#lookedAt = clock.monotonic();
    const list = await runners.list();
    this.#isHinted = false;
    for (const other of list) {
      const { runnerId } = other;
      const isOther = runnerId !== settings.runnerId && !this.#told.has(runnerId);
      if (!isOther || other.state !== 'active' || !isAlive(other, clock.now())) continue;
      if (settings.isLocking && other.isLocking) continue;
      this.#told.add(runnerId);
      const words = `Another runner fires as well (${runnerId}), so jobs may run twice: start all of them with --lock`;
      events.add('warn', 'second-runner', words);
    }
  }
}
