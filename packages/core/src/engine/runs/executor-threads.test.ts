import { beforeEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { createMemoryJobThreads } from '../../testing/memory/memory-job-threads.ts';
import { numberedIds } from '../../testing/numbered-ids.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { runBookInMotion } from '../../testing/run-book-in-motion.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { describeThrown } from '../jobs/describe-thrown.ts';
import type { JobContext } from '../jobs/job-registry.ts';
import type { WaitingEntry } from './waiting-runs.ts';

const SECOND = 1_000;

type Runs = ReturnType<typeof runBookInMotion>;

const isOf =
  (id: string) =>
  ({ state, run }: WaitingEntry) =>
    state !== 'recovered' && run.schedule.id === id;

function abortAll({ book }: Runs): void {
  for (const { performance } of book.started.running) performance.interrupt(new Error('the runner stops'));
}

describe('an executor with threads', () => {
  let clock: FakeClock;
  let mayStart: boolean;
  let started: string[];
  let ended: string[];
  let newId: () => string;
  beforeEach(() => {
    clock = new FakeClock();
    mayStart = true;
    started = [];
    ended = [];
    newId = numberedIds('run');
  });

  const second = (at: number) => (at - REFERENCE_INSTANT) / SECOND;
  const wait = (seconds: number) =>
    new Promise<void>((resolve) => void clock.setTimer(seconds * SECOND, resolve));
  /** All take 10 s; those in threads are `thread…`, all others run inline. */
  const work = async ({ jobKey, scheduledAt, log }: JobContext) => {
    started.push(`${jobKey} ${second(scheduledAt.getTime())} at ${second(clock.now())}`);
    log.info(`here is ${jobKey}`);
    await wait(10);
  };
  const deaf = () => new Promise(() => undefined);
  const heeds = ({ signal }: JobContext) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  const fail = () => {
    throw new RangeError('too far');
  };
  const jobs = {
    thread: work,
    threadB: work,
    threadC: work,
    threadDeaf: deaf,
    threadHeeds: heeds,
    threadFails: fail,
  };

  const create = (size: number, concurrency = 20): Runs =>
    runBookInMotion({
      clock,
      concurrency,
      threads: createMemoryJobThreads(size, jobs),
      mayStart: () => mayStart,
      jobOf: (key) => ({
        key,
        options: {},
        definedAt: 'test',
        isolation: key.startsWith('thread') ? 'thread' : 'inline',
        fn: work,
      }),
      onEnded: ({ run, status, reason, runTime, durationMs, thrown, output }) => {
        const why = reason === null ? '' : `/${reason}`;
        const took = durationMs === null ? '' : ` took ${durationMs / SECOND}`;
        const threw = thrown === null ? '' : ` ${describeThrown(thrown.value).exceptionType}`;
        const said = output === null ? '' : ` "${output.trim()}"`;
        ended.push(`${run.schedule.jobKey} ${status}${why} at ${second(runTime)}${took}${threw}${said}`);
      },
    });
  const submit = (runs: Runs, key: string, dueSecond: number, changes: Partial<Schedule> = {}) =>
    runs.book.admit(
      sampleRun({
        runId: newId(),
        schedule: sampleSchedule({ id: key, jobKey: key, ...changes }),
        scheduledAt: REFERENCE_INSTANT + dueSecond * SECOND,
      }),
    );

  it('runs a job in one of them, with its lines and its end', async () => {
    const runs = create(1);
    submit(runs, 'thread', 0);
    await clock.advance(20 * SECOND);
    expect(ended).toEqual(['thread success at 0 took 10 "here is thread"']);
    submit(runs, 'threadFails', 20);
    await clock.settle();
    expect(ended[1]).toBe('threadFails fail at 20 took 0 RangeError');
    expect(runs.book.started.runningCount).toBe(0);
  });

  it('lets runs wait for one in order of their due time, and the others go on meanwhile', async () => {
    const runs = create(1);
    submit(runs, 'thread', 0);
    submit(runs, 'threadC', 9);
    submit(runs, 'threadB', 3);
    submit(runs, 'inline', 10);
    await clock.advance(SECOND);
    expect(runs.book.waiting.queuedCount).toBe(2);
    await clock.advance(30 * SECOND);
    expect(started).toEqual(['inline 10 at 0', 'thread 0 at 0', 'threadB 3 at 10', 'threadC 9 at 20']);
    expect(ended.filter((line) => line.startsWith('threadB'))).toEqual([
      'threadB success at 10 took 10 "here is threadB"',
    ]);
  });

  it('counts them among the places of the runner', async () => {
    const runs = create(4, 2);
    for (const key of ['thread', 'threadB', 'threadC']) submit(runs, key, 0);
    await clock.advance(SECOND);
    expect(runs.book.started.runningCount).toBe(2);
    await clock.advance(20 * SECOND);
    expect(started).toHaveLength(3);
  });

  it('tests the grace of a run when it has its thread', async () => {
    const runs = create(1);
    submit(runs, 'thread', 0);
    submit(runs, 'threadB', 0, { misfireGraceTime: 9 });
    submit(runs, 'threadC', 0, { misfireGraceTime: 10 });
    await clock.advance(30 * SECOND);
    expect(ended.slice(1)).toEqual([
      'threadB missed/grace at 10',
      'threadC success at 10 took 10 "here is threadC"',
    ]);
  });

  it('starts nothing in them while it may not', async () => {
    const runs = create(1);
    submit(runs, 'thread', 0);
    mayStart = false;
    await clock.advance(5 * SECOND);
    expect(started).toEqual([]);
    expect(runs.book.waiting.queuedCount).toBe(1);
    mayStart = true;
    runs.executor.pump();
    await clock.settle();
    expect(started).toEqual(['thread 0 at 5']);
  });

  it('ends the thread of a job that ignores its timeout, and the next one has a new one', async () => {
    const runs = create(1);
    submit(runs, 'threadDeaf', 0, { timeoutSeconds: 3 });
    submit(runs, 'thread', 1);
    await clock.advance(3 * SECOND);
    expect(ended).toEqual(['threadDeaf timeout at 0 took 3 TimeoutError']);
    await clock.advance(999);
    expect(runs.book.started.runningCount).toBe(1);
    await clock.advance(1);
    expect(started).toEqual(['thread 1 at 4']);
  });

  it('keeps the thread of a job that reacts to its signal', async () => {
    const runs = create(1);
    submit(runs, 'threadHeeds', 0, { timeoutSeconds: 3 });
    submit(runs, 'thread', 1);
    await clock.advance(3 * SECOND);
    expect(started).toEqual(['thread 1 at 3']);
  });

  it('interrupts what runs in them at a stop, and gives up what waits for them', async () => {
    const runs = create(1);
    submit(runs, 'threadDeaf', 0);
    submit(runs, 'threadB', 0);
    await clock.settle();
    runs.book.giveUp(() => true, 'interrupted', 'runner-stopped');
    abortAll(runs);
    await clock.advance(2 * SECOND);
    await runs.book.started.idle();
    expect(ended).toEqual([
      'threadB interrupted/runner-stopped at 0',
      'threadDeaf interrupted/runner-stopped at 0 took 0.05 Error',
    ]);
    await clock.advance(20 * SECOND);
    expect(clock.pendingCount).toBe(0);
  });

  it('gives back the thread of a run that is cancelled while it waits with it', async () => {
    const runs = create(1);
    mayStart = true;
    submit(runs, 'thread', 0);
    mayStart = false;
    await clock.settle();
    runs.book.giveUp(isOf('thread'), 'skipped', 'cancelled');
    mayStart = true;
    submit(runs, 'threadB', 0);
    await clock.settle();
    expect(ended).toEqual(['thread skipped/cancelled at 0']);
    expect(started).toEqual(['threadB 0 at 0']);
  });

  it('frees the slot of its schedule with the thread', async () => {
    const runs = create(1);
    submit(runs, 'threadDeaf', 0, { timeoutSeconds: 3 });
    await clock.advance(3_500);
    submit(runs, 'threadDeaf', 3.5, { timeoutSeconds: 3 });
    await clock.advance(SECOND);
    submit(runs, 'threadDeaf', 4.5, { timeoutSeconds: 3 });
    await clock.advance(10 * SECOND);
    expect(ended).toEqual([
      'threadDeaf timeout at 0 took 3 TimeoutError',
      'threadDeaf skipped/max-instances at 3.5',
      'threadDeaf timeout at 4.5 took 3 TimeoutError',
    ]);
  });
});
