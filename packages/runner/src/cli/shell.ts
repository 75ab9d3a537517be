import type { Clock } from '@zenpulse/core/ports';
import type { Environment } from '@zenpulse/store';

/** What a command may touch of the process around it. */
export interface Shell {
  readonly clock: Clock;
  readonly env: Environment;
  readonly cwd: string;
  /** Whether the answer goes to a terminal that shows colours. */
  readonly hasColor: boolean;
  /** Whether there is somebody to ask. */
  readonly canAsk: boolean;
  /** The answer, on stdout. */
  print(text: string): void;
  /** A remark beside the answer, on stderr. */
  remark(text: string): void;
  ask(question: string): Promise<string>;
  /** Runs `work` while what others write to stdout goes to stderr, so that the answer stands alone there. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** From the first call on, Ctrl-C (or SIGTERM) aborts the signal instead of ending the process; a second one ends it. */
  interruption(): AbortSignal;
}
