import {
  RUN_KEY_KEPT_MS,
  type ClaimedRequest,
  type Clock,
  type KeyedRun,
  type RunRequest,
  type RunRequestStore,
} from '../../ports/index.ts';
import type { RevisionCounter } from './revision-counter.ts';

export function createMemoryRunRequestStore(revision: RevisionCounter, clock: Clock): RunRequestStore {
  const waiting = new Map<string, RunRequest>();
  const claimed = new Map<string, ClaimedRequest>();
  const keys = new Map<string, KeyedRun & { readonly createdAt: number }>();
  const store: RunRequestStore = {
    addOnce: async (request, { key, paramsHash }) => {
      const { id: runId, scheduleId, requestedAt } = request;
      const name = JSON.stringify([scheduleId, key]);
      const kept = keys.get(name);
      if (kept !== undefined && kept.createdAt > requestedAt - RUN_KEY_KEPT_MS) {
        return { runId: kept.runId, paramsHash: kept.paramsHash };
      }
      keys.set(name, { runId, paramsHash, createdAt: requestedAt });
      await store.add(request);
      return { runId, paramsHash };
    },
    add: async (request) => {
      if (waiting.has(request.id) || claimed.has(request.id)) {
        throw new Error(`expected a new id, got ${request.id} again`);
      }
      waiting.set(request.id, { ...request });
      revision.raise();
    },
    claim: async (runnerId) => {
      const taken = [...waiting.values()];
      waiting.clear();
      const claim = { claimedBy: runnerId, claimedAt: clock.now() };
      for (const request of taken) claimed.set(request.id, { ...request, ...claim });
      return taken;
    },
    expired: async (before) => [...waiting.values()].filter(({ requestedAt }) => requestedAt < before),
    claimed: async () => [...claimed.values()],
    forget: async (ids) => {
      for (const id of ids) {
        waiting.delete(id);
        claimed.delete(id);
      }
    },
  };
  return store;
}
