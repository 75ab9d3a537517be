import { describe, expect, it } from 'vitest';
import { recentOf, type RecentOccurrence } from '../../domain/index.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleExecution, sampleSchedule } from '../../testing/samples.ts';
import { BatchCounts } from '../records/batch-counts.ts';
import type { CountedEnd } from '../records/counted-end.ts';
import { countLine, standingLines } from './count-lines.ts';
import { JournalBook } from './journal-book.ts';
import { journalLine } from './journal-line.ts';

const by = { hostname: 'host', pid: 1 };
const uncounted = (lines: readonly string[]) => new JournalBook().read(lines, by).uncounted('dead');

const end = (values: Partial<CountedEnd> = {}): CountedEnd => ({
  runId: 'run-1',
  scheduleId: 'schedule-1',
  jobKey: 'report.send',
  status: 'success',
  reason: null,
  isGuess: false,
  hasStarted: true,
  hasNext: false,
  isManual: false,
  scheduledAt: REFERENCE_INSTANT,
  runTime: REFERENCE_INSTANT + 3,
  durationMs: 12.5,
  attempt: 1,
  coalescedCount: 1,
  previous: null,
  ...values,
});
const queued = (runId: string, attempt = 1) =>
  journalLine.queued(sampleRun({ runId, attempt, schedule: sampleSchedule({ id: 'schedule-1' }) }));

/** What a batch says of the only schedule. */
async function told(counts: BatchCounts | undefined) {
  const [[delta], { recent, errors }] = (await counts?.deltas(false, () => Promise.resolve())) ?? [
    [],
    { recent: [], errors: [] },
  ];
  const occurrences: readonly RecentOccurrence[] = recentOf(recent[0]?.text ?? '');
  return { runs: delta?.runs, failures: delta?.failures, missed: delta?.missed, occurrences, errors };
}

describe('lines about what is counted', () => {
  it('say of each run what its queued line does not', async () => {
    const lines = [
      queued('run-1'),
      queued('run-2'),
      journalLine.counted([end(), end({ runId: 'run-2', status: 'fail', durationMs: null })]),
    ];
    const [batch] = uncounted(lines);
    expect(batch?.batch).toEqual({ writer: 'dead', number: 1 });
    expect(await told(batch?.counts)).toMatchObject({
      runs: 2,
      failures: 1,
      occurrences: [
        { status: 'success', durationMs: 13, attempts: 1 },
        { status: 'fail', durationMs: null },
      ],
    });
    expect(new JournalBook().read(lines, by).openRuns).toEqual([]);
  });

  it('count nothing from a line of an earlier release, or from a run that another record counts', () => {
    expect(uncounted([queued('run-1'), journalLine.over(['run-1'])])).toEqual([]);
    expect(uncounted([journalLine.ended('e', sampleExecution({ id: 'e' }))])).toEqual([]);
  });

  it('count a record with its error', async () => {
    const execution = sampleExecution({
      id: 'run-1',
      status: 'fail',
      exceptionType: 'Error',
      exceptionMessage: 'no',
    });
    const [batch] = uncounted([journalLine.ended('run-1', execution, end({ status: 'fail' }))]);
    expect(await told(batch?.counts)).toMatchObject({
      runs: 1,
      failures: 1,
      errors: [{ message: 'no', count: 1 }],
    });
  });

  it('end an occurrence with the attempt before where the retry never started', async () => {
    const previous = { status: 'timeout', durationMs: 7, isManual: true } as const;
    const ended = end({
      status: 'skipped',
      reason: 'cancelled',
      hasStarted: false,
      durationMs: null,
      attempt: 3,
      isManual: true,
      previous,
    });
    const [batch] = uncounted([countLine.counted(ended)]);
    expect((await told(batch?.counts)).occurrences).toMatchObject([
      { status: 'timeout', durationMs: 7, attempts: 2, origin: 'manual' },
    ]);
    const [open] = new JournalBook().read(
      [queued('run-1', 3), countLine.previous('run-1', previous)],
      by,
    ).openRuns;
    expect(open?.run.previous).toEqual(previous);
  });

  it('put what was counted into the batch that was cut after it, until the store has that', async () => {
    const cut = countLine.cut({ writer: 'dead', number: 4 }, 1);
    const lines = [
      queued('a'),
      journalLine.counted([end({ runId: 'a' })]),
      cut,
      countLine.counted(end({ status: 'missed', hasStarted: false, durationMs: null, coalescedCount: 5 })),
    ];
    const both = uncounted(lines);
    expect(both.map(({ batch }) => batch.number)).toEqual([4, 5]);
    expect(await told(both[0]?.counts)).toMatchObject({ runs: 1 });
    expect(await told(both[1]?.counts)).toMatchObject({ missed: 5 });
    const rest = uncounted([...lines, countLine.applied({ writer: 'dead', number: 4 })]);
    expect(rest.map(({ batch }) => batch.number)).toEqual([5]);
  });

  it('say the same after a rewrite', async () => {
    const [cut, current] = [new BatchCounts(), new BatchCounts()];
    for (let n = 0; n < 100; n += 1) cut.count(end({ scheduledAt: REFERENCE_INSTANT + n * 1_000 }));
    current.count(end({ status: 'interrupted', isGuess: true, durationMs: null }));
    const own = { writer: 'dead', number: 8 };
    const other = { writer: 'long dead', number: 2 };
    const standing = {
      last: own,
      unconfirmed: [
        { batch: own, counts: cut },
        { batch: other, counts: current },
      ],
      current,
    };
    const rewritten = [...standingLines(standing)];
    // After a crash of the machine what it replaced may be read before it.
    for (const lines of [rewritten, [...rewritten, ...rewritten]]) {
      const found = uncounted(lines);
      expect(found.map(({ batch }) => batch)).toEqual([own, other, { writer: 'dead', number: 9 }]);
      for (const [index, counts] of [cut, current, current].entries()) {
        expect(await told(found[index]?.counts)).toEqual(await told(counts));
      }
    }
  });

  it('give an adopter the same parts of a batch of many schedules, whatever their order is', async () => {
    const ids = Array.from({ length: 5_000 }, (_, n) => `schedule-${n}`);
    const missed = (scheduleId: string) =>
      end({ scheduleId, status: 'missed', hasStarted: false, durationMs: null });
    const counts = new BatchCounts();
    for (const id of ids) counts.count(missed(id));
    const lines = ids.toReversed().map((id) => countLine.counted(missed(id)));
    const cut = countLine.cut({ writer: 'dead', number: 7 }, counts.parts);
    const found = uncounted([...lines, cut, ...lines.slice(0, 1)]);
    expect(found.map(({ batch }) => batch.number)).toEqual([7, 8, 9, 10]);
    for (const [index, part] of counts.split(counts.parts).entries()) {
      const ofPart = [...(found[index]?.counts.scheduleIds ?? [])].toSorted();
      expect(ofPart).toEqual([...part.scheduleIds].toSorted());
    }
    expect(uncounted(lines).map(({ batch }) => batch.number)).toEqual([1, 2, 3]);
  });
});
