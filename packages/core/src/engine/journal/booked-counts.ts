import type { Execution } from '../../domain/index.ts';
import type { StatsBatch } from '../../ports/index.ts';
import { BatchCounts } from '../records/batch-counts.ts';
import { readEndCode } from '../records/counted-end.ts';
import type { UnconfirmedBatch } from '../records/counters.ts';
import { errorSeen } from '../records/seen-errors.ts';
import type { CountLine, EndFacts } from './count-lines.ts';
import type { JournaledRun, JournalLine } from './journal-line.ts';

/** The lines that say nothing else. */
export type BookedLine = Exclude<CountLine, { kind: 'previous' }>;

const BOOKED: ReadonlySet<string> = new Set<BookedLine['kind']>([
  'counted',
  'error',
  'cut',
  'applied',
  'piece',
]);

export function isBooked(line: JournalLine): line is BookedLine {
  return BOOKED.has(line.kind);
}

/** What a journal says of counters that the store may not have: batches that its writer cut, and what came after. */
export class BookedCounts {
  readonly #batches = new Map<string, UnconfirmedBatch>();
  #current = new BatchCounts();
  /** The newest batch that the writer cut. */
  #number = 0;

  take(line: BookedLine): void {
    switch (line.kind) {
      case 'counted':
        this.#current.count(line.end);
        return;
      case 'error':
        this.#current.countError(line.seen);
        return;
      case 'cut':
        // A rewritten journal says everything again; what it replaced is read as well after a crash of the machine.
        if (line.batch.number <= this.#number) {
          this.#batches.clear();
          this.#current = new BatchCounts();
          return;
        }
        for (const one of batchesOf(this.#current, line.batch, line.parts))
          this.#batches.set(nameOf(one.batch), one);
        this.#current = new BatchCounts();
        this.#number = line.batch.number + line.parts - 1; // a writer cuts its own batches alone
        return;
      case 'applied':
        this.#batches.delete(nameOf(line.batch));
        return;
      case 'piece':
        this.#countsOf(line.batch).take(line.piece);
    }
  }

  /** The end of a run without a record, of which the journal has the rest. */
  ended(run: JournaledRun, { code, runTime, durationMs }: EndFacts): void {
    const { runId, scheduleId, jobKey, scheduledAt, attempt, coalescedCount, previous = null } = run;
    const facts = { runId, scheduleId, jobKey, scheduledAt, attempt, coalescedCount, previous };
    this.#current.count({ ...facts, ...readEndCode(code), runTime, durationMs });
  }

  /** The end of a run with a record. */
  recorded(execution: Execution, code: number): void {
    const { id: runId, scheduleId, jobKey, scheduledAt, attempt, coalescedCount } = execution;
    const { runTime, durationMs } = execution;
    const facts = { runId, scheduleId, jobKey, scheduledAt, attempt, coalescedCount, runTime, durationMs };
    this.#current.count({ ...facts, ...readEndCode(code), previous: null });
    const seen = errorSeen(execution, true);
    if (seen !== null) this.#current.countError(seen);
  }

  /** What the store may not have, oldest first. What the writer had not cut is what it would have cut next. */
  uncounted(writer: string): UnconfirmedBatch[] {
    const next = { writer, number: this.#number + 1 };
    return [...this.#batches.values(), ...batchesOf(this.#current, next, this.#current.parts)];
  }

  #countsOf(batch: StatsBatch | null): BatchCounts {
    if (batch === null) return this.#current;
    const known = this.#batches.get(nameOf(batch));
    if (known !== undefined) return known.counts;
    const counts = new BatchCounts();
    this.#batches.set(nameOf(batch), { batch, counts });
    return counts;
  }
}

function batchesOf(counts: BatchCounts, first: StatsBatch, parts: number): UnconfirmedBatch[] {
  return counts.split(parts).flatMap((part, index) => {
    const batch = { ...first, number: first.number + index };
    return part.isEmpty ? [] : [{ batch, counts: part }];
  });
}

function nameOf({ writer, number }: StatsBatch): string {
  return JSON.stringify([writer, number]);
}
