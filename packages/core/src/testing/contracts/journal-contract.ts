import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Journal, JournalRewrite, JournalShelf } from '../../ports/index.ts';

export interface JournalSubject {
  /** The shelf that all runners of the test share. */
  readonly shelf: JournalShelf;
  /** Makes this runner certainly dead, as after `kill -9` on the same machine. */
  kill(runnerId: string): Promise<void>;
  /** Appends this text without a line end to a runner's journal, as a crash in the middle of a write does. */
  tear(runnerId: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * The contract of every `JournalShelf`: each line for which `append` returned true is read by one adopter, once its
 * owner is dead.
 */
export function journalContract(name: string, create: () => Promise<JournalSubject>): void {
  describe(`${name}: the journals`, () => {
    let subject: JournalSubject;
    let shelf: JournalShelf;
    beforeEach(async () => {
      subject = await create();
      shelf = subject.shelf;
    });
    afterEach(() => subject.close());

    const write = async (runnerId: string, ...lines: string[]): Promise<Journal> => {
      const journal = await shelf.open(runnerId);
      expect(journal.append(lines)).toBe(true);
      return journal;
    };
    const adopted = async (runnerId: string) =>
      (await shelf.adopt(runnerId))
        .map(({ runnerId: owner, lines }) => [owner, ...lines])
        .sort(([a], [b]) => String(a).localeCompare(String(b)));

    it('there are none at first, and one that was only opened does not count', async () => {
      await shelf.open('dead');
      await subject.kill('dead');
      expect(await shelf.peek()).toEqual([]);
      expect(await shelf.adopt('me')).toEqual([]);
    });

    it('names whose they are, the living and the dead, until they are taken over or closed for good', async () => {
      const alive = await write('alive', 'one');
      await write('dead', 'one');
      await shelf.open('silent');
      expect([...(await shelf.owners())].sort()).toEqual(['alive', 'dead']);
      await subject.kill('dead');
      expect([...(await shelf.owners())].sort()).toEqual(['alive', 'dead']);
      await shelf.adopt('alive');
      expect(await shelf.owners()).toEqual(['alive']);
      for (const one of await shelf.adopt('alive')) await one.discard();
      await alive.close(false);
      expect(await shelf.owners()).toEqual([]);
    });

    it('gives every line to the adopter, in order, with the name of the dead', async () => {
      const journal = await write('dead', 'one', '{"two":"日本 😀"}');
      expect(journal.append(['three'])).toBe(true);
      expect(journal.append([])).toBe(true);
      await subject.kill('dead');
      expect(await shelf.adopt('me')).toEqual([
        {
          runnerId: 'dead',
          hostname: expect.any(String),
          pid: expect.any(Number),
          lines: ['one', '{"two":"日本 😀"}', 'three'],
          isComplete: true,
          parkedCount: 0,
          adoptedBy: null,
          takeParked: expect.any(Function),
          setAside: expect.any(Function),
          discard: expect.any(Function),
        },
      ]);
    });

    it('leaves out a last line that was torn', async () => {
      await write('dead', 'one', 'two');
      await subject.tear('dead', '["q","ha');
      await subject.kill('dead');
      expect(await adopted('me')).toEqual([['dead', 'one', 'two']]);
    });

    it('hands on whole lines whatever is in them', async () => {
      await write('dead', 'no JSON', '', '\u0000\u0000', 'end');
      await subject.kill('dead');
      expect(await adopted('me')).toEqual([['dead', 'no JSON', '', '\u0000\u0000', 'end']]);
    });

    it('a rewrite replaces everything before it and nothing after it', async () => {
      const journal = await write('dead', 'one', 'two');
      expect(journal.size).toBeGreaterThan(6);
      expect(journal.rewrite(['kept'])).toBe(true);
      expect(journal.size).toBe(0);
      expect(journal.append(['after'])).toBe(true);
      expect(journal.size).toBeGreaterThan(4);
      await subject.kill('dead');
      expect(await adopted('me')).toEqual([['dead', 'kept', 'after']]);
    });

    it('a rewrite may be the first thing, may be repeated, and may leave nothing', async () => {
      const journal = await shelf.open('dead');
      expect(journal.rewrite(['first'])).toBe(true);
      expect(journal.rewrite(['second'])).toBe(true);
      expect(journal.rewrite([])).toBe(true);
      expect(journal.append(['after'])).toBe(true);
      await subject.kill('dead');
      expect(await adopted('me')).toEqual([['dead', 'after']]);
    });

    it('a rewrite in steps keeps what is appended meanwhile, and shows only once it has ended', async () => {
      const journal = await write('dead', 'one', 'two');
      const rewrite = journal.beginRewrite();
      expect(rewrite?.add(['kept', '日本'])).toBe(true);
      expect(journal.append(['meanwhile 1'])).toBe(true);
      expect(rewrite?.add(['kept too'])).toBe(true);
      expect(journal.append(['meanwhile 2'])).toBe(true);
      expect(await journal.sync()).toBe(true);
      const { size } = journal;
      expect(finished(rewrite)).toBe('done');
      expect(journal.size).toBeGreaterThan(0);
      expect(journal.size).toBeLessThan(size);
      expect(journal.append(['after'])).toBe(true);
      expect(await journal.sync()).toBe(true);
      expect(rewrite?.finish()).toBe('failed');
      await subject.kill('dead');
      expect(await adopted('me')).toEqual([
        ['dead', 'kept', '日本', 'kept too', 'meanwhile 1', 'meanwhile 2', 'after'],
      ]);
    });

    it('a rewrite in steps that is killed, abandoned or overtaken leaves the journal as it was', async () => {
      for (const name of ['killed', 'abandoned', 'overtaken', 'closed']) {
        const journal = await write(name, 'one');
        const rewrite = journal.beginRewrite();
        rewrite?.add(['half']);
        journal.append(['two']);
        if (name === 'abandoned') {
          rewrite?.abandon();
          rewrite?.abandon();
        }
        if (name === 'overtaken') journal.rewrite(['at once']);
        if (name === 'closed') await journal.close(true);
        if (name !== 'killed') expect(finished(rewrite)).toBe('failed');
        journal.append(['three']);
        await subject.kill(name);
      }
      expect(await adopted('me')).toEqual([
        ['abandoned', 'one', 'two', 'three'],
        ['closed', 'one', 'two'],
        ['killed', 'one', 'two', 'three'],
        ['overtaken', 'at once', 'three'],
      ]);
    });

    it('a rewrite in steps begins again after one that was abandoned, and not before the first line', async () => {
      expect((await shelf.open('empty')).beginRewrite()).toBeNull();
      const journal = await write('dead', 'one');
      journal.beginRewrite()?.add(['x']);
      const rewrite = journal.beginRewrite();
      rewrite?.add(['kept']);
      expect(finished(rewrite)).toBe('done');
      await subject.kill('dead');
      expect(await adopted('me')).toEqual([['dead', 'kept']]);
    });

    it('sync says that everything is safe', async () => {
      const journal = await shelf.open('a');
      expect(await journal.sync()).toBe(true);
      journal.append(['one']);
      expect(await journal.sync()).toBe(true);
      journal.rewrite(['two']);
      expect(await journal.sync()).toBe(true);
    });

    it('closed for good, nothing is left of it; closing twice is harmless', async () => {
      const journal = await write('dead', 'one');
      await journal.close(false);
      await journal.close(false);
      await subject.kill('dead');
      expect(await shelf.adopt('me')).toEqual([]);
    });

    it('closed and kept, it is for an adopter, even while its process goes on', async () => {
      const journal = await write('left', 'one');
      await journal.close(true);
      await journal.close(true);
      expect(await adopted('me')).toEqual([['left', 'one']]);
    });

    it('takes nothing once it is closed', async () => {
      const journal = await write('a', 'one');
      await journal.close(true);
      expect(journal.append(['two'])).toBe(false);
      expect(journal.rewrite(['two'])).toBe(false);
      expect(await adopted('me')).toEqual([['a', 'one']]);
    });

    it("those of the living stay where they are, one's own as well", async () => {
      const mine = await write('me', 'mine');
      const alive = await write('alive', 'one');
      expect(await shelf.peek()).toEqual([]);
      expect(await shelf.adopt('me')).toEqual([]);
      expect(mine.append(['more'])).toBe(true);
      expect(alive.append(['two'])).toBe(true);
      await subject.kill('alive');
      expect(await adopted('me')).toEqual([['alive', 'one', 'two']]);
    });

    it('one of two adopters gets each', async () => {
      for (const runnerId of ['dead-1', 'dead-2', 'dead-3']) {
        await write(runnerId, runnerId);
        await subject.kill(runnerId);
      }
      const both = await Promise.all([shelf.adopt('a'), shelf.adopt('b')]);
      expect(
        both
          .flat()
          .map(({ runnerId }) => runnerId)
          .sort(),
      ).toEqual(['dead-1', 'dead-2', 'dead-3']);
    });

    it('comes again until it is discarded, and then never', async () => {
      await write('dead', 'one');
      await subject.kill('dead');
      expect(await adopted('me')).toEqual([['dead', 'one']]);
      const [journal] = await shelf.adopt('me');
      expect(journal?.lines).toEqual(['one']);
      await journal?.discard();
      await journal?.discard();
      expect(await shelf.adopt('me')).toEqual([]);
    });

    it('goes on to the next adopter with what a dead one had taken over and not discarded', async () => {
      await write('first', 'one');
      await subject.kill('first');
      await write('second', 'two');
      await shelf.adopt('second');
      await subject.kill('second');
      // This runner dies before it has a journal of its own.
      await shelf.adopt('third');
      await subject.kill('third');
      expect((await shelf.peek()).map(({ runnerId }) => runnerId).sort()).toEqual(['first', 'second']);
      expect((await shelf.peek()).map(({ adoptedBy }) => adoptedBy)).toEqual(['third', 'third']);
      expect(await adopted('me')).toEqual([
        ['first', 'one'],
        ['second', 'two'],
      ]);
      const both = await shelf.adopt('me');
      await both.find(({ runnerId }) => runnerId === 'second')?.discard();
      expect(await adopted('me')).toEqual([['first', 'one']]);
    });

    it('says who had taken one over before, as often as it is asked, and of the others nothing', async () => {
      await write('first', 'one');
      await subject.kill('first');
      await write('second', 'two');
      await shelf.adopt('second');
      await subject.kill('second');
      const former = (
        journals: readonly { readonly runnerId: string; readonly adoptedBy: string | null }[],
      ) => Object.fromEntries(journals.map(({ runnerId, adoptedBy }) => [runnerId, adoptedBy]));
      for (const journals of [await shelf.peek(), await shelf.adopt('me'), await shelf.adopt('me')]) {
        expect(former(journals)).toEqual({ first: 'second', second: null });
      }
    });

    it('what an adopter has not discarded survives its own end', async () => {
      await write('dead', 'one');
      await subject.kill('dead');
      const adopter = await write('adopter', 'mine');
      await shelf.adopt('adopter');
      await adopter.close(false);
      expect(await adopted('me')).toEqual([['dead', 'one']]);
    });

    const parkedOf = async (journal: Journal) => {
      const batches: string[][] = [];
      for (let next = await journal.oldestParked(); next !== null; next = await journal.oldestParked()) {
        batches.push([...next.lines]);
        await next.discard();
        await next.discard();
      }
      return batches;
    };

    it('what is put aside is no part of it, survives a rewrite, and comes back oldest first, each batch once', async () => {
      const journal = await write('a', 'one');
      expect(await journal.oldestParked()).toBeNull();
      expect(journal.park(['x', '日本'])).toBe(true);
      expect(journal.park(['y'])).toBe(true);
      expect(journal.parkedCount).toBe(3);
      expect(journal.rewrite(['two'])).toBe(true);
      expect((await journal.oldestParked())?.lines).toEqual(['x', '日本']);
      expect(await parkedOf(journal)).toEqual([['x', '日本'], ['y']]);
      expect(journal.parkedCount).toBe(0);
      await subject.kill('a');
      expect(await adopted('me')).toEqual([['a', 'two']]);
    });

    it('what the dead had put aside lies aside of the adopter, also of the next one', async () => {
      const dead = await write('dead', 'one');
      dead.park(['x']);
      await subject.kill('dead');
      const second = await shelf.open('second');
      expect(await shelf.peek()).toMatchObject([{ runnerId: 'dead', parkedCount: 1 }]);
      const found = await shelf.adopt('second');
      expect(await second.oldestParked(), 'it may be of another database').toBeNull();
      for (const one of found) one.takeParked();
      expect((await second.oldestParked())?.lines).toEqual(['x']);
      expect(second.parkedCount).toBe(1);
      await subject.kill('second');
      const me = await shelf.open('me');
      me.park(['y']);
      for (const one of await shelf.adopt('me')) one.takeParked();
      expect((await parkedOf(me)).flat().sort()).toEqual(['x', 'y']);
    });

    it('what was put aside outlives a journal that is closed for good', async () => {
      const left = await write('left', 'one');
      left.park(['x']);
      await left.close(false);
      expect(left.park(['z'])).toBe(false);
      const me = await shelf.open('me');
      expect(await adopted('me')).toEqual([]);
      expect(await parkedOf(me)).toEqual([['x']]);
      await me.close(false);
      expect(await shelf.adopt('other')).toEqual([]);
    });

    it('what is set aside is of nobody any more, with what lay aside of it', async () => {
      const dead = await write('dead', 'one');
      dead.park(['x']);
      await subject.kill('dead');
      const me = await shelf.open('me');
      for (const one of await shelf.adopt('me')) {
        await one.setAside();
        await one.setAside();
      }
      expect(await me.oldestParked()).toBeNull();
      expect(await shelf.peek()).toEqual([]);
      expect(await shelf.adopt('me')).toEqual([]);
      await me.close(false);
      expect(await shelf.adopt('other')).toEqual([]);
    });

    it('can be looked at without being taken', async () => {
      await write('dead', 'one');
      await subject.kill('dead');
      const seen = await shelf.peek();
      expect(seen).toMatchObject([{ runnerId: 'dead', lines: ['one'], isComplete: true }]);
      expect(await shelf.peek()).toEqual(seen);
      expect(await adopted('me')).toEqual([['dead', 'one']]);
      expect(await shelf.peek()).toEqual([]);
    });
  });
}

/** Its last step's answer. */
function finished(rewrite: JournalRewrite | null): string | undefined {
  for (let step = 0; step < 100; step += 1) {
    const state = rewrite?.finish();
    if (state !== 'more') return state;
  }
  return 'endless';
}
