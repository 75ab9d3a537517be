import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleExecution, sampleSchedule } from '../../testing/samples.ts';
import { JournalBook } from './journal-book.ts';
import { journalLine, readJournalLine } from './journal-line.ts';

const by = { hostname: 'host-1', pid: 7 };
const read = (...lines: string[]) => new JournalBook().read(lines, by);
const awkward = sampleRun({
  runId: '"quoted" id',
  schedule: sampleSchedule({ id: 'a"b', jobKey: 'say "hi" \\ \u2028', variant: 'é' }),
  coalescedCount: 3,
});

describe('what a journal says', () => {
  it('a run that was queued, started and ended is over', () => {
    const { runId } = awkward;
    const queued = read(journalLine.queued(awkward));
    expect(queued.openRuns).toMatchObject([{ run: { runId, jobKey: awkward.schedule.jobKey }, start: null }]);
    const started = read(journalLine.queued(awkward), journalLine.started([runId], 5));
    expect(started.openRuns).toMatchObject([{ run: { coalescedCount: 3 }, start: { at: 5, by } }]);
    const ended = [journalLine.queued(awkward), journalLine.started([runId], 5), journalLine.over([runId])];
    expect(read(...ended).openRuns).toEqual([]);
  });

  it('a start that was taken back did not take place, unless another journal says that it did', () => {
    const { runId } = awkward;
    const startOf = (book: JournalBook) => book.openRuns.map(({ start }) => start?.at ?? null);
    const back = [
      journalLine.queued(awkward),
      journalLine.started([runId, 'b'], 5),
      journalLine.putBack(['b', runId]),
    ];
    expect(startOf(read(...back))).toEqual([null]);
    expect(startOf(read(...back, journalLine.started([runId], 6)))).toEqual([6]);
    const later = [journalLine.queued(awkward), journalLine.started([runId], 9)];
    const heir = { hostname: 'host-1', pid: 8 };
    expect(startOf(read(...back).read(later, heir))).toEqual([9]);
    expect(startOf(read(...later).read(back, heir))).toEqual([9]);
  });

  it('of an ordinary run only the fields that differ between runs', () => {
    const ordinary = sampleRun({ schedule: sampleSchedule({ variant: 'é' }), scheduledAt: 5, dueAt: 5 });
    expect(journalLine.queued(ordinary)).toBe('["q","run-1","schedule-1",5,"report.send","é","failures"]');
    const [{ run } = {}] = read(journalLine.queued(ordinary)).openRuns;
    expect(run).toMatchObject({ dueAt: 5, origin: 'schedule', attempt: 1, coalescedCount: 1 });
    for (const changes of [
      { origin: 'manual' as const },
      { attempt: 2 },
      { coalescedCount: 2 },
      { dueAt: 6 },
    ]) {
      const [open] = read(journalLine.queued({ ...ordinary, ...changes })).openRuns;
      expect(open?.run).toMatchObject(changes);
    }
  });

  it('the params that a run by hand was given, and that its retries keep', () => {
    const params = { to: ['a', null], text: '"日本" \u2028' };
    const byHand = sampleRun({ origin: 'manual', params });
    for (const run of [byHand, { ...byHand, origin: 'retry' as const, attempt: 2 }]) {
      const [open] = read(journalLine.queued(run)).openRuns;
      expect(open?.run).toMatchObject({
        params,
        origin: run.origin,
        attempt: run.attempt,
        jobKey: 'report.send',
      });
    }
    const [other] = read(journalLine.queued(sampleRun({ origin: 'manual' }))).openRuns;
    expect(other?.run).not.toHaveProperty('params');
  });

  it('a start that was late says why, in one word more', () => {
    const late = journalLine.started(['a'], 5, 'queue');
    expect([journalLine.started(['a', 'b'], 5), late]).toEqual([
      '["S",5,null,"a","b"]',
      '["S",5,"queue","a"]',
    ]);
    expect(readJournalLine(late)).toMatchObject({ lateReason: 'queue' });
    expect(readJournalLine('["S",5,null,"a"]')).toMatchObject({ lateReason: null });
  });

  it('what an earlier release wrote', () => {
    const full = '["q","a","schedule-1",5,6,"retry",2,3,"report.send","é","failures"]';
    const started = read(full, '["s","a",7,"queue"]', '["d","schedule-1",9]');
    const run = { scheduledAt: 5, dueAt: 6, origin: 'retry', attempt: 2, coalescedCount: 3, variant: 'é' };
    expect(started.openRuns).toMatchObject([{ run, start: { at: 7, lateReason: 'queue' } }]);
    expect(started.decidedUntil.get('schedule-1')).toBe(9);
    expect(read(full, '["s","a",7]', '["e","a"]').openRuns).toEqual([]);
  });

  it('a record waits until the database has it', () => {
    const execution = sampleExecution({ id: 'run-1', heldBy: ['run-0', 'by hand'] });
    const ended = journalLine.ended('run-1', execution);
    expect(read(ended).unwritten).toEqual([execution]);
    const { heldBy: _, ...earlier } = execution;
    const said = JSON.stringify(['e', 'run-1', earlier]); // as written by a release without the field
    expect(read(said).unwritten).toEqual([{ ...execution, heldBy: null }]);
    expect(read(ended, journalLine.written(['run-0', 'run-1'])).unwritten).toEqual([]);
  });

  it('an occurrence is decided once it is queued, a run by hand and a retry decide none', () => {
    const at = (origin: 'schedule' | 'manual' | 'retry') =>
      read(journalLine.queued(sampleRun({ origin }))).decidedUntil.get('schedule-1');
    expect(at('schedule')).toBe(REFERENCE_INSTANT);
    expect(at('manual')).toBeUndefined();
    expect(at('retry')).toBeUndefined();
    expect(read(journalLine.decided(['s'], 9), journalLine.decided(['s'], 4)).decidedUntil.get('s')).toBe(9);
  });

  it('a run that an adopter wrote down again is the same run', () => {
    const { run } = read(journalLine.queued(awkward)).openRuns[0] ?? {};
    const lines = run === undefined ? [] : [journalLine.requeued(run)];
    expect(read(...lines).openRuns).toEqual(read(journalLine.queued(awkward)).openRuns);
    const book = read(journalLine.queued(awkward)).read([...lines, journalLine.over([awkward.runId])], by);
    expect(book.openRuns).toEqual([]);
  });

  it('what one journal has about a run counts, in whichever order they are read', () => {
    const execution = sampleExecution({ id: awkward.runId });
    const first = [journalLine.queued(awkward), journalLine.ended(awkward.runId, execution)];
    const adopters = [journalLine.ended(awkward.runId, execution), journalLine.written([awkward.runId])];
    for (const lines of [
      [...first, ...adopters],
      [...adopters, ...first],
    ]) {
      expect(read(...lines)).toMatchObject({ openRuns: [], unwritten: [] });
    }
    const started = [journalLine.queued(awkward), journalLine.started([awkward.runId], 5)];
    expect(read(...started, journalLine.queued(awkward)).openRuns).toMatchObject([{ start: { at: 5 } }]);
  });

  it.each(['', '["q","torn', 'null', '{}', '[]', '["q",1]', '["?",1]', '\u0000\u0000'])(
    'passes over %j, and reads on',
    (damaged) => {
      expect(readJournalLine(damaged)).toBeNull();
      expect(read(damaged, journalLine.processed(5)).processedUntil).toBe(5);
    },
  );
});
