import type { ActionsBody, ActionsDone } from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { actInSteps, putBackAll } from './act-in-steps.ts';

const done = (answer: Partial<ActionsDone>): ActionsDone => ({
  changed: 0,
  refused: [],
  changeId: 'one',
  nextCursor: null,
  ...answer,
});

describe('an action on many schedules', () => {
  it('continues with the cursor of the answer before, and counts what it reached', async () => {
    const sent: ActionsBody[] = [];
    const answers = [
      done({ changed: 1_000, nextCursor: 'c1' }),
      done({ changed: 998, nextCursor: 'c2', refused: [{ id: 'x', code: 'not_found', message: 'gone' }] }),
      done({ changed: 205 }),
    ];
    const progress: number[] = [];
    const acted = await actInSteps(
      { action: 'disable' },
      { filter: { is: 'failing' }, expect: 2_205 },
      async (body) => (sent.push(body), answers[sent.length - 1] ?? done({})),
      (reached) => progress.push(reached),
    );
    expect(sent).toEqual([
      { action: 'disable', filter: { is: 'failing' }, expect: 2_205 },
      { action: 'disable', filter: { is: 'failing' }, expect: 2_205, cursor: 'c1' },
      { action: 'disable', filter: { is: 'failing' }, expect: 2_205, cursor: 'c2' },
    ]);
    expect(progress).toEqual([1_000, 2_000, 2_205]);
    expect(acted).toMatchObject({ changed: 2_203, changeIds: ['one'], reached: 2_205, error: null });
    expect(acted.refused).toHaveLength(1);
  });

  it('sends at most a thousand ids at once, and keeps every change of it', async () => {
    const ids = Array.from({ length: 2_001 }, (_, n) => `id-${n}`);
    const sizes: number[] = [];
    const acted = await actInSteps(
      { action: 'resume' },
      { ids },
      async (body) => {
        sizes.push(body.ids?.length ?? 0);
        return done({ changed: body.ids?.length ?? 0, changeId: `change-${sizes.length}` });
      },
      () => undefined,
    );
    expect(sizes).toEqual([1_000, 1_000, 1]);
    expect(acted).toMatchObject({ changed: 2_001, changeIds: ['change-1', 'change-2', 'change-3'] });
  });

  it('says what it did before it failed, and throws if that is nothing', async () => {
    const lost = new Error('no answer');
    let sent = 0;
    const failingAfter = (most: number) =>
      actInSteps(
        { action: 'enable' },
        { filter: {}, expect: 3_000 },
        async () => {
          sent += 1;
          if (sent > most) throw lost;
          return done({ changed: 1_000, nextCursor: 'next' });
        },
        () => undefined,
      );
    expect(await failingAfter(1)).toMatchObject({ changed: 1_000, reached: 1_000, error: lost });
    sent = 0;
    await expect(failingAfter(0)).rejects.toBe(lost);
  });
});

describe('putting back', () => {
  it('begins with the last change, and follows the cursor of each', async () => {
    const sent: string[] = [];
    const back = await putBackAll(['first', 'second'], async (id, cursor) => {
      sent.push(`${id} ${cursor}`);
      return done({ changed: 2, nextCursor: id === 'second' && cursor === null ? 'more' : null });
    });
    expect(sent).toEqual(['second null', 'second more', 'first null']);
    expect(back).toEqual({ changed: 6, refused: [] });
  });
});
