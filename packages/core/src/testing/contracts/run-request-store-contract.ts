import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RUN_KEY_KEPT_MS, type RunRequest, type RunRequestStore } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';

export interface RunRequestStoreSubject {
  readonly store: RunRequestStore;
  close(): Promise<void>;
}

/** The contract of every `RunRequestStore`. */
export function runRequestStoreContract(name: string, create: () => Promise<RunRequestStoreSubject>): void {
  describe(`${name}: requests for runs`, () => {
    let subject: RunRequestStoreSubject;
    let store: RunRequestStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.close());

    it('hands out each request once', async () => {
      await store.add(request(1));
      await store.add(request(2));
      expect(sorted(await store.claim('runner-1'))).toEqual([request(1), request(2)]);
      expect(await store.claim('runner-1')).toEqual([]);
      expect(await store.claim('runner-2')).toEqual([]);
    });

    it('keeps the params of a run, to claim, to expire and claimed', async () => {
      const params = { to: ["it's", 1.5, null, { deep: true }], text: '\0 "日本" \\ 😀' };
      await store.add({ ...request(1), params });
      await store.add({ ...request(2), params: {} });
      await store.add(request(3));
      const all = [{ ...request(1), params }, { ...request(2), params: {} }, request(3)];
      expect(sorted(await store.expired(REFERENCE_INSTANT + 9_000))).toEqual(all);
      expect(sorted(await store.claim('runner-1'))).toEqual(all);
      const claim = { claimedBy: 'runner-1', claimedAt: expect.any(Number) as number };
      expect(sorted(await store.claimed())).toEqual(all.map((one) => ({ ...one, ...claim })));
    });

    it('gives two runners that claim at once different requests', async () => {
      for (let i = 0; i < 20; i += 1) await store.add(request(i));
      const [a, b] = await Promise.all([store.claim('runner-1'), store.claim('runner-2')]);
      expect(a.length + b.length).toBe(20);
      expect(new Set([...a, ...b].map(({ id }) => id)).size).toBe(20);
    });

    it('tells what waited too long, and only that, until it is forgotten', async () => {
      await store.add(request(1));
      await store.add(request(2));
      expect(await store.expired(REFERENCE_INSTANT + 2_000)).toEqual([request(1)]);
      expect(await store.expired(REFERENCE_INSTANT + 2_000), 'reading takes nothing').toEqual([request(1)]);
      await store.forget([request(1).id]);
      expect(await store.expired(REFERENCE_INSTANT + 2_000)).toEqual([]);
      expect(await store.claim('runner-1')).toEqual([request(2)]);
    });

    it('does not expire what a runner has claimed', async () => {
      await store.add(request(1));
      await store.claim('runner-1');
      expect(await store.expired(REFERENCE_INSTANT + 999_000)).toEqual([]);
    });

    it('tells who claimed what, until it is forgotten', async () => {
      await store.add(request(1));
      expect(await store.claimed()).toEqual([]);
      await store.claim('runner-1');
      await store.add(request(2));
      const claimed = await store.claimed();
      expect(claimed).toEqual([
        { ...request(1), claimedBy: 'runner-1', claimedAt: expect.any(Number) as number },
      ]);
      expect(claimed[0]?.claimedAt).toBeGreaterThan(0);
      await store.forget([request(1).id]);
      expect(await store.claimed()).toEqual([]);
      expect(await store.claim('runner-2')).toEqual([request(2)]);
    });

    it('refuses an id twice, claimed or not, until it is forgotten', async () => {
      await store.add(request(1));
      await expect(store.add(request(1))).rejects.toThrow();
      await store.claim('runner-1');
      await expect(store.add(request(1))).rejects.toThrow();
      await store.forget([request(1).id, 'nobody']);
      await store.add(request(1));
      expect(await store.claim('runner-1')).toEqual([request(1)]);
    });

    it('adds one request for a key, and repeats its run, also when it was recorded and forgotten', async () => {
      const key = { key: 'order-1', paramsHash: 'a' };
      expect(await store.addOnce(request(1), key)).toEqual({ runId: 'request-1', paramsHash: 'a' });
      const again = { runId: 'request-1', paramsHash: 'a' };
      expect(await store.addOnce(request(2), { ...key, paramsHash: 'b' })).toEqual(again);
      expect(await store.claim('runner-1')).toEqual([request(1)]);
      await store.forget(['request-1']);
      expect(await store.addOnce(request(3), key)).toEqual(again);
      expect(await store.claim('runner-1')).toEqual([]);
    });

    it('adds one request for a key when calls come at once, and all get its run', async () => {
      const key = { key: 'order-1', paramsHash: 'a' };
      const runs = await Promise.all(Array.from({ length: 12 }, (_, n) => store.addOnce(request(n), key)));
      expect(new Set(runs.map(({ runId }) => runId)).size).toBe(1);
      expect((await store.claim('runner-1')).map(({ id }) => id)).toEqual([runs[0]?.runId]);
    });

    it('takes a key of another schedule, in another spelling, or a day later as another', async () => {
      const key = { key: 'Order 1 \'日本"', paramsHash: 'a' };
      const params = { to: 'x' };
      await store.addOnce({ ...request(1), params }, key);
      const other = { ...request(2), scheduleId: 'schedule-2' };
      expect(await store.addOnce(other, key)).toMatchObject({ runId: 'request-2' });
      expect(await store.addOnce(request(3), { ...key, key: key.key.toLowerCase() })).toMatchObject({
        runId: 'request-3',
      });
      const later = { ...request(4), requestedAt: REFERENCE_INSTANT + 1_000 + RUN_KEY_KEPT_MS };
      expect(
        await store.addOnce({ ...later, id: 'early', requestedAt: later.requestedAt - 1 }, key),
      ).toMatchObject({
        runId: 'request-1',
      });
      expect(await store.addOnce(later, key)).toMatchObject({ runId: 'request-4' });
      expect(sorted(await store.claim('runner-1')).map(({ id, params: given }) => [id, given])).toEqual([
        ['request-1', params],
        ['request-2', undefined],
        ['request-3', undefined],
        ['request-4', undefined],
      ]);
    });

    it('forgets nothing when told of none', async () => {
      await store.add(request(1));
      await store.forget([]);
      expect(await store.claim('runner-1')).toEqual([request(1)]);
    });
  });
}

function request(n: number): RunRequest {
  return { id: `request-${n}`, scheduleId: 'schedule-1', requestedAt: REFERENCE_INSTANT + n * 1000 };
}

function sorted<T extends RunRequest>(requests: readonly T[]): T[] {
  return [...requests].sort((a, b) => a.requestedAt - b.requestedAt);
}
