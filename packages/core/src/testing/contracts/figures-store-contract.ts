import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  NO_FIGURES,
  RECENT_KEPT,
  recentText,
  ROLLUP_KEPT_MS,
  rollupOf,
  summedRollup,
  type ErrorGroup,
  type FiguresDelta,
  type RecentOccurrence,
} from '../../domain/index.ts';
import { ERROR_GROUPS_KEPT, type FiguresStore, type StatsStore } from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';

export interface FiguresStoreSubject {
  readonly figures: FiguresStore;
  readonly stats: StatsStore;
  close(): Promise<void>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The contract of every `FiguresStore`, and of what `StatsStore.add` does for it. */
export function figuresStoreContract(name: string, create: () => Promise<FiguresStoreSubject>): void {
  describe(`${name}: figures`, () => {
    let subject: FiguresStoreSubject;
    let store: FiguresStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.figures;
    });
    afterEach(() => subject.close());

    let number = 0;
    const add = (figures: Partial<FiguresDelta>) =>
      subject.stats.add([], { writer: 'writer', number: (number += 1) }, { ...NO_FIGURES, ...figures });
    const end = (scheduleId: string, ...occurrences: readonly RecentOccurrence[]) =>
      add(deltaOf(scheduleId, occurrences));
    const recent = async (id: string) => (await store.recentOf([id])).get(id);
    const buckets = (scheduleId: string | null, step: 'hour' | 'day', from = REFERENCE_INSTANT - DAY) =>
      store.buckets({ scheduleId, from, to: REFERENCE_INSTANT + DAY, step });

    describe('of recent occurrences', () => {
      it('are those of each schedule asked for, the newest last', async () => {
        await end('a', at(1), at(2, { status: 'fail', attempts: 3 }));
        await end('b', at(1, { status: 'missed', durationMs: null, attempts: 0, count: 5 }));
        await end('a', at(4, { origin: 'manual' }), at(3));
        expect(await store.recentOf(['a', 'b', 'nobody'])).toEqual(
          new Map([
            ['a', [at(1), at(2, { status: 'fail', attempts: 3 }), at(3), at(4, { origin: 'manual' })]],
            ['b', [at(1, { status: 'missed', durationMs: null, attempts: 0, count: 5 })]],
          ]),
        );
        expect(await store.recentOf([])).toEqual(new Map());
      });

      it('are the newest sixty', async () => {
        const all = Array.from({ length: 150 }, (_, n) => at(n));
        await end('a', ...all.slice(0, 50));
        await end('a', ...all.slice(50, 100));
        await end('a', ...all.slice(100));
        expect(await recent('a')).toEqual(all.slice(-RECENT_KEPT));
      });

      it('that are older than known ones take their place by time, as long as there is room', async () => {
        const all = Array.from({ length: 80 }, (_, n) => at(n));
        const older = (some: readonly RecentOccurrence[]) =>
          add({ recent: [{ scheduleId: 'a', text: some.map(recentText).join(''), isOlder: true }] });
        await end('a', ...all.slice(50));
        await older(all.slice(30, 50));
        await older(all.slice(0, 30));
        expect(await recent('a')).toEqual(all.slice(20));
        await older([at(40.5)]);
        expect(await recent('a')).toEqual([...all.slice(21, 41), at(40.5), ...all.slice(41)]);
      });
    });

    describe('by hour and day', () => {
      it('are counted by outcome and duration, for a schedule and for all', async () => {
        await end('a', at(0), at(60, { durationMs: 2_000 }));
        await end('b', at(60, { status: 'missed', durationMs: null, count: 5 }));
        await end('a', at(3_600, { status: 'timeout' }));
        const [first, second] = await buckets('a', 'hour');
        expect(first).toMatchObject({ at: REFERENCE_INSTANT, counts: { success: 2, missed: 0 } });
        expect(first?.durations.filter((count) => count > 0)).toEqual([1, 1]);
        expect(second).toMatchObject({ at: REFERENCE_INSTANT + HOUR, counts: { success: 0, timeout: 1 } });
        expect(await buckets('a', 'day')).toMatchObject([
          { at: REFERENCE_INSTANT - 8 * HOUR, counts: { success: 2, timeout: 1 } },
        ]);
        expect(await buckets(null, 'hour')).toMatchObject([
          { counts: { success: 2, missed: 5 } },
          { counts: { timeout: 1 } },
        ]);
        expect(await buckets(null, 'day')).toMatchObject([{ counts: { success: 2, timeout: 1, missed: 5 } }]);
        expect(await buckets('nobody', 'hour')).toEqual([]);
      });

      it('are told from the bucket that contains the first instant to the last one before the end', async () => {
        await end('a', at(0), at(3_600), at(7_200));
        const told = await store.buckets({
          scheduleId: 'a',
          from: REFERENCE_INSTANT + HOUR + 5,
          to: REFERENCE_INSTANT + 2 * HOUR,
          step: 'hour',
        });
        expect(told.map((bucket) => bucket.at)).toEqual([REFERENCE_INSTANT + HOUR]);
      });

      it('are told for a year of days', async () => {
        const days = Array.from({ length: 400 }, (_, n) => at(-n * 86_400));
        await add({ rollup: summedRollup(days.flatMap((one) => rollupOf('a', one, 1))) });
        const query = {
          from: REFERENCE_INSTANT - 399 * DAY,
          to: REFERENCE_INSTANT + 1,
          step: 'day',
        } as const;
        expect(await store.buckets({ ...query, scheduleId: 'a' })).toHaveLength(400);
        expect(await store.buckets({ ...query, scheduleId: null })).toHaveLength(400);
      });
    });

    describe('with guesses', () => {
      const guess = at(1, { status: 'interrupted', durationMs: null, isGuess: true });
      const missed = at(1, { status: 'missed', durationMs: null, attempts: 0, count: 3, isGuess: true });

      it('are corrected by a real outcome that comes later', async () => {
        for (const [id, known] of [['a', guess] as const, ['b', missed] as const]) {
          await end(id, at(0), known, at(2));
          await end(id, at(3), at(1, { status: 'fail' }));
          expect(await recent(id)).toEqual([at(0), at(1, { status: 'fail' }), at(2), at(3)]);
          const [bucket] = await buckets(id, 'hour');
          expect(bucket?.counts).toMatchObject({ success: 3, fail: 1, interrupted: 0, missed: 0 });
        }
        const [all] = await buckets(null, 'day');
        expect(all?.counts).toMatchObject({ success: 6, fail: 2, interrupted: 0, missed: 0 });
      });

      it('that come after the real outcome change nothing', async () => {
        await end('a', at(0), at(1));
        await end('a', guess, at(2));
        expect(await recent('a')).toEqual([at(0), at(1), at(2)]);
        const [bucket] = await buckets('a', 'hour');
        expect(bucket?.counts).toMatchObject({ success: 3, interrupted: 0 });
      });

      it('stay where nothing real comes', async () => {
        await end('a', guess);
        await end('a', at(2));
        await end('a', at(3));
        expect(await recent('a')).toEqual([guess, at(2), at(3)]);
      });
    });

    describe('of errors', () => {
      it('are one group for each fingerprint, with the newest message and execution', async () => {
        await add({ errors: [group('f1', { count: 2, firstAt: 5, lastAt: 10, message: 'first' })] });
        await add({
          errors: [
            group('f1', {
              firstAt: 20,
              lastAt: 30,
              message: 'second',
              lastExecutionId: 'e2',
              lastScheduleId: 'b',
            }),
            group('f2', { message: null, exceptionType: null, lastExecutionId: null }),
          ],
        });
        await add({ errors: [group('f1', { firstAt: 1, lastAt: 2, message: 'late' })] });
        await add({
          errors: [group('f1', { firstAt: 31, lastAt: 31, message: null, lastExecutionId: null })],
        });
        const { items, next } = await store.errorGroups({ limit: 10 });
        expect(next).toBeNull();
        expect(items).toEqual(
          [
            group('f2', { message: null, exceptionType: null, lastExecutionId: null }),
            group('f1', {
              count: 5,
              firstAt: 1,
              lastAt: 31,
              message: 'second',
              lastExecutionId: 'e2',
              lastScheduleId: 'schedule',
            }),
          ].toSorted((a, b) => b.lastAt - a.lastAt),
        );
      });

      it('are listed newest first, in pages, by job, schedule and time', async () => {
        const groups = Array.from({ length: 25 }, (_, n) =>
          group(`f${String(n).padStart(2, '0')}`, {
            jobKey: n % 2 === 0 ? 'even' : 'odd',
            lastScheduleId: n % 5 === 0 ? 'fifth' : 'other',
            lastAt: REFERENCE_INSTANT + Math.floor(n / 4) * 1_000,
          }),
        );
        await add({ errors: groups });
        const names: string[] = [];
        let after: { lastAt: number; fingerprint: string } | undefined;
        do {
          const page = await store.errorGroups({ limit: 10, after });
          names.push(...page.items.map(({ fingerprint }) => fingerprint));
          after = page.next ?? undefined;
        } while (after !== undefined);
        expect(names).toEqual(groups.map(({ fingerprint }) => fingerprint).toReversed());
        const count = async (query: object) =>
          (await store.errorGroups({ limit: 100, ...query })).items.length;
        expect(await count({ jobKey: 'even' })).toBe(13);
        expect(await count({ scheduleId: 'fifth' })).toBe(5);
        expect(await count({ jobKey: 'odd', scheduleId: 'fifth' })).toBe(2);
        expect(await count({ from: REFERENCE_INSTANT + 5_000 })).toBe(5);
      });
    });

    it('of a batch that was applied before are not added again', async () => {
      const figures = { ...deltaOf('a', [at(0)]), errors: [group('f1')] };
      for (let times = 0; times < 2; times += 1) {
        await subject.stats.add([], { writer: 'other', number: 1 }, figures);
      }
      expect(await recent('a')).toEqual([at(0)]);
      expect((await buckets('a', 'hour'))[0]?.counts.success).toBe(1);
      expect((await store.errorGroups({ limit: 10 })).items).toEqual([group('f1')]);
    });

    it('are deleted when their time is over, and groups of errors beyond those kept of one job', async () => {
      const now = REFERENCE_INSTANT;
      const kinds = ['hour', 'day', 'all-hour', 'all-day'] as const;
      const one = { scheduleId: 'a', outcome: 'success', bin: 4, count: 1 } as const;
      const mark = { kind: 'filled', at: 0, scheduleId: '', outcome: 'success', bin: -1, count: 1 } as const;
      await add({
        rollup: [
          mark,
          ...kinds.flatMap((kind) => [
            { ...one, kind, at: now - ROLLUP_KEPT_MS[kind] },
            { ...one, kind, at: now - ROLLUP_KEPT_MS[kind] - 1 },
          ]),
        ],
        errors: Array.from({ length: ERROR_GROUPS_KEPT + 5 }, (_, n) =>
          group(`f${n}`, { lastAt: now + n, jobKey: 'many' }),
        ).concat(group('old', { lastAt: now - DAY }), group('new', { lastAt: now })),
      });
      expect(await store.prune({ now, errorsBefore: now - HOUR })).toBe(4 + 5 + 1);
      expect(await store.prune({ now, errorsBefore: null })).toBe(0);
      expect(await store.filled()).toEqual({ since: 0, hours: 1 });
      const left = await store.errorGroups({ limit: 1_000 });
      expect(left.items).toHaveLength(ERROR_GROUPS_KEPT + 1);
    });

    it('say how far they were filled in', async () => {
      expect(await store.filled()).toBeNull();
      const step = { kind: 'filled', scheduleId: '', outcome: 'success', bin: -1, count: 1 } as const;
      await add({ rollup: [{ ...step, at: REFERENCE_INSTANT }] });
      await add({ rollup: [{ ...step, at: REFERENCE_INSTANT }] });
      expect(await store.filled()).toEqual({ since: REFERENCE_INSTANT, hours: 2 });
    });

    it('are added for five thousand schedules at once', async () => {
      const ids = Array.from({ length: 5_000 }, (_, n) => `schedule-${n}`);
      const deltas = ids.map((id) => deltaOf(id, [at(0), at(1)]));
      await add({
        recent: deltas.flatMap((one) => one.recent),
        rollup: summedRollup(deltas.flatMap((one) => one.rollup)),
      });
      expect((await store.recentOf(ids)).size).toBe(5_000);
      expect((await buckets(null, 'hour'))[0]?.counts.success).toBe(10_000);
    });
  });
}

/** An occurrence so many seconds after the reference instant. */
function at(seconds: number, values: Partial<RecentOccurrence> = {}): RecentOccurrence {
  return {
    status: 'success',
    scheduledAt: REFERENCE_INSTANT + seconds * 1_000,
    durationMs: 1_000,
    attempts: 1,
    origin: 'schedule',
    count: 1,
    isGuess: false,
    ...values,
  };
}

function deltaOf(scheduleId: string, occurrences: readonly RecentOccurrence[]): FiguresDelta {
  return {
    ...NO_FIGURES,
    recent: [{ scheduleId, text: occurrences.map(recentText).join(''), isOlder: false }],
    rollup: summedRollup(occurrences.flatMap((one) => rollupOf(scheduleId, one, 1))),
  };
}

function group(fingerprint: string, values: Partial<ErrorGroup> = {}): ErrorGroup {
  return {
    fingerprint,
    jobKey: 'job',
    exceptionType: 'Error',
    message: 'it failed',
    count: 1,
    firstAt: 0,
    lastAt: 40,
    lastExecutionId: 'e1',
    lastScheduleId: 'schedule',
    ...values,
  };
}
