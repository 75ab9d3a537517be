import {
  isAlive,
  type Clock,
  type RunnerDirectory,
  type SeenRunner,
  type Signal,
} from '../../ports/index.ts';
import type { EngineSettings } from '../engine.ts';
import { runnerDifferences, type ComparedRunner } from './runner-differences.ts';
import type { RunnerEvents } from './runner-events.ts';

export interface OtherRunnersDeps {
  readonly settings: Pick<
    EngineSettings,
    'runnerId' | 'isLocking' | 'hostname' | 'version' | 'zoneData' | 'timezone'
  >;
  readonly jobKeys: readonly string[];
  readonly runners: Pick<RunnerDirectory, 'list'>;
  readonly signal: Pick<Signal, 'send'>;
  readonly clock: Clock;
  readonly events: RunnerEvents;
  readonly isActive: () => boolean;
}

/** The directory is read at most this often, however many hints arrive. */
const LOOK_EVERY_MS = 5_000;
/** Differences are checked again this often, since the other runner may stop without a hint. */
const LOOK_AGAIN_MS = 60_000;

/**
 * Compares this runner with the others of the database. Two active ones run everything twice, unless both compete for
 * the lease. Two that differ (jobs, version, time zone data) behave differently before and after a takeover.
 *
 * It checks at the start and after each hint. A runner that becomes active, or that starts and differs, sends a hint,
 * so that the earlier runner notices the later one.
 */
export class OtherRunners {
  readonly #deps: OtherRunnersDeps;
  readonly #reported = new Set<string>();
  #differences: readonly string[] = [];
  #isHinted = false;
  #lookedAt = -Infinity;

  constructor(deps: OtherRunnersDeps) {
    this.#deps = deps;
  }

  /** The differences between living runners and this one, one sentence each. */
  get differences(): readonly string[] {
    return this.#differences;
  }

  hint(): void {
    this.#isHinted = true;
  }

  /** To be called each second. Rejects if the directory cannot be read; then it is read again later. */
  async lookIfNeeded(): Promise<void> {
    const sinceMs = this.#deps.clock.monotonic() - this.#lookedAt;
    const isHinted = this.#isHinted && this.#deps.isActive() && sinceMs >= LOOK_EVERY_MS;
    const mayBeGone = this.#differences.length > 0 && sinceMs >= LOOK_AGAIN_MS;
    if (isHinted || mayBeGone) await this.look();
  }

  /** Reports each runner and each difference once. */
  async look(): Promise<void> {
    const { runners, clock, settings } = this.#deps;
    this.#lookedAt = clock.monotonic();
    const list = await runners.list();
    this.#isHinted = false;
    const alive = list.filter((other) => other.runnerId !== settings.runnerId && isAlive(other, clock.now()));
    for (const other of alive) this.#reportIfActive(other);
    this.#compare(alive);
  }

  #reportIfActive({ runnerId, state, isLocking }: SeenRunner): void {
    const { events, settings } = this.#deps;
    if (state !== 'active' || (settings.isLocking && isLocking)) return;
    if (!this.#isNew(`active ${runnerId}`)) return;
    const words = `Another runner is active as well (${runnerId}), so jobs may run twice: start all of them with --lock`;
    events.add('warn', 'second-runner', words);
  }

  /** Two standbys are not compared: what matters is how the active runner differs from those that may take over. */
  #compare(alive: readonly SeenRunner[]): void {
    const { settings, jobKeys, isActive, events, signal } = this.#deps;
    const self = { ...settings, jobKeys, isActive: isActive() };
    const compared = alive.filter(({ state }) => self.isActive || state === 'active');
    this.#differences = compared.flatMap((other) => runnerDifferences(self, comparedRunner(other)));
    const news = this.#differences.filter((difference) => this.#isNew(difference));
    for (const difference of news) events.add('warn', 'runners-differ', difference);
    if (news.length > 0 && !self.isActive) signal.send(); // so that the active runner checks as well
  }

  #isNew(what: string): boolean {
    if (this.#reported.has(what)) return false;
    this.#reported.add(what);
    return true;
  }
}

function comparedRunner(runner: SeenRunner): ComparedRunner {
  return { ...runner, isActive: runner.state === 'active', jobKeys: runner.jobs.map(({ jobKey }) => jobKey) };
}
