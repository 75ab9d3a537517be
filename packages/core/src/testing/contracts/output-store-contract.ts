import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  MAX_OUTPUT_WATCHES,
  OUTPUT_WATCH_MS,
  type Backend,
  type OutputLine,
  type RunOutput,
} from '../../ports/index.ts';
import type { FakeClock } from '../fake-clock.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';

export interface OutputStoreSubject {
  readonly backend: Pick<Backend, 'output' | 'schedules'>;
  /** The time of the watches. */
  readonly clock: FakeClock;
  close(): Promise<void>;
}

/** The contract of every `OutputStore`. */
export function outputStoreContract(name: string, create: () => Promise<OutputStoreSubject>): void {
  describe(`${name}: output of running jobs`, () => {
    let subject: OutputStoreSubject;
    let store: Backend['output'];
    beforeEach(async () => {
      subject = await create();
      store = subject.backend.output;
    });
    afterEach(() => subject.close());

    it('is watched for half a minute from the last renewal', async () => {
      expect(await store.watched()).toEqual([]);
      expect(await store.watch('run-1')).toBe(true);
      expect(await store.watched()).toEqual([{ runId: 'run-1', leftMs: OUTPUT_WATCH_MS }]);
      await subject.clock.advance(20_000);
      expect(await store.watched()).toEqual([{ runId: 'run-1', leftMs: 10_000 }]);
      expect(await store.watch('run-1')).toBe(true);
      await subject.clock.advance(29_999);
      expect(await store.watched()).toEqual([{ runId: 'run-1', leftMs: 1 }]);
      await subject.clock.advance(1);
      expect(await store.watched()).toEqual([]);
    });

    it('is what was written last, of several runs at once', async () => {
      for (const runId of ['run-1', 'run-2']) await store.watch(runId);
      expect(await store.read('run-1')).toBeNull();
      await store.write([output('run-1', ['a']), output('run-2', ['b', 'c'])]);
      await store.write([
        { ...output('run-1', ['a', 'd']), isEnded: true, progress: { done: 3, total: null } },
      ]);
      expect(await store.read('run-1')).toEqual({
        ...output('run-1', ['a', 'd']),
        isEnded: true,
        progress: { done: 3, total: null },
      });
      expect(await store.read('run-2')).toEqual(output('run-2', ['b', 'c']));
      await store.write([]);
    });

    it('is not written for a run that nobody watches', async () => {
      await store.watch('run-1');
      await store.write([output('run-1', ['a']), output('run-2', ['b'])]);
      expect(await store.read('run-2')).toBeNull();
      expect(await store.watched()).toHaveLength(1);
    });

    it('goes with its watch, once it is pruned', async () => {
      for (const runId of ['run-1', 'run-2']) await store.watch(runId);
      await store.write([output('run-1', ['a']), output('run-2', ['b'])]);
      await subject.clock.advance(20_000);
      await store.watch('run-2');
      await subject.clock.advance(15_000);
      expect(await store.read('run-1'), 'before it is pruned').not.toBeNull();
      await store.prune();
      expect(await store.read('run-1')).toBeNull();
      expect(await store.read('run-2')).toEqual(output('run-2', ['b']));
      expect(await store.watch('run-1'), 'watched anew').toBe(true);
    });

    it('keeps any text and id to the letter, but NUL and lone surrogates', async () => {
      const runId = 'a\'b"c;../日本 😀';
      const text = 'x\u0001\u001B[31mred\u001B[0m <b>&amp;</b> \'"`\\ %s $1 ? {"a":1}\n\r\t😀';
      await store.watch(runId);
      await store.write([output(runId, [text, ''])]);
      expect(await store.read(runId)).toEqual(output(runId, [text, '']));
      expect((await store.watched()).map((watch) => watch.runId)).toEqual([runId]);
    });

    it('may be as long as several full tails of characters that have to be escaped', async () => {
      const ids = ['run-1', 'run-2', 'run-3', 'run-4'];
      const outputs = ids.map((id) =>
        output(
          id,
          Array.from({ length: 64 }, () => '\u0001"\\é'.repeat(256)),
        ),
      );
      for (const id of ids) await store.watch(id);
      await store.write(outputs);
      expect(await store.read('run-4')).toEqual(outputs[3]);
    });

    it('of a bounded number of runs is watched, and those can be renewed', async () => {
      const ids = Array.from({ length: MAX_OUTPUT_WATCHES }, (_, n) => `run-${n}`);
      for (let n = 0; n < ids.length; n += 100)
        await Promise.all(ids.slice(n, n + 100).map((id) => store.watch(id)));
      expect(await store.watch('one-more')).toBe(false);
      expect(await store.watch('run-7')).toBe(true);
      expect(await store.watched()).toHaveLength(MAX_OUTPUT_WATCHES);
      await subject.clock.advance(OUTPUT_WATCH_MS + 1);
      await store.prune();
      expect(await store.watch('one-more')).toBe(true);
    });

    it('is watched by many at once', async () => {
      const seen = await Promise.all(Array.from({ length: 8 }, (_, n) => store.watch(`run-${n % 2}`)));
      expect(seen).not.toContain(false);
      expect((await store.watched()).map(({ runId }) => runId).toSorted()).toEqual(['run-0', 'run-1']);
    });

    it('raises no revision', async () => {
      const before = await subject.backend.schedules.readRevision();
      await store.watch('run-1');
      await store.write([output('run-1', ['a'])]);
      await store.prune();
      expect(await subject.backend.schedules.readRevision()).toEqual(before);
    });
  });
}

function output(runId: string, texts: readonly string[]): RunOutput {
  const lines = texts.map((text, at): OutputLine => ({
    seq: at + 4,
    at: REFERENCE_INSTANT + at,
    level: 'warn',
    text,
  }));
  return { runId, lines, progress: null, isEnded: false };
}
