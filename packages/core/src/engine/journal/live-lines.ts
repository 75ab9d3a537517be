import type { Execution } from '../../domain/index.ts';
import type { Adoption } from '../tenure/adoption.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import type { Lateness } from '../lateness/lateness.ts';
import type { Counters } from '../records/counters.ts';
import type { PreviousAttempt } from '../records/counted-end.ts';
import { countLine, standingLines } from './count-lines.ts';
import { decidedLines, journalLine } from './journal-line.ts';
import type { LogWriter } from '../records/log-writer.ts';
import type { ActivePeriod } from '../tenure/active-period.ts';
import type { RunBook } from '../runs/run-book.ts';
import type { Watermark } from '../tenure/watermark.ts';

export interface LiveSources {
  readonly historyId: string | null;
  readonly period: Pick<ActivePeriod, 'takeover' | 'own' | 'heard' | 'confirmedUntil'>;
  readonly adoption: Pick<Adoption, 'marks' | 'standingRunIds'>;
  readonly watermark: Pick<Watermark, 'processedUntil'>;
  readonly dispatcher: Pick<Dispatcher, 'decidedBeyond' | 'previousProcessedUntil'>;
  readonly book: Pick<RunBook, 'waiting' | 'started'>;
  readonly logWriter: Pick<LogWriter, 'waiting'>;
  readonly counters: Pick<Counters, 'standing'>;
  readonly lateness: Pick<Lateness, 'reasonAt'>;
}

/**
 * Everything that a rewritten journal must contain: decisions, waiting and running runs, and records and counts that
 * have not reached the database. It is as of this call, although records and batches, which do not change, are put into
 * lines only as they are read.
 */
export function liveLines(sources: LiveSources): Iterable<string> {
  const { historyId, watermark } = sources;
  const { takeover, own, heard, confirmedUntil } = sources.period;
  const { adoption, dispatcher, book, logWriter, counters, lateness } = sources;
  const lines: string[] = historyId === null ? [] : [journalLine.history(historyId)];
  lines.push(...adoption.marks);
  if (takeover !== null) lines.push(journalLine.takeover(takeover));
  const last = heard !== null && heard.epoch > (own?.epoch ?? -1) ? heard : own;
  if (last !== null) lines.push(journalLine.tenure(last.epoch, last.ambiguousUntil));
  if (confirmedUntil > -Infinity) lines.push(journalLine.confirmed(confirmedUntil));
  const decidedUntil = Math.max(
    watermark.processedUntil ?? 0,
    dispatcher.previousProcessedUntil,
    last === heard ? (heard?.processedUntil ?? 0) : 0,
  );
  if (decidedUntil > 0) lines.push(journalLine.processed(decidedUntil));
  lines.push(...decidedLines(dispatcher.decidedBeyond(decidedUntil)));
  const over = new Set(adoption.standingRunIds);
  for (const run of book.waiting.recovered) {
    over.delete(run.runId);
    lines.push(journalLine.requeued(run), ...previousLines(run));
  }
  for (const run of book.waiting.planned()) {
    over.delete(run.runId);
    lines.push(journalLine.queued(run), ...previousLines(run));
  }
  for (const { run, startedAt } of book.started.unreported) {
    over.delete(run.runId);
    const started = journalLine.started([run.runId], startedAt, lateness.reasonAt(run, startedAt));
    lines.push(journalLine.queued(run), ...previousLines(run), started);
  }
  const executions = [...logWriter.waiting];
  for (const { id } of executions) over.delete(id);
  return chained(lines, endedLines(executions), standingLines(counters.standing), saidToBeOver([...over]));
}

function* endedLines(executions: readonly Execution[]): Iterable<string> {
  for (const execution of executions) yield journalLine.ended(execution.id, execution);
}

function* chained(...parts: readonly Iterable<string>[]): Iterable<string> {
  for (const part of parts) yield* part;
}

function previousLines({ runId, previous }: { runId: string; previous?: PreviousAttempt }): string[] {
  return previous === undefined ? [] : [countLine.previous(runId, previous)];
}

/** Lines for runs that another journal lists as unfinished. */
function saidToBeOver(runIds: readonly string[]): string[] {
  if (runIds.length === 0) return [];
  return [journalLine.over(runIds), journalLine.written(runIds)];
}
