import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../system-clock.ts';
import { DatabaseThread } from './database-thread.ts';
import type { ThreadData, ToThread } from './thread-messages.ts';

/*
 * Entry of the worker thread, the only place that opens SQLite. It is bundled into one file and loads only the driver.
 */
const port = parentPort;
if (port === null) throw new Error('expected to be a worker thread, got the main thread');
const thread = new DatabaseThread(workerData as ThreadData, systemClock, (message) => {
  port.postMessage(message);
  if (message.kind === 'closed') port.close();
});
port.on('message', (message: ToThread) => thread.take(message));
