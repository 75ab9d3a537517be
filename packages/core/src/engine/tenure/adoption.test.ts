import { describe, expect, it } from 'vitest';
import type { AdoptedJournal } from '../../ports/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { JournalRoom } from '../../testing/memory/memory-journal.ts';
import { createRecordingLogger } from '../../testing/recording-logger.ts';
import { quietSources } from '../../testing/quiet-sources.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { Adoption } from './adoption.ts';
import { JournalBook, type OpenRun } from '../journal/journal-book.ts';
import { JournalKeeper } from '../journal/journal-keeper.ts';
import { journalLine } from '../journal/journal-line.ts';
import { liveLines } from '../journal/live-lines.ts';
import type { Run } from '../runs/run.ts';

/** An otherwise idle adopter whose adopted journals cannot be deleted at first. */
async function adopterOf(room: JournalRoom) {
  const shelf = room.shelf();
  let mayDiscard = false;
  const taken: { readonly run: OpenRun['run']; readonly isResumable: boolean }[] = [];
  const stubborn = (journal: AdoptedJournal): AdoptedJournal => ({
    ...journal,
    discard: () => (mayDiscard ? journal.discard() : Promise.reject(new Error('not permitted'))),
  });
  const journal: JournalKeeper = new JournalKeeper({
    clock: new FakeClock(),
    logger: createRecordingLogger(),
    onChange: () => undefined,
    lateReasonAt: () => null,
  });
  const adoption: Adoption = new Adoption({
    runnerId: 'adopter',
    shelf: { ...shelf, adopt: async (runnerId) => (await shelf.adopt(runnerId)).map(stubborn) },
    journal,
    recoveredRuns: { take: ({ run }, isResumable) => void taken.push({ run, isResumable }) },
    counters: { recover: () => undefined },
    replay: () => undefined,
    onParked: () => undefined,
    onAdopted: () => undefined,
    onSetAside: () => undefined,
    onNotDeleted: () => undefined,
  });
  journal.open(await shelf.open('adopter'), {
    liveLines: () => liveLines({ ...quietSources, adoption }),
    isBehind: () => false,
    uncut: () => 0,
    cutSoon: () => undefined,
  });
  return { adoption, journal, taken, permit: () => (mayDiscard = true) };
}

/** The journal of a dead runner; `isWhole`: nothing is missing at its end. */
async function leave(room: JournalRoom, runnerId: string, lines: readonly string[], isWhole = true) {
  const journal = await room.shelf().open(runnerId);
  journal.append(lines);
  room.isFull = !isWhole;
  if (!isWhole) journal.append(['lost']);
  room.isFull = false;
  room.markDead(runnerId);
}

const queuedBy = (run: Run) => [journalLine.confirmed(run.scheduledAt), journalLine.queued(run)];

