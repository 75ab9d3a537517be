import type { Logger } from '../ports/index.ts';
import type { JobLog } from './job-registry.ts';
import { redact } from './redact.ts';

const MAX_OUTPUT = 16_384;

/** A job's `log`: each line goes to the runner's log and, within a bound, into the execution's `output`. */
export class JobOutput implements JobLog {
  readonly #logger: Logger;
  readonly #facts: object;
  #text = '';
  #isFull = false;

  constructor(logger: Logger, facts: object) {
    this.#logger = logger;
    this.#facts = facts;
  }

  /** Null when the job said nothing. */
  get text(): string | null {
    return this.#text === '' ? null : this.#text;
  }

  info(message: string): void {
    this.#keep(String(message));
    this.#logger.info(this.#facts, String(message));
  }

  warn(message: string): void {
    this.#keep(`warning: ${message}`);
    this.#logger.warn(this.#facts, String(message));
  }

  error(message: string): void {
    this.#keep(`error: ${message}`);
    this.#logger.error(this.#facts, String(message));
  }

  #keep(line: string): void {
    if (this.#isFull) return;
    const text = redact(line.slice(0, MAX_OUTPUT)).replaceAll('\0', '\uFFFD').toWellFormed();
    this.#isFull = this.#text.length + text.length > MAX_OUTPUT;
    this.#text += this.#isFull ? '… (more was said)\n' : `${text}\n`;
  }
}
