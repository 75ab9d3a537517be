import { beforeEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../../domain/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { REFERENCE_INSTANT } from '../../testing/reference-instant.ts';
import { sampleSchedule } from '../../testing/samples.ts';
import { ScheduleAccounts } from '../runs/schedule-account.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Resumption } from '../tenure/recovery.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const decidedUpTo = (processedUntil: number): Resumption => ({
  processedUntil,
  decidedUntil: new Map(),
  ambiguousUntil: null,
  setBackByMs: null,
});

describe('Dispatcher', () => {
  let clock: FakeClock;
  let dispatcher: Dispatcher;
  let due: string[];
  let mayDecide: boolean;
  let setBack: number[];
  beforeEach(() => {
    clock = new FakeClock();
    due = [];
    setBack = [];
    mayDecide = true;
    dispatcher = new Dispatcher({
      clock,
      mayDecide: () => mayDecide,
      whyLate: () => 'unknown',
      accounts: new ScheduleAccounts(),
      onSetBack: (byMs) => setBack.push(byMs),
      onDue: ({ schedule: { id } }, decision) => {
        const at =
          decision.kind === 'chain' ? decision.instants.map(seconds).join('+') : seconds(decision.at);
        const count = decision.kind === 'chain' || decision.count === 1 ? '' : ` of ${decision.count}`;
        due.push(`${id} ${decision.kind} ${at}${count}`);
      },
    });
  });

  const seconds = (at: number) => (at - REFERENCE_INSTANT) / SECOND;
  const every = (intervalValue: number, changes: Partial<Schedule> = {}) =>
    sampleSchedule({ id: 'a', intervalUnit: 'seconds', intervalValue, ...changes });
  const add = (...schedules: Schedule[]) => dispatcher.apply({ add: schedules, replace: [], remove: [] });
  const replace = (schedule: Schedule) => dispatcher.apply({ add: [], replace: [schedule], remove: [] });
  const remove = (id: string) => dispatcher.apply({ add: [], replace: [], remove: [id] });
  const start = () => dispatcher.resume(decidedUpTo(clock.now()));

  it('decides each occurrence once, at its instant', async () => {
    add(every(10), every(25, { id: 'b' }));
    start();
    await clock.advance(9_999);
    expect(due).toEqual([]);
    await clock.advance(1);
    expect(due).toEqual(['a run 10']);
    await clock.advance(45 * SECOND);
    expect(due).toEqual(['a run 10', 'a run 20', 'b run 25', 'a run 30', 'a run 40', 'a run 50', 'b run 50']);
  });

  it('decides nothing before it starts, while it is paused, and nothing from then afterwards', async () => {
    add(every(10));
    await clock.advance(15 * SECOND);
    start();
    start();
    await clock.advance(10 * SECOND);
    dispatcher.pause();
    dispatcher.pause();
    expect(clock.pendingCount).toBe(0);
    await clock.advance(30 * SECOND);
    start();
    await clock.advance(10 * SECOND);
    expect(due).toEqual(['a run 20', 'a run 60']);
  });

  it('counts from a start that lies later than its own', async () => {
    add(every(10, { effectiveFrom: REFERENCE_INSTANT + 35 * SECOND }));
    start();
    await clock.advance(40 * SECOND);
    expect(due).toEqual(['a run 40']);
  });

  it('leaves a schedule alone that never runs again', async () => {
    add(
      every(10),
      sampleSchedule({
        id: 'b',
        triggerType: 'cron',
        cronDay: '31',
        cronMonth: '1',
        cronHour: '0',
        cronMinute: '0',
      }),
    );
    start();
    await clock.advance(10 * SECOND);
    expect(due).toEqual(['a run 10']);
  });

  describe('an edit', () => {
    it('of anything but the trigger moves no occurrence and repeats none', async () => {
      add(every(10));
      start();
      await clock.advance(14 * SECOND);
      replace(every(10, { version: 2, maxInstances: 5 }));
      await clock.advance(6 * SECOND);
      expect(due).toEqual(['a run 10', 'a run 20']);
    });

    it('of the interval counts from its new anchor', async () => {
      add(every(30));
      start();
      await clock.advance(12 * SECOND);
      const now = clock.now();
      replace(every(5, { version: 2, anchorAt: now, effectiveFrom: now }));
      await clock.advance(18 * SECOND);
      expect(due).toEqual(['a run 17', 'a run 22', 'a run 27']);
    });

    it('to a faster pace that arrives late does not repeat what was decided', async () => {
      add(every(10));
      start();
      await clock.advance(20 * SECOND);
      replace(every(5, { version: 2 }));
      await clock.advance(5 * SECOND);
      expect(due).toEqual(['a run 10', 'a run 20', 'a run 25']);
    });

    it('that removes it stops it at once', async () => {
      add(every(10));
      start();
      await clock.advance(10 * SECOND);
      remove('a');
      remove('a');
      await clock.advance(60 * SECOND);
      expect(due).toEqual(['a run 10']);
      expect([dispatcher.size, dispatcher.has('a')]).toEqual([0, false]);
    });

    it('that brings it back repeats nothing that was decided before', async () => {
      add(every(10));
      start();
      await clock.advance(20 * SECOND);
      remove('a');
      add(every(10));
      await clock.advance(10 * SECOND);
      expect(due).toEqual(['a run 10', 'a run 20', 'a run 30']);
    });

    it('reaches a schedule that waits in the same turn', async () => {
      add(every(10), every(10, { id: 'b' }));
      start();
      const whenDue = due;
      clock.setTimer(10 * SECOND - 1, () => remove('b'));
      await clock.advance(10 * SECOND);
      expect(whenDue).toEqual(['a run 10']);
    });
  });

  describe('time that went by unseen', () => {
    it('is caught up together with coalesce: the newest covers all', async () => {
      add(every(10));
      start();
      clock.block(45 * SECOND);
      await clock.advance(0);
      expect(due).toEqual(['a run 40 of 4']);
    });

    it('is a chain without coalesce', async () => {
      add(every(10, { coalesce: false }));
      start();
      clock.block(35 * SECOND);
      await clock.advance(0);
      expect(due).toEqual(['a chain 10+20+30']);
    });

    it('is missed beyond the grace, as when a laptop slept', async () => {
      add(sampleSchedule({ id: 'a', intervalValue: 1, intervalUnit: 'hours' }));
      start();
      await clock.advance(SECOND);
      clock.stepWall(8 * 60 * MINUTE + 30 * MINUTE);
      await clock.advance(SECOND);
      expect(due).toEqual([`a missed ${8 * 3_600} of 8`]);
      await clock.advance(30 * MINUTE);
      expect(due.slice(1)).toEqual([`a run ${9 * 3_600}`]);
    });

    it('is noticed within a second when the clock is set forward', async () => {
      add(sampleSchedule({ id: 'a', intervalValue: 1, intervalUnit: 'hours' }));
      start();
      await clock.advance(5 * SECOND);
      clock.stepWall(60 * MINUTE - 5 * SECOND);
      await clock.advance(SECOND);
      expect(due).toEqual(['a run 3600']);
    });
  });

  describe('a clock that is set back', () => {
    it.each([SECOND, 30 * SECOND, MINUTE])(
      'by %i ms repeats nothing and goes on where it was',
      async (step) => {
        add(every(10));
        start();
        await clock.advance(60 * SECOND);
        expect(due).toHaveLength(6);
        clock.stepWall(-step);
        await clock.advance(step);
        expect(due).toHaveLength(6);
        await clock.advance(20 * SECOND);
        expect(due.slice(6)).toEqual(['a run 70', 'a run 80']);
        expect(setBack).toEqual([]);
      },
    );

    it('by more than a minute counts again from its new time, and reports it', async () => {
      add(every(10));
      start();
      await clock.advance(120 * SECOND);
      clock.stepWall(-90 * SECOND);
      due.length = 0;
      await clock.advance(20 * SECOND);
      expect(due).toEqual(['a run 40', 'a run 50']);
      expect(setBack).toHaveLength(1);
      expect(setBack[0]).toBeGreaterThan(88 * SECOND);
    });

    it('in small steps that together are more than a minute counts anew as well', async () => {
      add(sampleSchedule({ id: 'a', intervalValue: 1, intervalUnit: 'hours' }), every(10, { id: 'b' }));
      start();
      await clock.advance(200 * SECOND);
      for (let i = 0; i < 3; i += 1) {
        clock.stepWall(-50 * SECOND);
        await clock.advance(SECOND);
      }
      expect(setBack).toHaveLength(1);
    });

    it('counts anew for a schedule that comes back after it, too', async () => {
      add(every(10), every(10, { id: 'b' }));
      start();
      await clock.advance(1_200 * SECOND);
      remove('b');
      clock.stepWall(-1_100 * SECOND);
      await clock.advance(SECOND);
      add(every(10, { id: 'b' }));
      due.length = 0;
      await clock.advance(10 * SECOND);
      expect(due.sort()).toEqual(['a run 110', 'b run 110']);
    });

    it('while it was paused, a little, repeats nothing', async () => {
      add(every(10));
      start();
      await clock.advance(60 * SECOND);
      dispatcher.pause();
      clock.stepWall(-30 * SECOND);
      start();
      await clock.advance(40 * SECOND);
      expect(due.slice(6)).toEqual(['a run 70']);
    });
  });

  it('keeps what it may not decide, without spinning, and decides it when it may', async () => {
    add(every(10));
    start();
    mayDecide = false;
    await clock.advance(15 * SECOND);
    expect(due).toEqual([]);
    mayDecide = true;
    await clock.advance(200);
    expect(due).toEqual(['a run 10']);
  });

  it('gives others their turn when very many are due at once', async () => {
    const slow = new Dispatcher({
      clock,
      mayDecide: () => true,
      whyLate: () => 'unknown',
      accounts: new ScheduleAccounts(),
      onDue: ({ schedule: { id } }) => {
        if (due.length === 0) clock.yieldTo(() => due.push('others'));
        clock.block(3);
        due.push(id);
      },
    });
    slow.apply({
      add: Array.from({ length: 7 }, (_, i) => every(10, { id: `s${i}` })),
      replace: [],
      remove: [],
    });
    slow.resume(decidedUpTo(clock.now()));
    await clock.advance(10 * SECOND);
    expect(due).toHaveLength(8);
    expect(due.indexOf('others')).toBe(2);
    slow.pause();
  });

  it('sleeps with one timer, whatever the number of schedules', () => {
    add(...Array.from({ length: 1_000 }, (_, i) => every(10 + i, { id: `s${i}` })));
    start();
    expect(clock.pendingCount).toBe(1);
  });
});
