import {
  isAlive,
  StoreError,
  type Backend,
  type OutputLine,
  type RunOutput,
  type RunProgress,
} from '@zenpulse/core/ports';

/** How often a watch is renewed and the run looked for again, while somebody reads. */
const RENEW_EVERY_MS = 10_000;
/** The same for a run that has not started, or is not found any more: it may be between two runners. */
const LOOK_EVERY_MS = 2_000;
/** Of so many runs is it known when they were last looked for. */
const MOST_KNOWN = 1_000;

export type OutputStage = 'waiting' | 'running' | 'ended';

export interface OutputPart {
  readonly stage: OutputStage;
  /** Those after the line that was asked from. */
  readonly lines: readonly OutputLine[];
  /** How many lines before them are lost: a runner keeps only the newest. */
  readonly cut: number;
  readonly progress: RunProgress | null;
}

type OutputStores = Pick<Backend, 'output' | 'runners' | 'runRequests' | 'executions' | 'clock'>;

interface Known {
  readonly stage: OutputStage;
  readonly progress: RunProgress | null;
  /** On the monotonic clock. */
  readonly at: number;
}

/** Reads the output of running jobs. To read it is to watch it: the watch is renewed while somebody reads. */
export class OutputReader {
  readonly #stores: OutputStores;
  /** The run that was looked for longest ago comes first. */
  readonly #known = new Map<string, Known>();

  constructor(stores: OutputStores) {
    this.#stores = stores;
  }

  /**
   * The lines after the one with this number. Throws `not_found` for a run that nobody knows; null if too many other runs
   * are watched.
   */
  async read(runId: string, after: number): Promise<OutputPart | null> {
    const output = await this.#stores.output.read(runId);
    if (output?.isEnded === true) return partOf(output, after, { stage: 'ended', progress: null });
    const known = await this.#lookFor(runId, output);
    if (known === null) return null;
    // Its report may be older than its output.
    const stage = output !== null && known.stage === 'waiting' ? 'running' : known.stage;
    return partOf(output, after, { ...known, stage });
  }

  async #lookFor(runId: string, output: RunOutput | null): Promise<Known | null> {
    const now = this.#stores.clock.monotonic();
    const before = this.#known.get(runId);
    const everyMs = before?.stage === 'running' ? RENEW_EVERY_MS : LOOK_EVERY_MS;
    if (before !== undefined && now - before.at < everyMs) return before;
    const found = await this.#find(runId);
    if (found === null && before === undefined && output === null)
      throw new StoreError('not_found', `no runner has a run ${runId}, and no execution has this id`);
    const known = { ...(found ?? { stage: 'ended', progress: null }), at: now };
    if (known.stage !== 'ended' && !(await this.#stores.output.watch(runId))) return null;
    this.#keep(runId, known);
    return known;
  }

  /** Where the run is; null if that is not known. */
  async #find(runId: string): Promise<Omit<Known, 'at'> | null> {
    const { runners, runRequests, executions, clock } = this.#stores;
    const reports = (await runners.list()).filter((runner) => isAlive(runner, clock.now()));
    const running = reports.flatMap(({ runningNow }) => runningNow).find((run) => run.runId === runId);
    if (running !== undefined) return { stage: 'running', progress: running.progress ?? null };
    if ((await executions.get(runId)) !== null) return { stage: 'ended', progress: null };
    const isWaiting = reports.some(({ waitingNow }) => waitingNow.some((run) => run.runId === runId));
    const isAskedFor = isWaiting || (await runRequests.claimed()).some(({ id }) => id === runId);
    return isAskedFor ? { stage: 'waiting', progress: null } : null;
  }

  #keep(runId: string, known: Known): void {
    this.#known.delete(runId);
    this.#known.set(runId, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}

function partOf(
  output: RunOutput | null,
  after: number,
  { stage, progress }: Pick<Known, 'stage' | 'progress'>,
): OutputPart {
  const kept = output?.lines ?? [];
  const first = kept[0]?.seq ?? 0;
  return {
    stage,
    lines: kept.filter(({ seq }) => seq > after),
    cut: Math.max(0, first - after - 1),
    progress: output?.progress ?? progress,
  };
}
