// The whole engine under the lock, as a runner starts it, with one job.
import { createEngine, newId, silentLogger, systemClock } from '../dist/product.mjs';

/** `fn`: the function of the job `noop`. */
export function benchEngine(backend, fn) {
  return createEngine({
    backend,
    lease: backend.createLease('bench', 'locking'),
    clock: systemClock,
    logger: silentLogger,
    jobs: [{ key: 'noop', fn, options: {}, definedAt: 'bench' }],
    newRunId: newId,
    random: Math.random,
    settings: {
      runnerId: 'bench',
      hostname: 'bench',
      pid: process.pid,
      version: '0',
      isLocking: true,
      syncEverySeconds: 10,
      concurrency: 20,
      timezone: 'UTC',
      retentionDays: 0,
      graceSeconds: 30,
    },
  });
}
