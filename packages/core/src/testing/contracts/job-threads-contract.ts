import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ThrownDescription } from '../../domain/index.ts';
import type { JobFunction } from '../../engine/index.ts';
import type { JobThreads, ThreadCall, ThreadSeat } from '../../ports/index.ts';

export interface JobThreadsSubject {
  /** Two threads, with `threadContractJobs` registered. */
  readonly threads: JobThreads;
  close(): Promise<void>;
}

/** Each function is self-contained, so that its source text can be written into a job module. */
export const threadContractJobs: Readonly<Record<string, JobFunction>> = {
  quick: () => 'done',
  echo: ({ runId, jobKey, scheduledAt, attempt, params, log }) =>
    log.info(JSON.stringify({ runId, jobKey, scheduledAt, attempt, params })),
  talks: ({ log }) => {
    log.info('one');
    log.warn('two');
    log.error('three');
  },
  floods: ({ log }) => {
    for (let n = 1; n <= 20_000; n += 1) log.info(`line ${n}`);
  },
  counts: ({ progress }) => {
    progress(1, 3);
  },
  failing: () => {
    throw new TypeError('no, password=hunter2');
  },
  rejecting: () => Promise.reject(Object.setPrototypeOf({ message: 'bare' }, null) as Error),
  uncloneable: () => ({ method: () => undefined, symbol: Symbol('x') }),
  heeds: ({ signal }) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    ),
  deaf: () => new Promise(() => undefined),
};

const callOf = (jobKey: string, changes: Partial<ThreadCall> = {}): ThreadCall => ({
  runId: 'run-1',
  jobKey,
  scheduledAt: Date.parse('2026-01-05T08:00:00Z'),
  attempt: 1,
  params: {},
  ...changes,
});

/** The contract of every `JobThreads`. */
export function jobThreadsContract(name: string, create: () => Promise<JobThreadsSubject>): void {
  describe(`${name}: threads for jobs`, () => {
    let subject: JobThreadsSubject;
    let threads: JobThreads;
    beforeEach(async () => {
      subject = await create();
      threads = subject.threads;
    });
    afterEach(() => subject.close());

    const seated = (): Promise<ThreadSeat> =>
      new Promise((resolve) => {
        const seat = threads.seat(() => resolve(seat));
      });
    const start = (seat: ThreadSeat, call: ThreadCall) => {
      const lines: string[] = [];
      const ends: (ThrownDescription | null)[] = [];
      const ended = new Promise<ThrownDescription | null>((resolve) => {
        seat.run(call, {
          onLine: (level, text) => lines.push(`${level} ${text}`),
          onFlood: (flood, skipped) => {
            lines.push(...Array.from({ length: skipped }, () => 'skipped'));
            lines.push(...flood.map(({ level, text }) => `${level} ${text}`));
          },
          onProgress: (done, total) => lines.push(`${done} of ${total}`),
          onEnd: (thrown) => {
            ends.push(thrown);
            resolve(thrown);
          },
        });
      });
      return { lines, ends, ended };
    };
    const run = async (call: ThreadCall) => {
      const seat = await seated();
      const started = start(seat, call);
      const thrown = await started.ended;
      await seat.released;
      return { ...started, thrown };
    };

    it('call a job with everything that it is to know', async () => {
      const call = callOf('echo', { attempt: 3, params: { to: ['x'], deep: { n: 1 } } });
      const { lines, thrown } = await run(call);
      expect(thrown).toBeNull();
      expect(JSON.parse(lines[0]?.slice('info '.length) ?? '')).toEqual({
        ...call,
        scheduledAt: '2026-01-05T08:00:00.000Z',
      });
    });

    it('pass its lines on, in order and before its end', async () => {
      expect((await run(callOf('talks'))).lines).toEqual(['info one', 'warn two', 'error three']);
    });

    it('pass on the first and the newest of many lines, and how many there were', async () => {
      const { lines } = await run(callOf('floods'));
      expect(lines).toHaveLength(20_000);
      expect(lines.slice(0, 2)).toEqual(['info line 1', 'info line 2']);
      expect(lines.slice(-2)).toEqual(['info line 19999', 'info line 20000']);
    });

    it('pass on how far it says it is', async () => {
      expect((await run(callOf('counts'))).lines).toEqual(['1 of 3']);
    });

    it('describe what it throws', async () => {
      expect((await run(callOf('failing'))).thrown).toMatchObject({
        exceptionType: 'TypeError',
        exceptionMessage: 'no, password=[redacted]',
        traceback: expect.stringMatching(/^TypeError: no, password=\[redacted\]\n {4}at /) as string,
      });
      expect((await run(callOf('rejecting'))).thrown).toMatchObject({ exceptionMessage: 'bare' });
    });

    it.each(['quick', 'uncloneable'])('do not care what it returns: %s', async (jobKey) => {
      const { ends } = await run(callOf(jobKey));
      expect(ends).toEqual([null]);
    });

    it('end a run of a job that is not registered there', async () => {
      const { thrown } = await run(callOf('nobody'));
      expect(thrown?.exceptionMessage).toContain('"nobody"');
    });

    it('tell the job to stop, and why', async () => {
      const seat = await seated();
      const { ended } = start(seat, callOf('heeds'));
      seat.abort({ name: 'TimeoutError', message: 'timed out after 3 s' });
      expect(await ended).toMatchObject({
        exceptionType: 'TimeoutError',
        exceptionMessage: 'timed out after 3 s',
      });
      await seat.released;
    });

    it('end one that goes on all the same, and its end is told once', async () => {
      const seat = await seated();
      const { ended, ends } = start(seat, callOf('deaf'));
      seat.abort({ name: 'Error', message: 'stop' });
      seat.terminate();
      seat.terminate();
      expect((await ended)?.exceptionMessage).toMatch(/thread/);
      await seat.released;
      expect(ends).toHaveLength(1);
      expect((await run(callOf('quick'))).thrown).toBeNull();
    });

    it('are all there at once', async () => {
      const seats = await Promise.all(Array.from({ length: threads.size }, seated));
      const runs = seats.map((seat) => start(seat, callOf('heeds')));
      for (const seat of seats) seat.abort({ name: 'Error', message: 'enough' });
      for (const { ended } of runs) expect(await ended).toMatchObject({ exceptionMessage: 'enough' });
    });

    it('are free again when a run does not start after all, ready or not', async () => {
      const early = threads.seat(() => undefined);
      early.leave();
      early.leave();
      await early.released;
      const late = await seated();
      late.leave();
      await late.released;
      expect((await run(callOf('quick'))).thrown).toBeNull();
    });

    it('end with whatever runs in them', async () => {
      const seat = await seated();
      const { ended } = start(seat, callOf('deaf'));
      await threads.close();
      await threads.close();
      expect((await ended)?.exceptionMessage).toMatch(/thread/);
      await seat.released;
    });
  });
}
