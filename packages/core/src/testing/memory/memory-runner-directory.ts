import type { Clock, RunnerDirectory, SeenRunner } from '../../ports/index.ts';

const STOPPED_KEPT_MS = 3_600_000;

export function createMemoryRunnerDirectory(clock: Clock): RunnerDirectory {
  const seen = new Map<string, SeenRunner>();
  return {
    list: async () => structuredClone([...seen.values()]),
    open: async (runnerId) => {
      for (const { runnerId: id, state, heartbeatAt } of seen.values()) {
        if (state === 'stopped' && clock.now() - heartbeatAt > STOPPED_KEPT_MS) seen.delete(id);
      }
      return {
        write: async (snapshot) => {
          seen.set(runnerId, {
            ...structuredClone(snapshot),
            heartbeatAt: clock.now(),
            heartbeatEverySeconds: 1,
          });
        },
        heartbeat: async () => {
          const known = seen.get(runnerId);
          if (known === undefined) throw new Error('expected a snapshot before the first heartbeat');
          seen.set(runnerId, { ...known, heartbeatAt: clock.now() });
        },
      };
    },
  };
}
