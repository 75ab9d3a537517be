import type { Execution } from '../../domain/index.ts';
import type { CountedEnd, PreviousAttempt } from '../records/counted-end.ts';
import { countLine } from './count-lines.ts';
import { journalLine } from './journal-line.ts';

/** The lines that are not in the file yet. Those about ended runs without a record are put together when they are taken. */
export class PendingLines {
  #lines: string[] = [];
  /** Runs that ended without a record. */
  #over: string[] = [];
  /** The same, to be counted from the journal. */
  #counted: CountedEnd[] = [];

  get isEmpty(): boolean {
    return this.#lines.length + this.#over.length + this.#counted.length === 0;
  }

  add(line: string): void {
    this.#lines.push(line);
  }

  /** A run was queued, by a line or a second time. */
  queued(line: string, { runId, previous }: { runId: string; previous?: PreviousAttempt }): void {
    this.#lines.push(line);
    if (previous !== undefined) this.#lines.push(countLine.previous(runId, previous));
  }

  /**
   * `execution`: the record to be written to the database, or null if there is none. `end`: what an adopter counts; null
   * if another end counts for this run.
   */
  ended(runId: string, execution: Execution | null, end: CountedEnd | null): void {
    // A run that never started has no other line with what is counted.
    if (end?.hasStarted === false) this.#lines.push(countLine.counted(end));
    const counted = end?.hasStarted === true ? end : null;
    if (execution !== null) this.#lines.push(journalLine.ended(runId, execution, counted));
    else if (counted === null) this.#over.push(runId);
    else this.#counted.push(counted);
  }

  /** The lines about ended runs come last, after all lines that they depend on. */
  take(): string[] {
    const lines = this.#lines;
    if (this.#over.length > 0) lines.push(journalLine.over(this.#over));
    if (this.#counted.length > 0) lines.push(journalLine.counted(this.#counted));
    this.#lines = [];
    this.#over = [];
    this.#counted = [];
    return lines;
  }
}
