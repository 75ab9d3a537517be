import type { Clock, JobThreads, Logger } from '@zenpulse/core/ports';
import { packageFile } from '@zenpulse/store';
import { PooledSeat } from './pooled-seat.ts';
import { isRemark, type ThreadData } from './thread-messages.ts';

/** After this idle time a thread is ended, so that an idle runner keeps none. */
const IDLE_MS = 300_000;

export interface JobThreadsOptions {
  /** The files of the job modules, which each thread loads. */
  readonly modules: readonly string[];
  readonly size: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A pool of worker threads. None is created before the first run that needs one. */
export async function openJobThreads({
  modules,
  size,
  clock,
  logger,
}: JobThreadsOptions): Promise<JobThreads> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina({
    filename: packageFile('job-thread.js'),
    name: 'serveOneRun',
    minThreads: 0,
    maxThreads: size,
    idleTimeout: IDLE_MS,
    atomics: 'disabled', // otherwise a thread sleeps between its runs, which stops anything that a job left running
    recordTiming: false,
    workerData: { modules } satisfies ThreadData,
  });
  const seats = new Set<PooledSeat>();
  let isClosed = false;
  pool.on('message', (message: unknown) => {
    if (isRemark(message)) logger[message.level](message.facts, message.sentence);
  });
  pool.on('error', (error: Error) => {
    // A thread ended before it had a run. If there are fewer threads than seats now, it was being created for a seat
    // that waits for it.
    const bereft =
      pool.threads.length < seats.size ? [...seats].find(({ isLoading }) => isLoading) : undefined;
    if (bereft === undefined) logger.warn({ err: error }, 'An idle thread for jobs ended');
    else bereft.fail(error);
  });

  return {
    size,
    seat: (onReady) => {
      if (isClosed) throw new Error('expected threads that are open, got closed ones');
      const seat = new PooledSeat(pool, clock, onReady);
      seats.add(seat);
      void seat.released.then(() => seats.delete(seat));
      return seat;
    },
    close: async () => {
      isClosed = true;
      await pool.destroy();
    },
  };
}
