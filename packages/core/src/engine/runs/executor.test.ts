import { beforeEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { numberedIds } from '../../testing/numbered-ids.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { runBookInMotion } from '../../testing/run-book-in-motion.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import type { Run } from './run.ts';
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

describe('Executor', () => {
  let clock: FakeClock;
  let mayStart: boolean;
  let started: string[];
  let ended: string[];
  let heldBy: string[];
  let newId: () => string;
  beforeEach(() => {
    clock = new FakeClock();
    mayStart = true;
    started = [];
    ended = [];
    heldBy = [];
    newId = numberedIds('run');
  });

  /** An executor with jobs of 10 s that records starts and ends by the second they were due. */
  const create = (concurrency = 20): Runs =>
    runBookInMotion({
      clock,
      concurrency,
      mayStart: () => mayStart,
      jobOf: (key) =>
        key === 'unknown'
          ? undefined
          : {
              key,
              options: {},
              definedAt: 'test',
              fn: ({ scheduledAt }) => {
                started.push(`${key} ${second(scheduledAt.getTime())} at ${second(clock.now())}`);
                return new Promise<void>((resolve) => void clock.setTimer(10 * SECOND, resolve));
              },
            },
      onEnded: ({ run, status, reason, runTime, heldBy: holders }) => {
        if (holders !== undefined) heldBy.push(`${run.runId}: ${holders.join(', ')}`);
        const why = reason === null ? '' : `/${reason}`;
        ended.push(`${run.schedule.jobKey} ${second(run.scheduledAt)} ${status}${why} at ${second(runTime)}`);
      },
    });

  const second = (at: number) => (at - REFERENCE_INSTANT) / SECOND;
  const of = (key: string, changes: Partial<Schedule> = {}): Schedule =>
    sampleSchedule({ id: key, jobKey: key, ...changes });
  const run = (schedule: Schedule, dueSecond: number, changes: Partial<Run> = {}): Run =>
    sampleRun({
      runId: newId(),
      schedule,
      scheduledAt: REFERENCE_INSTANT + dueSecond * SECOND,
      ...changes,
    });

  describe('instances', () => {
    it('that are all waiting for a place when they are skipped blame the full runner', async () => {
      const runs = create(1);
      runs.book.admit(run(of('a'), 0));
      runs.book.admit(run(of('b'), 1));
      runs.book.admit(run(of('b'), 2));
      expect(ended).toEqual(['b 2 skipped/runner-full at 0']);
      await clock.advance(10 * SECOND);
      runs.book.admit(run(of('b'), 12));
      expect(ended.at(-1)).toBe('b 12 skipped/max-instances at 10');
      expect(runs.executor.fullShare).toBeCloseTo(10 / 60);
    });

    it('that are skipped say which runs held the slots just then', async () => {
      const runs = create(2);
      const pair = of('a', { maxInstances: 2 });
      const submit = (runId: string) => runs.book.admit(run(pair, 0, { runId, attempt: heldBy.length + 1 }));
      submit('first');
      await clock.advance(5 * SECOND);
      for (const runId of ['second', 'third']) submit(runId);
      runs.book.admitChain([run(pair, 1, { runId: 'fourth' }), run(pair, 2, { runId: 'fifth' })]);
      runs.book.admit(run(of('b'), 5, { runId: 'waits' }));
      runs.book.admit(run(of('b'), 6, { runId: 'sixth' }));
      await clock.advance(5 * SECOND);
      submit('seventh');
      submit('eighth');
      expect(heldBy).toEqual([
        'third: first, second',
        'fourth: first, second',
        'fifth: first, second',
        'sixth: waits',
        'eighth: second, seventh',
      ]);
    });

    it('that are skipped name ten of many holders', () => {
      const runs = create();
      const many = of('a', { maxInstances: 12 });
      for (let i = 0; i < 13; i += 1) runs.book.admit(run(many, i, { runId: `${i}` }));
      expect(heldBy).toEqual(['12: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9']);
    });

    it('beyond the limit are skipped; the slot is free again when the job has ended', async () => {
      const runs = create();
      const a = of('a');
      runs.book.admit(run(a, 0));
      runs.book.admit(run(a, 0, { attempt: 2 }));
      await clock.advance(10 * SECOND);
      runs.book.admit(run(a, 10));
      await clock.advance(10 * SECOND);
      expect(ended).toEqual(['a 0 skipped/max-instances at 0', 'a 0 success at 0', 'a 10 success at 10']);
    });

    it('are counted a schedule, up to its limit', () => {
      const runs = create();
      for (let i = 0; i < 3; i += 1) {
        runs.book.admit(run(of('a', { maxInstances: 2 }), i));
        runs.book.admit(run(of('b'), i));
      }
      expect(started).toEqual(['a 0 at 0', 'b 0 at 0', 'a 1 at 0']);
      expect(ended).toHaveLength(3);
    });

    it('include a job that ignores its timeout, until it really ends', async () => {
      const runs = create();
      const a = of('a', { timeoutSeconds: 2 });
      runs.book.admit(run(a, 0));
      await clock.advance(5 * SECOND);
      runs.book.admit(run(a, 5));
      await clock.advance(5 * SECOND);
      runs.book.admit(run(a, 10));
      expect(ended).toEqual(['a 0 timeout at 0', 'a 5 skipped/max-instances at 5']);
      expect(started).toEqual(['a 0 at 0', 'a 10 at 10']);
    });

    it('include runs that wait for a place', () => {
      const runs = create(1);
      runs.book.admit(run(of('a'), 0));
      runs.book.admit(run(of('b'), 1));
      runs.book.admit(run(of('b'), 2));
      expect(ended).toEqual(['b 2 skipped/runner-full at 0']);
    });
  });

  describe('the limit of the runner', () => {
    it('lets runs wait in order of their due time', async () => {
      const runs = create(1);
      runs.book.admit(run(of('first'), 0));
      for (const [key, due] of [
        ['late', 9],
        ['early', 2],
        ['middle', 5],
      ] as const) {
        runs.book.admit(run(of(key), due));
      }
      await clock.advance(40 * SECOND);
      expect(started).toEqual(['first 0 at 0', 'early 2 at 10', 'middle 5 at 20', 'late 9 at 30']);
    });

    it('is kept at every moment', async () => {
      const runs = create(3);
      for (let i = 0; i < 10; i += 1) runs.book.admit(run(of(`job${i}`), i));
      for (let i = 0; i < 45; i += 1) {
        expect(runs.book.started.runningCount).toBeLessThanOrEqual(3);
        await clock.advance(SECOND);
      }
      expect(ended).toHaveLength(10);
    });

    it('a run that waited longer than its grace is missed, and the next one starts in its place', async () => {
      const runs = create(1);
      runs.book.admit(run(of('first'), 0));
      runs.book.admit(run(of('strict', { misfireGraceTime: 9 }), 0));
      runs.book.admit(run(of('just', { misfireGraceTime: 10 }), 0.001));
      await clock.advance(20 * SECOND);
      expect(ended).toEqual([
        'first 0 success at 0',
        'strict 0 missed/grace at 10',
        'just 0.001 success at 10',
      ]);
    });

    it('a missed run gives its slot back', async () => {
      const runs = create(1);
      const strict = of('strict', { misfireGraceTime: 5 });
      runs.book.admit(run(of('first'), 0));
      runs.book.admit(run(strict, 0));
      await clock.advance(10 * SECOND);
      runs.book.admit(run(strict, 10));
      await clock.advance(10 * SECOND);
      expect(ended.slice(1)).toEqual(['strict 0 missed/grace at 10', 'strict 10 success at 10']);
    });

    it.each([
      ['a grace of null', { misfireGraceTime: null }, {}],
      ['a run by hand', { misfireGraceTime: 1 }, { origin: 'manual' }],
      [
        'a retry within its own grace',
        { misfireGraceTime: 2 },
        { origin: 'retry', attempt: 2, dueAt: REFERENCE_INSTANT + 9 * SECOND },
      ],
    ] as const)('never makes %s too late', async (_what, rules, changes) => {
      const runs = create(1);
      runs.book.admit(run(of('first'), 0));
      runs.book.admit(run(of('patient', rules), 0, changes));
      await clock.advance(20 * SECOND);
      expect(ended.at(-1)).toBe('patient 0 success at 10');
    });
  });

  it('a run whose job is not registered is skipped and holds no slot', () => {
    const runs = create();
    for (let i = 0; i < 2; i += 1) runs.book.admit(run(of('unknown'), i));
    expect(ended).toEqual(['unknown 0 skipped/unknown-job at 0', 'unknown 1 skipped/unknown-job at 0']);
  });

  it('starts nothing while it may not, and what waits when it may again', () => {
    const runs = create();
    mayStart = false;
    runs.book.admit(run(of('a'), 0));
    expect(started).toEqual([]);
    mayStart = true;
    runs.executor.pump();
    expect(started).toEqual(['a 0 at 0']);
  });

  describe('cancelling what waits', () => {
    it('takes the runs of the schedules that are named, and frees their slots', async () => {
      const runs = create(1);
      runs.book.admit(run(of('first'), 0));
      for (const key of ['a', 'b']) runs.book.admit(run(of(key), 1));
      runs.book.giveUp(isOf('a'), 'skipped', 'cancelled');
      expect(ended).toEqual(['a 1 skipped/cancelled at 0']);
      runs.book.admit(run(of('a'), 2));
      await clock.advance(40 * SECOND);
      expect(started).toEqual(['first 0 at 0', 'b 1 at 10', 'a 2 at 20']);
    });

    it('lets what runs go on', async () => {
      const runs = create();
      runs.book.admit(run(of('a'), 0));
      runs.book.giveUp(() => true, 'skipped', 'cancelled');
      await clock.advance(10 * SECOND);
      expect(ended).toEqual(['a 0 success at 0']);
    });

    it('because the runner stops is an interruption, for it was promised', () => {
      const runs = create(1);
      runs.book.admit(run(of('first'), 0));
      runs.book.admit(run(of('a'), 1));
      runs.book.giveUp(() => true, 'interrupted', 'runner-stopped');
      expect(ended).toEqual(['a 1 interrupted/runner-stopped at 0']);
    });
  });

  describe('a stop', () => {
    it('is idle at once when nothing runs, and else after the last end', async () => {
      const runs = create();
      await runs.book.started.idle();
      runs.book.admit(run(of('a'), 0));
      let isIdle = false;
      void runs.book.started.idle().then(() => (isIdle = true));
      await clock.advance(9 * SECOND);
      expect(isIdle).toBe(false);
      await clock.advance(SECOND);
      expect(isIdle).toBe(true);
    });

    it('aborts what runs and reports it once', async () => {
      const runs = create();
      runs.book.admit(run(of('a'), 0));
      abortAll(runs);
      await clock.advance(20 * SECOND);
      expect(ended).toEqual(['a 0 interrupted/runner-stopped at 0']);
      expect(runs.book.started.runningCount).toBe(0);
    });
  });
});
