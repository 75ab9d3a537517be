import type { CancelRequest, CancelRequestStore } from '../../ports/index.ts';
import type { RevisionCounter } from './revision-counter.ts';

export function createMemoryCancelRequestStore(revision: RevisionCounter): CancelRequestStore {
  const standing = new Map<string, CancelRequest>();
  return {
    add: async (request) => {
      if (standing.has(request.runId)) return;
      standing.set(request.runId, { ...request });
      revision.raise();
    },
    list: async () => [...standing.values()].sort((a, b) => a.requestedAt - b.requestedAt),
    forget: async (runIds) => {
      for (const runId of runIds) standing.delete(runId);
    },
  };
}
