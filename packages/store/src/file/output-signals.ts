import type { Backend, Clock, Logger, OutputStore, Signal } from '@zenpulse/core/ports';
import { createFileSignal } from './file-signal.ts';

interface SignalPlace {
  readonly stateDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * A store whose watches, and whose writes, send signals of their own: files in the state folder, besides that of the
 * schedules. `reach`: where all runners of this database have the folder.
 */
export function withOutputSignals(
  store: OutputStore,
  place: SignalPlace,
  reach: 'all hosts' | 'this host',
): Pick<Backend, 'output' | 'watches'> {
  const watched = signalOf('output-watched', place);
  const written = writtenSignal(place);
  return {
    output: {
      watch: async (runId) => {
        const isWatched = await store.watch(runId);
        watched.send();
        return isWatched;
      },
      watched: () => store.watched(),
      write: async (outputs) => {
        await store.write(outputs);
        written.send();
      },
      read: (runId) => store.read(runId),
      prune: () => store.prune(),
    },
    watches: { listen: (onHint) => watched.listen(onHint), reachesAllHosts: reach === 'all hosts' },
  };
}

/** What was written of watched runs. */
export function writtenSignal(place: SignalPlace): Signal {
  return signalOf('output-written', place);
}

function signalOf(name: string, { stateDir, clock, logger }: SignalPlace): Signal {
  return createFileSignal({ folder: stateDir, name, alsoWatched: [], clock, logger });
}