describe('adoption', () => {
  it('takes nothing of a journal of another database, and puts it aside', async () => {
    const room = new JournalRoom();
    const foreign = sampleRun({ runId: 'foreign' });
    const known = sampleRun({ runId: 'known' });
    await leave(room, 'stranger', [journalLine.history('theirs'), ...queuedBy(foreign)]);
    await leave(room, 'dead', [journalLine.history('ours'), ...queuedBy(known)]);
    const { adoption, journal, taken } = await adopterOf(room);
    const adopted = await adoption.adopt(null, 'ours');
    expect(adopted.map(({ runnerId }) => runnerId)).toEqual(['dead']);
    expect(taken.map(({ run }) => run.runId)).toEqual(['known']);
    expect([adoption.hasFoundOtherHistories, room.setAside]).toEqual([true, ['stranger']]);
    await journal.close(true);
  });

  it('counts only what a writer said after it went on with another database', () => {
    const before = sampleRun({ runId: 'before' });
    const after = sampleRun({ runId: 'after' });
    const lines = [
      journalLine.history('old'),
      ...queuedBy(before),
      journalLine.processed(before.scheduledAt),
      journalLine.history('new'),
      journalLine.queued(after),
    ];
    const book = new JournalBook().read(lines, { hostname: 'h', pid: 1 });
    expect(book.historyId).toBe('new');
    expect(book.openRuns.map(({ run }) => run.runId)).toEqual(['after']);
    expect(book.processedUntil).toBe(-Infinity);
  });

  it('while an adopted journal stands, the own one says what is over, however often it is written anew', async () => {
    const room = new JournalRoom();
    const run = sampleRun({ runId: 'waits' });
    await leave(room, 'dead', queuedBy(run));
    const { adoption, journal, permit } = await adopterOf(room);
    await adoption.adopt(null, null);
    journal.ended(run.runId, null);
    room.isFull = true;
    journal.flush();
    room.isFull = false;
    expect([journal.isDegraded, await journal.sync(), journal.isDegraded]).toEqual([true, true, false]);

    const left = async (adopter: string) => {
      const journals = await room.shelf().adopt(adopter);
      const book = new JournalBook();
      for (const { lines, hostname, pid } of journals) book.read(lines, { hostname, pid });
      return { journals: journals.map(({ runnerId }) => runnerId), open: book.openRuns.length };
    };
    permit();
    room.markDead('adopter');
    expect(await left('next')).toEqual({ journals: ['dead', 'adopter'], open: 0 });
  });

  it('what could not be deleted is deleted later', async () => {
    const room = new JournalRoom();
    await leave(room, 'dead', queuedBy(sampleRun({})));
    const { adoption, permit } = await adopterOf(room);
    await adoption.adopt(null, null);
    expect([...adoption.standingRunIds]).toHaveLength(1);
    permit();
    await adoption.letGo();
    expect([...adoption.standingRunIds]).toEqual([]);
    room.markDead('adopter');
    expect((await room.shelf().peek()).map(({ runnerId }) => runnerId)).toEqual(['adopter']);
  });

  it('a waiting run is resumed if the journals of all who may have started it are complete', async () => {
    const run = sampleRun({ runId: 'waits' });
    for (const isWhole of [true, false]) {
      const room = new JournalRoom();
      await leave(room, 'dead', queuedBy(run));
      await room.shelf().adopt('its-adopter');
      await leave(room, 'its-adopter', [journalLine.processed(run.scheduledAt)], isWhole);
      const { adoption, taken } = await adopterOf(room);
      await adoption.adopt(null, null);
      expect(taken).toMatchObject([{ run: { runId: 'waits' }, isResumable: isWhole }]);
    }
  });

  it('nor if an adopter has left no journal at all', async () => {
    const room = new JournalRoom();
    await leave(room, 'dead', queuedBy(sampleRun({ runId: 'waits' })));
    await room.shelf().adopt('silent');
    room.markDead('silent');
    const { adoption, taken } = await adopterOf(room);
    await adoption.adopt(null, null);
    expect(taken).toMatchObject([{ run: { runId: 'waits' }, isResumable: false }]);
  });

  it('a gap in the journal of a runner that never had it is no obstacle', async () => {
    const room = new JournalRoom();
    await leave(room, 'gap', [journalLine.processed(0)], false);
    await leave(room, 'dead', queuedBy(sampleRun({ runId: 'waits' })));
    const { adoption, taken } = await adopterOf(room);
    await adoption.adopt(null, null);
    expect(taken).toMatchObject([{ run: { runId: 'waits' }, isResumable: true }]);
  });

  it('and of one that stands in several it is enough that one vouches for it', async () => {
    const run = sampleRun({ runId: 'waits' });
    for (const order of [
      ['dead', 'its-adopter'],
      ['its-adopter', 'dead'],
    ]) {
      const room = new JournalRoom();
      for (const runnerId of order) {
        await leave(room, runnerId, runnerId === 'dead' ? queuedBy(run) : [journalLine.queued(run)]);
      }
      const { adoption, taken } = await adopterOf(room);
      await adoption.adopt(null, null);
      expect(taken.map(({ isResumable }) => isResumable)).toEqual([true]);
    }
  });
});
