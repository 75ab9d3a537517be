import type { Clock } from '@zenpulse/core/ports';
import type { Environment } from '@zenpulse/store';

/** The parts of the surrounding process that a command may use. */
export interface Shell {
  readonly clock: Clock;
  readonly env: Environment;
  readonly cwd: string;
  /** True if the answer goes to a terminal with colours. */
  readonly hasColor: boolean;
  /** True if a person can be asked. */
  readonly canAsk: boolean;
  /** Prints the answer to stdout. */
  print(text: string): void;
  /** Prints a remark beside the answer to stderr. */
  remark(text: string): void;
  ask(question: string): Promise<string>;
  /** Runs `work` while other code's writes to stdout go to stderr, so that stdout has only the answer. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** From the first call on, Ctrl-C (or SIGTERM) aborts the signal instead of ending the process; a second one ends it. */
  interruption(): AbortSignal;
}
