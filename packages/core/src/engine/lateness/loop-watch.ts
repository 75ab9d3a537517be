import { WATCHDOG_BEAT_MS, type Clock, type CpuMeter, type Watchdog } from '../../ports/index.ts';
import { CpuShare, type CpuSpent } from './cpu-share.ts';
import type { LostTime } from './lost-time.ts';
import type { RunnerEvents } from '../report/runner-events.ts';

/** A turn longer than this delays other runs. */
const BLOCKED_FROM_MS = 200;
/** How often a line about the same jobs is repeated. */
const TELL_EVERY_MS = 60_000;
/** How often a line about a lack of CPU is repeated; it needs no quick reaction. */
const TELL_STARVED_EVERY_MS = 600_000;
const STARVED = 'a machine short of CPU';
/** The most runs remembered that ended since the last check. */
const MAX_ENDED = 32;

export interface LoopWatchDeps {
  readonly clock: Clock;
  readonly events: Pick<RunnerEvents, 'add'>;
  readonly lost: Pick<LostTime, 'add'>;
  /** The jobs running in this thread. */
  readonly running: () => Iterable<string>;
  /** Without it, only directly measured blocks are noticed. */
  readonly watchdog: Watchdog | null;
  /** Without it, a job may be blamed for a lack of CPU. */
  readonly cpu?: CpuMeter | undefined;
  /** `jobKey`: the job that blocked; null if it may have been one of several. */
  readonly onBlocked?: ((jobKey: string | null, ms: number) => void) | undefined;
}

interface Told {
  readonly at: number;
  /** How many were noticed since the last line. */
  times: number;
}

/**
 * Notices that the event loop was blocked and names the job. The first part of a job, up to its first `await`, is
 * measured exactly. Later parts only show as a timer that fires late: then any of the jobs that were running may be the
 * cause. No job is blamed for time in which the thread waited for a processor: then the machine is short of CPU.
 */
export class LoopWatch {
  readonly #deps: LoopWatchDeps;
  readonly #told = new Map<string, Told>();
  readonly #ended: string[] = [];
  readonly #cpu: CpuShare;
  /** Up to here the machine was known to be short of CPU. */
  #starvedUntil = 0;
  #going = 0;
  #isBeating = false;
  /** Up to here blocks are accounted for. */
  #knownUntil = 0;

  constructor(deps: LoopWatchDeps) {
    this.#deps = deps;
    this.#cpu = new CpuShare(deps.cpu ?? null, deps.clock);
  }

  /** True if the machine was short of CPU at some time since `at`. */
  wasStarvedSince(at: number): boolean {
    return this.#starvedUntil > at;
  }

