import { JobOutput, OutputTail, ownLine, type JobLog } from '@zenpulse/core/engine';
import {
  silentLogger,
  type Clock,
  type OutputLevel,
  type ThreadCall,
  type Timer,
} from '@zenpulse/core/ports';
import type { FromThread } from './thread-messages.ts';

/** How often a thread sends the newest of lines that are neither logged nor recorded. */
const FLOOD_EVERY_MS = 1_000;

/**
 * A job's log in a thread. Each line is sent while the runner logs or records it; after that, of a job that logs without
 * end, only the newest lines of each second: a message for each would drown the runner.
 */
export class ThreadLog {
  readonly #say: (message: FromThread) => void;
  readonly #clock: Clock;
  /** Counts as the runner's own does. */
  readonly #bound: JobOutput;
  readonly #flood = new OutputTail((text) => text);
  #sentSeq = 0;
  #sentAt = -FLOOD_EVERY_MS;
  #later: Timer | null = null;

  constructor({ jobKey, runId }: ThreadCall, clock: Clock, say: (message: FromThread) => void) {
    this.#say = say;
    this.#clock = clock;
    this.#bound = new JobOutput(silentLogger, jobKey, runId);
  }

  get log(): JobLog {
    const line = (level: OutputLevel) => (message: string) => this.#add(level, ownLine(String(message)));
    return { info: line('info'), warn: line('warn'), error: line('error') };
  }

  /** Sends what waits. */
  flush(): void {
    this.#later?.cancel();
    this.#later = null;
    if (this.#flood.lastSeq === this.#sentSeq) return;
    const lines = this.#flood.lines.filter(({ seq }) => seq > this.#sentSeq);
    const skipped = (lines[0]?.seq ?? this.#flood.lastSeq + 1) - this.#sentSeq - 1;
    this.#sentSeq = this.#flood.lastSeq;
    this.#sentAt = this.#clock.monotonic();
    this.#say({ kind: 'flood', lines: lines.map(({ level, text, at }) => ({ level, text, at })), skipped });
  }

  #add(level: OutputLevel, text: string): void {
    if (!this.#bound.isFull) {
      this.#bound[level](text);
      this.#say({ kind: 'line', level, text });
      return;
    }
    this.#flood.add(level, text, this.#clock.now());
    const waitMs = this.#sentAt + FLOOD_EVERY_MS - this.#clock.monotonic();
    if (waitMs <= 0) this.flush();
    else this.#later ??= this.#clock.setBackgroundTimer(waitMs, () => this.flush());
  }
}
