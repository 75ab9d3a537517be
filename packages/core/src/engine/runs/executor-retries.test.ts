import { beforeEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { numberedIds } from '../../testing/numbered-ids.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { runBookInMotion } from '../../testing/run-book-in-motion.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import type { Run } from './run.ts';

const SECOND = 1_000;

describe('the executor, of retries', () => {
  let clock: FakeClock;
  let started: string[];
  let ended: string[];
  let overtaken: boolean[];
  let newId: () => string;
  let runs: ReturnType<typeof runBookInMotion>;
  beforeEach(() => {
    clock = new FakeClock();
    started = [];
    ended = [];
    overtaken = [];
    newId = numberedIds('run');
    runs = create(1);
  });

  const second = (at: number) => (at - REFERENCE_INSTANT) / SECOND;
  const named = ({ schedule, scheduledAt, attempt }: Pick<Run, 'schedule' | 'scheduledAt' | 'attempt'>) =>
    `${schedule.jobKey} ${second(scheduledAt)}#${attempt}`;

  /** Jobs of 10 s. */
  function create(concurrency: number) {
    const made: ReturnType<typeof runBookInMotion> = runBookInMotion({
      clock,
      concurrency,
      jobOf: (key) => ({
        key,
        options: {},
        definedAt: 'test',
        fn: ({ scheduledAt, attempt }) => {
          started.push(`${key} ${second(scheduledAt.getTime())}#${attempt}`);
          return new Promise<void>((resolve) => void clock.setTimer(10 * SECOND, resolve));
        },
      }),
      onEnded: ({ run, status, reason }) => {
        ended.push(`${named(run)} ${status}${reason === null ? '' : `/${reason}`}`);
        if (reason === null) overtaken.push(made.book.isOvertaken(run));
      },
    });
    return made;
  }

  const of = (key: string, changes: Partial<Schedule> = {}): Schedule =>
    sampleSchedule({ id: key, jobKey: key, ...changes });
  const occurrence = (schedule: Schedule, at: number): Run =>
    sampleRun({ runId: newId(), schedule, scheduledAt: REFERENCE_INSTANT + at * SECOND });
  const retry = (schedule: Schedule, at: number, dueAt: number): Run => ({
    ...occurrence(schedule, at),
    origin: 'retry',
    attempt: 2,
    dueAt: REFERENCE_INSTANT + dueAt * SECOND,
  });

  it('one that waits for a place holds no slot: the next occurrence is not skipped for it', async () => {
    runs.book.admit(occurrence(of('busy'), 0));
    runs.book.admit(retry(of('a'), 0, 5));
    runs.book.admit(occurrence(of('a'), 4));
    await clock.advance(25 * SECOND);
    expect(started).toEqual(['busy 0#1', 'a 4#1']);
    expect(ended).not.toContainEqual(expect.stringContaining('max-instances'));
  });

  it('gives it up when a later occurrence starts before it, also in the same turn', async () => {
    for (const concurrency of [1, 2]) {
      runs = create(concurrency);
      [started, ended] = [[], []];
      runs.book.admit(occurrence(of('busy'), 0));
      runs.book.admit(occurrence(of('busy too'), 0));
      runs.book.admit(retry(of('a', { maxInstances: 3 }), 0, 5));
      runs.book.admit(occurrence(of('a', { maxInstances: 3 }), 4));
      await clock.advance(40 * SECOND);
      expect(started).not.toContain('a 0#2');
      expect(ended.filter((end) => end.startsWith('a 0'))).toEqual(['a 0#2 missed/superseded']);
    }
  });

  it('lets it start before a later occurrence that comes after it', async () => {
    runs.book.admit(occurrence(of('busy'), 0));
    runs.book.admit(retry(of('a', { maxInstances: 2 }), 0, 2));
    runs.book.admit(occurrence(of('a', { maxInstances: 2 }), 4));
    await clock.advance(35 * SECOND);
    expect(started).toEqual(['busy 0#1', 'a 0#2', 'a 4#1']);
  });

  it('skips it when its turn comes and no slot is free', async () => {
    runs.book.admit(occurrence(of('busy'), 0));
    runs.book.admit(retry(of('a'), 0, 2));
    runs.book.admit(occurrence(of('a'), 4));
    await clock.advance(35 * SECOND);
    expect(started).toEqual(['busy 0#1', 'a 4#1']);
    expect(ended).toContain('a 0#2 skipped/runner-full');
  });

  it('counts the slot of one that runs, and frees it when it ends', async () => {
    runs = create(20);
    runs.book.admit(retry(of('a'), 0, 0));
    runs.book.admit(occurrence(of('a'), 1));
    await clock.advance(10 * SECOND);
    runs.book.admit(occurrence(of('a'), 10));
    expect(started).toEqual(['a 0#2', 'a 10#1']);
    expect(ended).toEqual(['a 1#1 skipped/max-instances', 'a 0#2 success']);
  });

  it('one that is cancelled while it waits frees no slot of another', async () => {
    runs.book.admit(occurrence(of('busy'), 0));
    const waiting = retry(of('a'), 0, 5);
    runs.book.admit(waiting);
    runs.book.admit(occurrence(of('a'), 4));
    expect(runs.book.cancel(waiting.runId)).toBe(true);
    runs.book.admit(occurrence(of('a'), 6));
    await clock.advance(25 * SECOND);
    expect(ended).toContain('a 6#1 skipped/runner-full');
  });

  it('knows of one that had to wait for its place in a chain until a later occurrence had started', async () => {
    runs = create(20);
    runs.book.admitChain([0, 1].map((at) => occurrence(of('a', { maxInstances: 2 }), at)));
    await clock.advance(5 * SECOND);
    runs.book.admit(occurrence(of('a', { maxInstances: 2 }), 5));
    await clock.advance(15 * SECOND);
    expect(ended).toEqual(['a 0#1 success', 'a 5#1 success', 'a 1#1 success']);
    expect(overtaken).toEqual([true, false, true]);
  });

  it('knows of a run that ends after a later occurrence has started', async () => {
    runs = create(20);
    runs.book.admit(occurrence(of('a', { maxInstances: 2 }), 0));
    await clock.advance(SECOND);
    runs.book.admit(occurrence(of('a', { maxInstances: 2 }), 1));
    await clock.advance(10 * SECOND);
    expect(ended).toEqual(['a 0#1 success', 'a 1#1 success']);
    expect(overtaken).toEqual([true, false]);
  });
});
