import { describe, expect, it } from 'vitest';
import { JournalRoom } from './memory-journal.ts';

const linesOf = async (room: JournalRoom) => (await room.shelf().peek()).map(({ lines }) => lines);

describe('a memory journal', () => {
  it('is left to an adopter when its process dies, to one only, and to whoever follows that one', async () => {
    const room = new JournalRoom();
    const journal = await room.shelf().open('a');
    journal.append(['one', 'two']);
    const b = room.shelf();
    expect(await b.adopt('b')).toEqual([]);
    room.markDead('a');
    expect(await b.adopt('b')).toMatchObject([{ runnerId: 'a', lines: ['one', 'two'], isComplete: true }]);
    const c = room.shelf();
    expect(await c.adopt('c')).toEqual([]);
    room.markDead('b');
    const [adopted] = await c.adopt('c');
    await adopted?.discard();
    await adopted?.discard();
    expect(await c.adopt('c')).toEqual([]);
  });

  it('is gone after a close, unless it is kept', async () => {
    const room = new JournalRoom();
    for (const isKept of [false, true]) {
      const journal = await room.shelf().open(String(isKept));
      journal.append([String(isKept)]);
      await journal.close(isKept);
      await journal.close(!isKept);
      expect(journal.append(['late'])).toBe(false);
    }
    expect(await linesOf(room)).toEqual([['true']]);
  });

  it('breaks on a full disk until it is written anew', async () => {
    const room = new JournalRoom();
    const journal = await room.shelf().open('a');
    journal.append(['one']);
    room.isFull = true;
    expect(journal.append(['two', 'three'])).toBe(false);
    room.isFull = false;
    expect([journal.append(['four']), await journal.sync()]).toEqual([false, false]);
    room.markDead('a');
    expect(await room.shelf().peek()).toMatchObject([{ lines: ['one', 'two'], isComplete: false }]);
    expect([journal.rewrite(['all']), journal.size, journal.append(['five'])]).toEqual([true, 0, true]);
    expect(await room.shelf().peek()).toMatchObject([{ lines: ['all', 'five'], isComplete: true }]);
  });

  it('loses what was not synced when the power fails', async () => {
    const room = new JournalRoom();
    const journal = await room.shelf().open('a');
    journal.append(['one']);
    await journal.sync();
    journal.append(['two']);
    room.markDead('a', 'power-lost');
    expect(await room.shelf().peek()).toMatchObject([{ lines: ['one'], isComplete: false }]);
  });
});
