import type { ClaimedRequest, Clock, RunRequest, RunRequestStore } from '../../ports/index.ts';
import type { RevisionCounter } from './revision-counter.ts';

export function createMemoryRunRequestStore(revision: RevisionCounter, clock: Clock): RunRequestStore {
  const waiting = new Map<string, RunRequest>();
  const claimed = new Map<string, ClaimedRequest>();
  return {
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
}
