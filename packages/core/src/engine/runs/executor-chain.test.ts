import { beforeEach, describe, expect, it } from 'vitest';
import { CHAIN_LIMIT, type Schedule } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { numberedIds } from '../../testing/numbered-ids.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { runBookInMotion } from '../../testing/run-book-in-motion.ts';
import { sampleRun } from '../../testing/sample-run.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { createDuePolicy } from './due-policy.ts';
import type { RunResult } from './run-result.ts';

const SECOND = 1_000;

describe('a chain', () => {
  let clock: FakeClock;
  let runs: ReturnType<typeof runBookInMotion>;
  let ended: string[];
  let decide: ReturnType<typeof createDuePolicy>;
  const schedule = sampleSchedule({
    coalesce: false,
    misfireGraceTime: null,
    intervalValue: 1,
    intervalUnit: 'seconds',
    anchorAt: REFERENCE_INSTANT - 1_000 * SECOND,
  });
  beforeEach(() => {
    clock = new FakeClock();
    ended = [];
    const newRunId = numberedIds('run');
    const onEnded = ({ run, status, reason, runTime }: RunResult) => {
      const why = reason === null ? '' : `/${reason}`;
      const count = run.coalescedCount === 1 ? '' : ` of ${run.coalescedCount}`;
      ended.push(`${second(run.scheduledAt)} ${status}${why}${count} at ${second(runTime)}`);
    };
    runs = runBookInMotion({
      clock,
      jobOf: (key) => ({
        key,
        options: {},
        definedAt: 'test',
        fn: () => new Promise<void>((resolve) => void clock.setTimer(10 * SECOND, resolve)),
      }),
      onEnded,
    });
    decide = createDuePolicy({
      book: runs.book,
      lateness: { decided: () => undefined },
      newRunId,
      isRegistered: () => true,
    });
  });

  const second = (at: number) => (at - REFERENCE_INSTANT) / SECOND;
  const at = (dueSecond: number) => REFERENCE_INSTANT + dueSecond * SECOND;
  const dueOf = (of: Schedule) => ({ schedule: of, account: runs.book.accounts.of(of.id) });
  const backlog = (from: number, to: number, of: Schedule = schedule, dropped = 0) =>
    decide(dueOf(of), {
      kind: 'chain',
      fellDueBefore: false,
      lateReason: null,
      instants: Array.from({ length: to - from + 1 }, (_, i) => at(from + i)),
      dropped: dropped === 0 ? null : { at: at(from - 1), count: dropped },
    });
  const single = (dueSecond: number, of: Schedule = schedule) =>
    decide(dueOf(of), { kind: 'run', at: at(dueSecond), count: 1, fellDueBefore: false, lateReason: null });

  it('runs in order, one after the other, in one slot', async () => {
    backlog(-3, -1);
    expect(runs.book.started.runningCount).toBe(1);
    await clock.advance(30 * SECOND);
    expect(ended).toEqual(['-3 success at 0', '-2 success at 10', '-1 success at 20']);
  });

  it('leaves the other slots of its schedule free', async () => {
    const double = { ...schedule, maxInstances: 2 };
    backlog(-3, -1, double);
    runs.book.admit(sampleRun({ runId: 'by-hand', schedule: double, origin: 'manual' }));
    expect(runs.book.started.runningCount).toBe(2);
    await clock.advance(30 * SECOND);
    expect(ended).toHaveLength(4);
  });

  it('takes in what falls due meanwhile, also when its first run goes on', async () => {
    backlog(-2, -1);
    single(5);
    single(6);
    await clock.advance(40 * SECOND);
    expect(ended).toEqual(['-2 success at 0', '-1 success at 10', '5 success at 20', '6 success at 30']);
  });

  it('ends with its last run: the next occurrence is no part of it', async () => {
    backlog(-2, -1);
    await clock.advance(20 * SECOND);
    single(20);
    single(21);
    await clock.advance(10 * SECOND);
    expect(ended.slice(2)).toEqual(['21 skipped/max-instances at 20', '20 success at 20']);
  });

  it('tests each run against the grace at its own start', async () => {
    backlog(-2, 0, { ...schedule, misfireGraceTime: 11 });
    await clock.advance(30 * SECOND);
    expect(ended).toEqual(['-2 success at 0', '-1 success at 10', '0 missed/grace at 20']);
  });

  it('of nothing but runs that are too late is missed one by one and frees its slot', async () => {
    const strict = { ...schedule, misfireGraceTime: 1 };
    backlog(-5, -3, strict);
    expect(ended).toEqual(['-5 missed/grace at 0', '-4 missed/grace at 0', '-3 missed/grace at 0']);
    single(0, strict);
    expect(runs.book.started.runningCount).toBe(1);
  });

  it('that finds no slot is skipped whole', () => {
    single(0);
    backlog(1, 3);
    expect(ended).toEqual([1, 2, 3].map((due) => `${due} skipped/max-instances at 0`));
  });

  it('records what is beyond its limit as one missed execution with the count', () => {
    backlog(-100, -1, schedule, 55);
    expect(ended).toEqual(['-101 missed/chain-limit of 55 at 0']);
  });

  it('makes room for the newest, and what had to go is one missed execution', async () => {
    backlog(-CHAIN_LIMIT, -1);
    single(1);
    expect(ended).toEqual(['-99 missed/chain-limit at 0']);
    backlog(2, 11);
    expect(ended.slice(1)).toEqual(['-89 missed/chain-limit of 10 at 0']);
    ended.length = 0;
    await clock.advance(2_000 * SECOND);
    expect(ended).toHaveLength(CHAIN_LIMIT);
    expect(ended.at(-1)).toMatch(/^11 success/);
  });

  it('that joins another backlog beyond all limits misses both rests, each as one', () => {
    backlog(-3, -1);
    ended.length = 0;
    backlog(200, 200 + CHAIN_LIMIT - 1, schedule, 7);
    // The occurrences in between never belonged to this chain.
    expect(ended).toEqual(['-1 missed/chain-limit of 2 at 0', '200 missed/chain-limit of 8 at 0']);
  });

  it('is given up when its schedule is disabled: what runs finishes, the rest is recorded', async () => {
    backlog(-3, -1);
    runs.book.giveUp(() => true, 'skipped', 'cancelled');
    expect(ended).toEqual(['-2 skipped/cancelled at 0', '-1 skipped/cancelled at 0']);
    await clock.advance(10 * SECOND);
    single(10);
    expect(runs.book.started.runningCount).toBe(1);
    expect(ended).toHaveLength(3);
  });
});
