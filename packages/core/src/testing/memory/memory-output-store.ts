import {
  MAX_OUTPUT_WATCHES,
  OUTPUT_WATCH_MS,
  type Clock,
  type OutputStore,
  type RunOutput,
} from '../../ports/index.ts';

interface Watched {
  until: number;
  output: RunOutput | null;
}

export function createMemoryOutputStore(clock: Clock): OutputStore {
  const rows = new Map<string, Watched>();
  return {
    watch: async (runId) => {
      const until = clock.now() + OUTPUT_WATCH_MS;
      const row = rows.get(runId);
      if (row !== undefined) row.until = until;
      else if (rows.size >= MAX_OUTPUT_WATCHES) return false;
      else rows.set(runId, { until, output: null });
      return true;
    },
    watched: async () =>
      [...rows].flatMap(([runId, { until }]) => {
        const leftMs = until - clock.now();
        return leftMs > 0 ? [{ runId, leftMs }] : [];
      }),
    write: async (outputs) => {
      for (const output of outputs) {
        const row = rows.get(output.runId);
        if (row !== undefined) row.output = structuredClone(output);
      }
    },
    read: async (runId) => rows.get(runId)?.output ?? null,
    prune: async () => {
      for (const [runId, { until }] of rows) if (until <= clock.now()) rows.delete(runId);
    },
  };
}
