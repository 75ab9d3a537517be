import type { RunRequest, RunRequestStore } from '../../ports/index.ts';
import type { RevisionCounter } from './revision-counter.ts';

export function createMemoryRunRequestStore(revision: RevisionCounter): RunRequestStore {
  const waiting = new Map<string, RunRequest>();
  const claimed = new Set<string>();
  return {
    add: async (request) => {
      if (waiting.has(request.id) || claimed.has(request.id)) {
        throw new Error(`expected a new id, got ${request.id} again`);
      }
      waiting.set(request.id, { ...request });
      revision.raise();
    },
    claim: async () => {
      const taken = [...waiting.values()];
      waiting.clear();
      for (const { id } of taken) claimed.add(id);
      return taken;
    },
    takeExpired: async (before) => {
      const expired = [...waiting.values()].filter(({ requestedAt }) => requestedAt < before);
      for (const { id } of expired) waiting.delete(id);
      return expired;
    },
    forget: async (ids) => {
      for (const id of ids) {
        waiting.delete(id);
        claimed.delete(id);
      }
    },
  };
}
