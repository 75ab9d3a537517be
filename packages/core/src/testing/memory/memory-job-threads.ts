import type { ThrownDescription } from '../../domain/index.ts';
import { describeThrown, type JobFunction } from '../../engine/index.ts';
import type { JobThreads, ThreadCall, ThreadEvents, ThreadSeat } from '../../ports/index.ts';

const GONE: ThrownDescription = {
  exceptionType: 'ThreadError',
  exceptionMessage: 'the thread was ended',
  traceback: null,
};

/**
 * Pretended threads for tests: jobs run in the same thread, and a terminated one keeps running with its result ignored.
 */
export function createMemoryJobThreads(
  size: number,
  jobs: Readonly<Record<string, JobFunction>>,
): JobThreads {
  const seats = new Set<ThreadSeat>();
  return {
    size,
    seat: (onReady) => {
      const seat = createSeat(jobs);
      seats.add(seat);
      void seat.released.then(() => seats.delete(seat));
      void Promise.resolve().then(() => {
        if (seats.has(seat)) onReady();
      });
      return seat;
    },
    close: async () => {
      for (const seat of seats) seat.terminate();
      await Promise.all([...seats].map(({ released }) => released));
    },
  };
}

function createSeat(jobs: Readonly<Record<string, JobFunction>>): ThreadSeat {
  const controller = new AbortController();
  let release: () => void = () => undefined;
  let events: ThreadEvents | null = null;
  const end = (thrown: ThrownDescription | null): void => {
    events?.onEnd(thrown);
    events = null;
    release();
  };
  return {
    released: new Promise<void>((resolve) => {
      release = resolve;
    }),
    run: (call, given) => {
      events = given;
      const heard: Heard = {
        onLine: (level, text) => events?.onLine(level, text),
        onProgress: (done, total) => events?.onProgress(done, total),
      };
      void perform(jobs, call, controller.signal, heard).then(end);
    },
    abort: ({ name, message }) => controller.abort(Object.assign(new Error(message), { name })),
    terminate: () => end(GONE),
    leave: () => {
      if (events === null) release();
    },
  };
}

type Heard = Pick<ThreadEvents, 'onLine' | 'onProgress'>;

async function perform(
  jobs: Readonly<Record<string, JobFunction>>,
  call: ThreadCall,
  signal: AbortSignal,
  { onLine, onProgress }: Heard,
): Promise<ThrownDescription | null> {
  try {
    const job = jobs[call.jobKey];
    if (job === undefined) throw new Error(`no job "${call.jobKey}" is registered in the thread`);
    await job({
      ...call,
      scheduledAt: new Date(call.scheduledAt),
      params: structuredClone(call.params),
      signal,
      progress: (done, total) => onProgress(done, total ?? null),
      log: {
        info: (text) => onLine('info', text),
        warn: (text) => onLine('warn', text),
        error: (text) => onLine('error', text),
      },
    });
    return null;
  } catch (error) {
    return describeThrown(error);
  }
}