  /** Called just before a job's function. */
  began(jobKey: string): void {
    const { watchdog } = this.#deps;
    if (watchdog === null) return;
    this.#going += 1;
    watchdog.entered(jobKey);
    if (!this.#isBeating) this.#beat(watchdog);
  }

  /** Called when a job's function returned; it ran from `from` to `to`, monotonic. */
  gaveBack(jobKey: string, from: number, to: number): void {
    this.#deps.watchdog?.left();
    if (to - from < BLOCKED_FROM_MS) return;
    const cpu = this.#cpu.spentSince(from);
    // During the rest of that time it had a processor.
    const isStarved = cpu !== null && cpu.waitedMs !== null && to - from - cpu.waitedMs < BLOCKED_FROM_MS;
    if (isStarved) this.#starved(from, to, cpu);
    else this.#blocked([jobKey], true, from, to, cpu);
  }

  ended(jobKey: string): void {
    if (this.#ended.length < MAX_ENDED) this.#ended.push(jobKey);
    if (this.#deps.watchdog === null) return;
    this.#going -= 1;
    this.#deps.watchdog.ended(jobKey);
  }

  /** Called when a timer set for `plannedAt` (monotonic) fires. */
  look(plannedAt: number): void {
    const now = this.#deps.clock.monotonic();
    const from = Math.max(plannedAt, this.#knownUntil);
    if (now - from >= BLOCKED_FROM_MS) this.#stoodStill(from, now);
    else this.#cpu.look();
    this.#ended.length = 0;
  }

  #beat(watchdog: Watchdog): void {
    this.#isBeating = true;
    const { clock } = this.#deps;
    const plannedAt = clock.monotonic() + WATCHDOG_BEAT_MS;
    watchdog.beat();
    clock.setBackgroundTimer(WATCHDOG_BEAT_MS, () => {
      this.look(plannedAt);
      this.#isBeating = false;
      if (this.#going > 0) this.#beat(watchdog);
      else watchdog.rest();
    });
  }

  #stoodStill(from: number, to: number): void {
    const jobKeys = [...new Set([...this.#deps.running(), ...this.#ended])];
    const cpu = this.#cpu.spentSince(from);
    const isStarved = cpu !== null && cpu.waitedMs !== null && cpu.waitedMs >= (to - from) / 2;
    if (isStarved) return this.#starved(from, to, cpu);
    if (jobKeys.length > 0) return this.#blocked(jobKeys, false, from, to, cpu);
    this.#deps.lost.add('standstill', from, to);
    this.#knownUntil = to;
  }

  #starved(from: number, to: number, { waitedMs }: CpuSpent): void {
    this.#deps.lost.add('standstill', from, to);
    this.#knownUntil = to;
    this.#starvedUntil = to;
    const facts = { blockedMs: Math.round(to - from), waitedMs: Math.round(waitedMs ?? 0) };
    this.#tell(STARVED, TELL_STARVED_EVERY_MS, to, (again) =>
      this.#deps.events.add(
        'warn',
        'starved',
        `The event loop stood still for ${facts.blockedMs} ms because no processor was free: the machine is short of CPU, and runs start late${again}`,
        facts,
      ),
    );
  }

  #blocked(
    jobKeys: readonly string[],
    isCertain: boolean,
    from: number,
    to: number,
    cpu: CpuSpent | null,
  ): void {
    const { lost, onBlocked } = this.#deps;
    this.#knownUntil = to;
    lost.add('blocked-loop', from, to);
    onBlocked?.(jobKeys.length === 1 ? (jobKeys[0] ?? null) : null, to - from);
    const blockedMs = Math.round(to - from);
    const text = isCertain ? certain(jobKeys[0] ?? '', blockedMs) : suspected(jobKeys, blockedMs);
    this.#tell(jobKeys.join(), TELL_EVERY_MS, to, (again) =>
      this.#deps.events.add('warn', 'blocked-loop', `${text}${doubt(cpu, blockedMs)}${again}`, {
        jobKeys,
        blockedMs,
      }),
    );
  }

  /** `say` gets a text on how often the same was noticed since the last line. */
  #tell(what: string, everyMs: number, now: number, say: (again: string) => void): void {
    const told = this.#told.get(what);
    if (told !== undefined && now - told.at < everyMs) {
      told.times += 1;
      return;
    }
    if (told === undefined) this.#forgetOld(now);
    this.#told.set(what, { at: now, times: 0 });
    say(told === undefined || told.times === 0 ? '' : ` (and ${told.times} more times before)`);
  }

  #forgetOld(now: number): void {
    for (const [what, { at }] of this.#told)
      if (what !== STARVED && now - at >= TELL_EVERY_MS) this.#told.delete(what);
  }
}

const ADVICE = "Run it in a thread: isolation: 'thread'";

/** The addition where the system does not report waits for a processor: then low CPU time has two possible causes. */
function doubt(cpu: CpuSpent | null, ms: number): string {
  if (cpu === null || cpu.waitedMs !== null || cpu.usedMs >= ms / 2) return '';
  return `. This process used only ${Math.round(cpu.usedMs)} ms of CPU meanwhile: the job waited for a disk or another program, or the machine is short of CPU`;
}

function certain(jobKey: string, ms: number): string {
  return `The job "${jobKey}" blocked the event loop for ${ms} ms; the others waited. ${ADVICE}`;
}

function suspected(jobKeys: readonly string[], ms: number): string {
  const names = jobKeys.slice(0, 5).map((jobKey) => `"${jobKey}"`);
  const rest = jobKeys.length - names.length;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return jobKeys.length === 1
    ? `The event loop was blocked for ${ms} ms while the job ${names[0]} ran; the others waited. ${ADVICE}`
    : `The event loop was blocked for ${ms} ms while the jobs ${names.join(', ')}${more} ran, one of which did it; the others waited. ${ADVICE}`;
}
