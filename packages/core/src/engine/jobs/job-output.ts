import type { Clock, FloodLine, Logger, OutputLevel, RedactHook, RunProgress } from '../../ports/index.ts';
import type { JobLog } from './job-registry.ts';
import { OutputTail } from './output-tail.ts';
import { redact } from './redact/redact.ts';

const MAX_OUTPUT = 16_384;
/** The longest line. */
export const MAX_LINE = MAX_OUTPUT;
/** How many lines of one run reach the runner's log: a million would block it for seconds. */
const MAX_LOGGED = 1_000;

/**
 * A job's `log`: each line goes to the runner's log and, up to a limit, into the execution's `output`. The newest lines
 * are kept as well, for those who watch the run.
 */
export class JobOutput implements JobLog {
  readonly #logger: Logger;
  readonly #jobKey: string;
  readonly #runId: string;
  readonly #redact: RedactHook | undefined;
  readonly #onProgress: (() => void) | undefined;
  readonly #clock: Pick<Clock, 'now'> | undefined;
  #progress: RunProgress | null = null;
  #tail: OutputTail | null = null;
  #text = '';
  #isFull = false;
  #logged = 0;

  constructor(
    logger: Logger,
    jobKey: string,
    runId: string,
    redactHook?: RedactHook,
    onProgress?: () => void,
    /** Without it, the newest lines are not kept. */
    clock?: Pick<Clock, 'now'>,
  ) {
    this.#logger = logger;
    this.#jobKey = jobKey;
    this.#runId = runId;
    this.#redact = redactHook;
    this.#onProgress = onProgress;
    this.#clock = clock;
  }

  /** Null if the job logged nothing. */
  get text(): string | null {
    return this.#text === '' ? null : this.#text;
  }

  /** What it last said of itself; null if nothing. */
  get progress(): RunProgress | null {
    return this.#progress;
  }

  /** The newest lines; null before the first. */
  get tail(): OutputTail | null {
    return this.#tail;
  }

  /** Lines that are neither logged nor recorded, and how many before them were not kept. */
  addFlood(lines: readonly FloodLine[], skipped: number): void {
    const tail = this.#openTail();
    tail.skip(skipped);
    for (const { level, text, at } of lines) tail.add(level, text, at);
  }

  /** A job may pass anything; what is no number from 0 on is ignored. */
  setProgress(done: number, total?: number | null): void {
    if (!isCount(done) || (total != null && !isCount(total))) return;
    this.#progress = { done, total: total ?? null };
    this.#onProgress?.();
  }

  /** True once further lines are neither kept nor logged. */
  get isFull(): boolean {
    return this.#isFull && this.#logged > MAX_LOGGED;
  }

  info(message: string): void {
    this.#say('info', '', message);
  }

  warn(message: string): void {
    this.#say('warn', 'warning: ', message);
  }

  error(message: string): void {
    this.#say('error', 'error: ', message);
  }

  #say(level: OutputLevel, prefix: string, message: string): void {
    const isFull = this.isFull;
    if (isFull && this.#clock === undefined) return;
    const line = ownLine(String(message));
    if (this.#clock !== undefined) this.#openTail().add(level, line, this.#clock.now());
    if (isFull) return;
    const text = this.#safe(line);
    this.#keep(prefix + text);
    this.#logged += 1;
    const facts = { jobKey: this.#jobKey, runId: this.#runId };
    if (this.#logged <= MAX_LOGGED) this.#logger[level](facts, text);
    else if (this.#logged === MAX_LOGGED + 1) {
      this.#logger.warn(facts, `The job says more than ${MAX_LOGGED} lines; the rest is not logged`);
    }
  }

  #openTail(): OutputTail {
    return (this.#tail ??= new OutputTail((line) => this.#safe(line)));
  }

  #safe(line: string): string {
    const safe = redact(line);
    const ofJob = { jobKey: this.#jobKey, kind: 'output' } as const;
    return (this.#redact?.(safe, ofJob) ?? safe).replaceAll('\0', '\uFFFD').toWellFormed();
  }

  #keep(text: string): void {
    if (this.#isFull) return;
    this.#isFull = this.#text.length + text.length > MAX_OUTPUT;
    this.#text += this.#isFull ? '… (more was said)\n' : `${text}\n`;
  }
}

/** A long line is cut off, and copied: what is cut from a string keeps the whole string in memory. */
export function ownLine(text: string): string {
  if (text.length <= MAX_LINE) return text;
  return new TextDecoder().decode(new TextEncoder().encode(text.slice(0, MAX_LINE)));
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
