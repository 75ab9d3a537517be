import type { Logger, Watchdog } from '@zenpulse/core/ports';
import { packageFile, startThread } from '@zenpulse/store';
import { threadStatFile } from './cpu-meter.ts';
import { CELL, type WatchdogData } from './watchdog-cells.ts';

export interface OpenWatchdog extends Watchdog {
  close(): Promise<void>;
}

/** Starts a thread that reads from shared memory which job is being called, and sleeps while there are no runs. */
export function openWatchdog(jobKeys: readonly string[], logger: Logger): OpenWatchdog {
  const cells = new Int32Array(
    new SharedArrayBuffer((CELL.firstJob + jobKeys.length) * Int32Array.BYTES_PER_ELEMENT),
  );
  const worker = startThread(packageFile('watchdog-thread.js'), {
    workerData: { cells, jobKeys, statFile: threadStatFile() } satisfies WatchdogData,
  });
  worker.unref();
  worker.on('error', (error) =>
    logger.warn(
      { err: error },
      'The watchdog ended: a job that blocks the event loop is named only afterwards',
    ),
  );
  return { ...createBeats(cells, jobKeys), close: async () => void (await worker.terminate()) };
}

/** The variant without a thread: blocks are reported by the loop itself when it turns again. */
export const quietWatchdog: OpenWatchdog = {
  entered: () => undefined,
  left: () => undefined,
  ended: () => undefined,
  beat: () => undefined,
  rest: () => undefined,
  close: () => Promise.resolve(),
};

function createBeats(cells: Int32Array, jobKeys: readonly string[]): Watchdog {
  const numbers = new Map(jobKeys.map((jobKey, index) => [jobKey, index]));
  const count = (jobKey: string, change: 1 | -1): number => {
    const number = numbers.get(jobKey) ?? 0;
    const cell = CELL.firstJob + number;
    cells[cell] = (cells[cell] ?? 0) + change; // only this thread writes it
    return number;
  };
  let isAwake = false;
  return {
    entered: (jobKey) => void Atomics.store(cells, CELL.turn, count(jobKey, 1) + 1),
    left: () => void Atomics.store(cells, CELL.turn, 0),
    ended: (jobKey) => void count(jobKey, -1),
    beat: () => {
      Atomics.add(cells, CELL.beat, 1);
      if (isAwake) return;
      isAwake = true;
      Atomics.store(cells, CELL.awake, 1);
      Atomics.notify(cells, CELL.awake);
    },
    rest: () => {
      isAwake = false;
      Atomics.store(cells, CELL.awake, 0);
    },
  };
}
