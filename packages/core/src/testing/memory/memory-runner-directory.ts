import { isRemovable, type Clock, type RunnerDirectory, type SeenRunner } from '../../ports/index.ts';

export function createMemoryRunnerDirectory(clock: Clock, onWrite = (): void => undefined): RunnerDirectory {
  const seen = new Map<string, SeenRunner>();
  return {
    list: async () => structuredClone([...seen.values()]),
    remove: async (runnerId) => void seen.delete(runnerId),
    open: async (runnerId) => {
      for (const runner of seen.values()) {
        if (runner.state === 'stopped' && isRemovable(runner, clock.now())) seen.delete(runner.runnerId);
      }
      return {
        write: async (snapshot) => {
          seen.set(runnerId, {
            ...structuredClone(snapshot),
            heartbeatAt: clock.now(),
            heartbeatEverySeconds: 1,
          });
          onWrite();
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
