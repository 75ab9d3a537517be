import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CancelRequest, CancelRequestStore, ScheduleStore } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';

export interface CancelRequestStoreSubject {
  readonly store: CancelRequestStore;
  /** The schedule store of the same database. */
  readonly schedules: Pick<ScheduleStore, 'readRevision' | 'readChanges'>;
  close(): Promise<void>;
}

/** The contract of every `CancelRequestStore`. */
export function cancelRequestStoreContract(
  name: string,
  create: () => Promise<CancelRequestStoreSubject>,
): void {
  describe(`${name}: requests that a run ends`, () => {
    let subject: CancelRequestStoreSubject;
    let store: CancelRequestStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.close());

    const revision = () => subject.schedules.readRevision();

    it('stand until they are forgotten, the oldest first, however often they are read', async () => {
      await store.add(request(2));
      await store.add(request(1));
      expect(await store.list()).toEqual([request(1), request(2)]);
      expect(await store.list()).toEqual([request(1), request(2)]);
      await store.forget([request(1).runId, 'nobody']);
      expect(await store.list()).toEqual([request(2)]);
      await store.forget([]);
      expect(await store.list()).toEqual([request(2)]);
    });

    it('for one run are one, the first, also when they come at once', async () => {
      await Promise.all([1, 1, 1].map((n) => store.add(request(n))));
      await store.add({ ...request(1), requestedAt: REFERENCE_INSTANT + 9_000 });
      expect(await store.list()).toEqual([request(1)]);
    });

    it('raise the revision once each, and no row with it: runners look, and read nothing else', async () => {
      const before = await revision();
      await store.add(request(1));
      const after = await revision();
      expect(after.revision).toBeGreaterThan(before.revision);
      expect(await subject.schedules.readChanges(before)).toMatchObject({ ...after, changed: [] });
      await store.add(request(1));
      await store.list();
      await store.forget([request(1).runId]);
      expect(await revision(), 'repeated, read, forgotten').toEqual(after);
    });

    it('keep any id to the letter', async () => {
      const odd = { runId: 'a\'b"c;日本 😀', requestedAt: REFERENCE_INSTANT };
      await store.add(odd);
      expect(await store.list()).toEqual([odd]);
      await store.forget([odd.runId]);
      expect(await store.list()).toEqual([]);
    });
  });
}

function request(n: number): CancelRequest {
  return { runId: `run-${n}`, requestedAt: REFERENCE_INSTANT + n * 1000 };
}
