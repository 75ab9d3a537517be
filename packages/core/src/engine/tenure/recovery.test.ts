import { describe, expect, it } from 'vitest';
import type { Tenure } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { JournalBook } from '../journal/journal-book.ts';
import { journalLine } from '../journal/journal-line.ts';
import { resumptionOf, type KnownJournal } from './recovery.ts';

const SECOND = 1_000;
const now = REFERENCE_INSTANT;
const P = now - 20 * SECOND;
const R = now - 5 * SECOND;

const tenure = (changes: Partial<Tenure> = {}): Tenure => ({
  epoch: 8,
  processedUntil: P,
  reservedUntil: R,
  previousRunnerId: 'dead',
  previousEpoch: 7,
  mayOverlap: false,
  ...changes,
});
const journal = (lines: readonly string[], changes: Partial<KnownJournal> = {}): KnownJournal => ({
  runnerId: 'dead',
  isComplete: true,
  book: new JournalBook().read(lines, { hostname: 'host-1', pid: 1 }),
  ...changes,
});
const fired = journalLine.tenure(7, null);
const queuedAt = (scheduledAt: number) => journalLine.queued(sampleRun({ scheduledAt }));

describe('where a tenure goes on', () => {
  it('without a P it begins now', () => {
    const nothing = tenure({ processedUntil: null, reservedUntil: null, previousRunnerId: null });
    expect(resumptionOf(nothing, [], null, now)).toMatchObject({ processedUntil: now, ambiguousUntil: null });
  });

  it('after a clean stop nothing is ambiguous', () => {
    const clean = tenure({ reservedUntil: null, previousRunnerId: null, previousEpoch: null });
    expect(resumptionOf(clean, [], null, now)).toMatchObject({ processedUntil: P, ambiguousUntil: null });
  });

  it('a whole journal of the last holder decides what came after P', () => {
    const known = journal([fired, queuedAt(P + SECOND), journalLine.decided(['other'], P - SECOND)]);
    const { decidedUntil, ambiguousUntil } = resumptionOf(tenure(), [known], null, now);
    expect(ambiguousUntil).toBeNull();
    expect([...decidedUntil]).toEqual([['schedule-1', P + SECOND]]);
  });

  it('its own P may be newer than the lease knows', () => {
    const known = journal([fired, journalLine.processed(P + 3 * SECOND)]);
    expect(resumptionOf(tenure(), [known], null, now).processedUntil).toBe(P + 3 * SECOND);
  });

  it('the journal of a runner that lost the lease and got it back while it ended covers the time before, too', () => {
    const takeover = { ...tenure(), epoch: 8, reservedUntil: R, previousRunnerId: 'dead', previousEpoch: 7 };
    const known = journal([fired, queuedAt(P + SECOND), journalLine.takeover(takeover)]);
    const { decidedUntil, ambiguousUntil } = resumptionOf(
      tenure({ epoch: 9, previousEpoch: 8 }),
      [known],
      null,
      now,
    );
    expect(ambiguousUntil).toBeNull();
    expect([...decidedUntil]).toEqual([['schedule-1', P + SECOND]]);
  });

  it.each([
    ['no journal is found', []],
    ['it is another runner’s', [journal([fired], { runnerId: 'somebody' })]],
    ['it is not whole', [journal([fired], { isComplete: false })]],
    ['it is of an earlier time in which the runner fired', [journal([journalLine.tenure(5, null)])]],
    ['its writer died while it took over', [journal([])]],
  ])('up to R everything undecided is ambiguous when %s', (_what, journals) => {
    expect(resumptionOf(tenure(), journals, null, now).ambiguousUntil).toBe(R);
  });

  it('an R still to come counts whole: the clock may have been set back since', () => {
    const ahead = tenure({ reservedUntil: now + SECOND });
    expect(resumptionOf(ahead, [], null, now).ambiguousUntil).toBe(now + SECOND);
  });

  it('one that died while it took over has fired nothing: its predecessor counts', () => {
    const found = { epoch: 7, reservedUntil: R - 3 * SECOND, previousRunnerId: 'first', previousEpoch: 6 };
    const between = journal([journalLine.takeover(found)]);
    const first = journal([journalLine.tenure(6, null), queuedAt(P + SECOND)], { runnerId: 'first' });
    const known = resumptionOf(tenure(), [between, first], null, now);
    expect(known.ambiguousUntil).toBeNull();
    expect([...known.decidedUntil]).toEqual([['schedule-1', P + SECOND]]);
    expect(resumptionOf(tenure(), [between], null, now).ambiguousUntil).toBe(R - 3 * SECOND);
    const clean = journal([journalLine.takeover({ ...found, reservedUntil: null, previousRunnerId: null })]);
    expect(resumptionOf(tenure(), [clean], null, now).ambiguousUntil).toBeNull();
  });

  it('what was ambiguous to the last holder stays so', () => {
    const known = journal([journalLine.tenure(7, P + 2 * SECOND)]);
    expect(resumptionOf(tenure(), [known], null, now).ambiguousUntil).toBe(P + 2 * SECOND);
  });

  it('a runner that gets back its own lease remembers what it did', () => {
    const own = { runnerId: 'dead', epoch: 7, ambiguousUntil: null, processedUntil: -Infinity };
    expect(resumptionOf(tenure(), [], own, now).ambiguousUntil).toBeNull();
    expect(resumptionOf(tenure({ previousEpoch: 6 }), [], own, now).ambiguousUntil).toBe(R);
  });

  it('a P far ahead of the clock is given up, and so are marks', () => {
    const ahead = tenure({ processedUntil: now + 61 * SECOND });
    expect(resumptionOf(ahead, [], null, now)).toMatchObject({
      processedUntil: now,
      setBackByMs: 61 * SECOND,
    });
    const known = journal([fired, queuedAt(now + 61 * SECOND)]);
    expect(resumptionOf(tenure(), [known], null, now).decidedUntil.size).toBe(0);
  });

  it('a P a little ahead of the clock holds', () => {
    const ahead = tenure({ processedUntil: now + 59 * SECOND });
    expect(resumptionOf(ahead, [], null, now)).toMatchObject({
      processedUntil: now + 59 * SECOND,
      setBackByMs: null,
    });
  });
});
