import type { LiveSources } from '../engine/journal/live-lines.ts';
import { BatchCounts } from '../engine/records/batch-counts.ts';
import { RunBook } from '../engine/runs/run-book.ts';
import { FakeClock } from './fake-clock.ts';
import { noJournal } from './sample-run.ts';

/** The sources of an idle runner's journal, for a test to replace single ones. */
export const quietSources: LiveSources = {
  historyId: null,
  period: { takeover: null, own: null, heard: null, confirmedUntil: -Infinity },
  adoption: { marks: [], standingRunIds: new Set() },
  watermark: { processedUntil: null },
  dispatcher: { previousProcessedUntil: 0, decidedBeyond: () => [] },
  book: new RunBook({ clock: new FakeClock(), journal: noJournal, threads: null, mayStart: () => true }),
  logWriter: { waiting: [] },
  counters: {
    standing: { last: { writer: 'runner', number: 0 }, unconfirmed: [], current: new BatchCounts() },
  },
  lateness: { reasonAt: () => null },
};
