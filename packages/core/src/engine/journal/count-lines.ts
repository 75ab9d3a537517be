import { OUTCOMES, type ErrorGroup } from '../../domain/index.ts';
import type { StatsBatch } from '../../ports/index.ts';
import type { BatchPiece } from '../records/batch-counts.ts';
import { endCode, readEndCode, type CountedEnd, type PreviousAttempt } from '../records/counted-end.ts';
import type { StandingCounts, UnconfirmedBatch } from '../records/counters.ts';

/** The end of a run whose `queued` line has the rest. */
export interface EndFacts {
  readonly runId: string;
  /** Outcome and flags, see `endCode`. */
  readonly code: number;
  readonly runTime: number;
  readonly durationMs: number | null;
}

/** Lines about what is counted. Runners of earlier releases pass over them. */
export type CountLine =
  /** An attempt that never started, or has no record, ended: it is counted from this line alone. */
  | { readonly kind: 'counted'; readonly end: CountedEnd }
  /** An attempt without a record failed with this error. */
  | { readonly kind: 'error'; readonly seen: ErrorGroup }
  /** How the attempt before a queued retry ended. */
  | { readonly kind: 'previous'; readonly runId: string; readonly previous: PreviousAttempt }
  /** Everything counted so far, and not in an earlier batch, is in so many batches from this one on. */
  | { readonly kind: 'cut'; readonly batch: StatsBatch; readonly parts: number }
  /** The store has this batch. */
  | { readonly kind: 'applied'; readonly batch: StatsBatch }
  /** A part of what is counted; of the current batch if none is named. */
  | { readonly kind: 'piece'; readonly batch: StatsBatch | null; readonly piece: BatchPiece };

export const countLine = {
  counted: (end: CountedEnd): string => {
    const { previous } = end;
    const before = previous === null ? [] : [OUTCOMES.indexOf(previous.status), previous.durationMs];
    return JSON.stringify([
      'o',
      end.runId,
      end.scheduleId,
      end.jobKey,
      end.scheduledAt,
      end.attempt,
      end.coalescedCount,
      endCode(end),
      end.runTime,
      ...before,
    ]);
  },
  error: (seen: ErrorGroup): string => JSON.stringify(['x', seen]),
  previous: (runId: string, { status, durationMs, isManual }: PreviousAttempt): string =>
    JSON.stringify(['a', runId, OUTCOMES.indexOf(status), durationMs, isManual ? 1 : 0]),
  cut: ({ writer, number }: StatsBatch, parts: number): string =>
    JSON.stringify(['B', writer, number, parts]),
  applied: ({ writer, number }: StatsBatch): string => JSON.stringify(['K', writer, number]),
  piece: (piece: BatchPiece, batch: StatsBatch | null): string =>
    JSON.stringify(batch === null ? ['P', piece] : ['A', batch.writer, batch.number, piece]),
};

/** The parts of a batch that is not the writer's current one. */
export function* batchLines({ batch, counts }: UnconfirmedBatch): Iterable<string> {
  for (const piece of counts.pieces()) yield countLine.piece(piece, batch);
}

/** Everything that the store may not have yet, as of this call. Batches are put into lines as they are read. */
export function standingLines({ last, unconfirmed, current }: StandingCounts): Iterable<string> {
  const uncut = [...current.pieces()].map((piece) => countLine.piece(piece, null));
  const batches = [...unconfirmed];
  return {
    *[Symbol.iterator]() {
      if (last.number > 0) yield countLine.cut(last, 1);
      for (const one of batches) yield* batchLines(one);
      yield* uncut;
    },
  };
}

/** Null for a line that is not about counts. Only the engine writes these lines. */
export function readCountLine(letter: string, rest: readonly never[]): CountLine | null {
  switch (letter) {
    case 'o':
      return { kind: 'counted', end: countedEnd(rest) };
    case 'x':
      return { kind: 'error', seen: rest[0] as unknown as ErrorGroup };
    case 'a': {
      const [runId, status, durationMs, isManual] = rest as unknown as [
        string,
        number,
        number | null,
        number,
      ];
      return { kind: 'previous', runId, previous: previousOf(status, durationMs, isManual === 1) };
    }
    case 'B': {
      const [writer, number, parts] = rest as unknown as [string, number, number];
      return { kind: 'cut', batch: { writer, number }, parts };
    }
    case 'K': {
      const [writer, number] = rest as unknown as [string, number];
      return { kind: 'applied', batch: { writer, number } };
    }
    case 'P':
      return { kind: 'piece', batch: null, piece: rest[0] as unknown as BatchPiece };
    case 'A': {
      const [writer, number, piece] = rest as unknown as [string, number, BatchPiece];
      return { kind: 'piece', batch: { writer, number }, piece };
    }
    default:
      return null;
  }
}

/** A line about ended runs: ids, each with code, start and duration if its end is counted from here. */
export function readEnds(parts: readonly unknown[]): { runIds: string[]; ends: EndFacts[] } {
  const runIds: string[] = [];
  const ends: EndFacts[] = [];
  for (const [at, runId] of parts.entries()) {
    if (typeof runId !== 'string') continue;
    runIds.push(runId);
    const [code, runTime, durationMs] = parts.slice(at + 1, at + 4);
    if (typeof code !== 'number' || typeof runTime !== 'number') continue;
    ends.push({ runId, code, runTime, durationMs: typeof durationMs === 'number' ? durationMs : null });
  }
  return { runIds, ends };
}

function countedEnd(values: readonly never[]): CountedEnd {
  const [runId, scheduleId, jobKey] = values as unknown as [string, string, string];
  const [scheduledAt, attempt, coalescedCount, code, runTime] = values.slice(3) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  const [status, durationMs] = values.slice(8) as unknown as [number, number | null] | [];
  const flags = readEndCode(code);
  const previous = status === undefined ? null : previousOf(status, durationMs ?? null, flags.isManual);
  const run = { runId, scheduleId, jobKey, scheduledAt, attempt, coalescedCount };
  return { ...run, ...flags, runTime, durationMs: null, previous };
}

function previousOf(status: number, durationMs: number | null, isManual: boolean): PreviousAttempt {
  return { status: OUTCOMES[status] ?? 'fail', durationMs, isManual };
}
