import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summaryOf, type Execution, type Outcome } from '../../domain/index.ts';
import {
  EXECUTIONS_SEARCHED,
  type ExecutionCursor,
  type ExecutionFilter,
  type ExecutionStore,
} from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';
import { sampleExecution } from '../samples.ts';

export interface ExecutionStoreSubject {
  readonly store: ExecutionStore;
  close(): Promise<void>;
}

/** The contract of every `ExecutionStore`. */
export function executionStoreContract(name: string, create: () => Promise<ExecutionStoreSubject>): void {
  describe(`${name}: executions`, () => {
    let subject: ExecutionStoreSubject;
    let store: ExecutionStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.close());

    const ids = async (filter: ExecutionFilter = {}): Promise<string[]> =>
      (await store.list(filter, { limit: 10_000 })).items.map(({ id }) => id);

    describe('append', () => {
      it('keeps every field, hostile text included', async () => {
        const execution = sampleExecution({
          status: 'fail',
          scheduledAt: REFERENCE_INSTANT + 1,
          runTime: REFERENCE_INSTANT + 999,
          durationMs: 0.125,
          exceptionType: "O'Brien",
          exceptionMessage: '"quoted" \\ \u2028 日本 😀',
          traceback: `Error: \n    at x\n${'y'.repeat(45_000)}`,
          attempt: 3,
          origin: 'retry',
          reason: 'runner-stopped',
          coalescedCount: 7,
          lateMs: 31_536_000_000.5,
          lateReason: 'blocked-loop',
          heldBy: ['0198c2d4-1a2b-7c3d-8e4f-5a6b7c8d9e0f', '"日本"'],
          params: { to: ["it's", 1.5, null, { deep: true }], text: '\0 "日本" \\ 😀' },
          output: 'a\nb',
        });
        await store.append([execution]);
        expect(await store.get('run-1')).toEqual(execution);
      });

      it('takes nothing, and many at once', async () => {
        await store.append([]);
        const many = Array.from({ length: 1_200 }, (_, i) => runAt(i));
        await store.append(many);
        expect(await ids()).toHaveLength(1_200);
      });

      it('is harmless when repeated', async () => {
        const batch = [runAt(1), runAt(2), sampleExecution({ id: 'by-hand', origin: 'manual' })];
        await store.append(batch);
        await store.append(batch);
        expect((await ids()).sort()).toEqual(['by-hand', 'run-00001', 'run-00002']);
      });

      it('gives an occurrence one row an attempt', async () => {
        await store.append([sampleExecution({ id: 'a' })]);
        await store.append([sampleExecution({ id: 'b', status: 'fail' })]);
        await store.append([sampleExecution({ id: 'c', attempt: 2, origin: 'retry' })]);
        await store.append([sampleExecution({ id: 'd', scheduleId: 'schedule-2' })]);
        expect((await ids()).sort()).toEqual(['a', 'c', 'd']);
        expect(await store.get('a')).toMatchObject({ status: 'success' });
      });

      it('lets runs by hand of one instant stand side by side', async () => {
        await store.append([
          sampleExecution({ id: 'a' }),
          sampleExecution({ id: 'b', origin: 'manual' }),
          sampleExecution({ id: 'c', origin: 'manual' }),
        ]);
        expect((await ids()).sort()).toEqual(['a', 'b', 'c']);
      });

      it('applies its rules within one batch too', async () => {
        await store.append([
          sampleExecution({ id: 'a', status: 'interrupted' }),
          sampleExecution({ id: 'b', status: 'success' }),
          sampleExecution({ id: 'c', status: 'fail' }),
        ]);
        expect(await ids()).toEqual(['b']);
      });
    });

    describe('a second record of the same run', () => {
      const ambiguous = { status: 'missed', reason: 'ambiguous' } as unknown as Partial<Execution>; // written by a later release
      const provisional: [string, Partial<Execution>][] = [
        ['interrupted', { status: 'interrupted', reason: 'runner-stopped', durationMs: null }],
        ['missed/ambiguous', { ...ambiguous, durationMs: null }],
      ];
      const real: Outcome[] = ['success', 'fail', 'timeout'];

      describe.each(provisional)('after %s', (_name, before) => {
        it.each(real)('a real outcome replaces it: %s', async (status) => {
          const outcome = sampleExecution({ id: 'b', status, durationMs: 5 });
          await store.append([sampleExecution({ id: 'a', ...before })]);
          await store.append([outcome]);
          expect(await ids()).toEqual(['b']);
          expect(await store.get('b')).toEqual(outcome);
        });

        it('another guess does not', async () => {
          await store.append([sampleExecution({ id: 'a', ...before })]);
          const guesses = provisional.map(([, guess], i) => sampleExecution({ id: `b${i}`, ...guess }));
          await store.append([...guesses, sampleExecution({ id: 'c', status: 'skipped' })]);
          expect(await ids()).toEqual(['a']);
          expect(await store.get('a')).toMatchObject(before);
        });

        it('a real outcome of a run by hand replaces it by its id', async () => {
          await store.append([sampleExecution({ id: 'a', origin: 'manual', ...before })]);
          await store.append([sampleExecution({ id: 'a', origin: 'manual', status: 'success' })]);
          expect(await store.get('a')).toMatchObject({ status: 'success' });
        });
      });

      it.each<[Outcome, Execution['reason']]>([
        ['success', null],
        ['fail', null],
        ['timeout', null],
        ['missed', 'grace'],
        ['missed', 'chain-limit'],
        ['skipped', 'max-instances'],
      ])('nothing replaces %s (%s)', async (status, reason) => {
        const first = sampleExecution({ id: 'a', status, reason });
        await store.append([first]);
        await store.append([sampleExecution({ id: 'b', status: 'success', durationMs: 1 })]);
        await store.append([sampleExecution({ id: 'a', status: 'fail', durationMs: 1 })]);
        expect(await ids()).toEqual(['a']);
        expect(await store.get('a')).toEqual(first);
      });
    });

    it('has null for an id that does not exist', async () => {
      expect(await store.get('nobody')).toBeNull();
    });

    describe('the list', () => {
      it('begins with the newest, and of one instant with the greatest id', async () => {
        await store.append([
          runAt(1, { id: 'b', runTime: REFERENCE_INSTANT }),
          runAt(2, { id: 'c', runTime: REFERENCE_INSTANT }),
          runAt(3, { id: 'a', runTime: REFERENCE_INSTANT }),
          runAt(4, { id: 'aa', runTime: REFERENCE_INSTANT + 1 }),
        ]);
        expect(await ids()).toEqual(['aa', 'c', 'b', 'a']);
      });

      it('loses and doubles no row across pages of equal times', async () => {
        const rows = Array.from({ length: 23 }, (_, i) =>
          runAt(i, { runTime: REFERENCE_INSTANT + Math.floor(i / 5) }),
        );
        await store.append(rows);
        const pages: string[][] = [];
        let after: ExecutionCursor | undefined;
        do {
          const page = await store.list({}, { limit: 4, after });
          pages.push(page.items.map(({ id }) => id));
          after = page.next === null ? undefined : (JSON.parse(JSON.stringify(page.next)) as ExecutionCursor);
        } while (after !== undefined && pages.length < 50);
        expect(pages.map((page) => page.length)).toEqual([4, 4, 4, 4, 4, 3]);
        expect(pages.flat()).toEqual(rows.map(({ id }) => id).reverse());
      });

      it('keeps the place while newer rows arrive', async () => {
        await store.append([runAt(1), runAt(2), runAt(3)]);
        const first = await store.list({}, { limit: 2 });
        await store.append([runAt(4)]);
        const second = await store.list({}, { limit: 2, after: first.next ?? undefined });
        expect(second).toMatchObject({ items: [{ id: 'run-00001' }], next: null });
      });
    });

    describe('the occurrences of a schedule', () => {
      it('come oldest first with all their attempts, without runs by hand and those of others', async () => {
        await store.append([
          runAt(3, { id: 'c', status: 'missed', reason: 'down', durationMs: null, coalescedCount: 4 }),
          runAt(2, { id: 'b2', attempt: 2, origin: 'retry', heldBy: ['a', 'b1'] }),
          runAt(2, { id: 'b1', status: 'fail', traceback: 'long' }),
          runAt(1, { id: 'a' }),
          runAt(2, { id: 'by-hand', origin: 'manual' }),
          runAt(2, { id: 'other', scheduleId: 'schedule-2' }),
        ]);
        const found = await store.occurrences('schedule-1', REFERENCE_INSTANT + 2_000, 10);
        expect(found.map(({ id }) => id)).toEqual(['b1', 'b2', 'c']);
        expect(found[2]).toEqual({
          id: 'c',
          status: 'missed',
          scheduledAt: REFERENCE_INSTANT + 3_000,
          runTime: REFERENCE_INSTANT + 3_000,
          durationMs: null,
          attempt: 1,
          origin: 'schedule',
          reason: 'down',
          coalescedCount: 4,
          heldBy: null,
        });
        expect(found.slice(0, 2).map(({ heldBy }) => heldBy)).toEqual([null, ['a', 'b1']]);
      });

      it('are no more than asked for', async () => {
        await store.append([runAt(1), runAt(2), runAt(3)]);
        const found = await store.occurrences('schedule-1', 0, 2);
        expect(found.map(({ id }) => id)).toEqual(['run-00001', 'run-00002']);
        expect(await store.occurrences('nobody', 0, 2)).toEqual([]);
      });
    });

    describe('filters', () => {
      beforeEach(() =>
        store.append([
          runAt(1, { id: 'a', jobKey: 'mail.send', status: 'success' }),
          runAt(2, { id: 'b', jobKey: 'mail_send', status: 'fail', exceptionMessage: 'Disk at 100%' }),
          runAt(3, { id: 'c', jobKey: 'x', status: 'timeout', exceptionType: 'TimeoutError' }),
          runAt(4, { id: 'd', jobKey: 'x', status: 'skipped', scheduleId: 'schedule-2' }),
        ]),
      );

      const at = (seconds: number) => REFERENCE_INSTANT + seconds * 1000;
      it.each<[string, ExecutionFilter, string[]]>([
        ['a job', { jobKey: 'x' }, ['d', 'c']],
        ['a schedule', { scheduleId: 'schedule-2' }, ['d']],
        ['one outcome', { status: ['fail'] }, ['b']],
        ['several outcomes', { status: ['fail', 'timeout'] }, ['c', 'b']],
        ['no outcome at all', { status: [] }, []],
        ['times, the first included and the last not', { from: at(2), to: at(4) }, ['c', 'b']],
        [
          'occurrences, the first included and the last not',
          { scheduledFrom: at(2), scheduledTo: at(4) },
          ['c', 'b'],
        ],
        ['occurrences of a schedule', { scheduleId: 'schedule-2', scheduledFrom: at(2) }, ['d']],
        ['occurrences of a job', { jobKey: 'x', scheduledTo: at(4) }, ['c']],
        ['occurrences with an outcome', { status: ['fail', 'skipped'], scheduledFrom: at(0) }, ['d', 'b']],
        ['occurrences that ran in time', { scheduledFrom: at(0), from: at(2), to: at(3) }, ['b']],
        ['occurrences with no outcome at all', { status: [], scheduledFrom: at(0) }, []],
        ['a job and an outcome', { jobKey: 'x', status: ['timeout', 'success'] }, ['c']],
        ['the same outcome twice', { status: ['fail', 'fail'] }, ['b']],
        ['a schedule and an outcome', { scheduleId: 'schedule-1', status: ['success', 'fail'] }, ['b', 'a']],
        ['a schedule and a job', { scheduleId: 'schedule-1', jobKey: 'x' }, ['c']],
        ['a job in a time', { jobKey: 'x', from: at(3), to: at(4) }, ['c']],
        ['a schedule in a time', { scheduleId: 'schedule-1', to: at(2) }, ['a']],
        ['a search within a job', { jobKey: 'x', search: 'ERROR' }, ['c']],
        [
          'a search within a schedule and outcomes',
          { scheduleId: 'schedule-1', status: ['fail', 'success'], search: '100' },
          ['b'],
        ],
        ['a search within occurrences', { scheduledFrom: at(1), search: 'mail' }, ['b', 'a']],
        ['words in the key, in either case', { search: 'MAIL.' }, ['a']],
        ['an underscore as it is', { search: 'mail_' }, ['b']],
        ['a per cent sign as it is', { search: '%' }, ['b']],
        ['words in the message', { search: 'disk' }, ['b']],
        ['words in the type', { search: 'timeoute' }, ['c']],
        ['everything for an empty search', { search: '' }, ['d', 'c', 'b', 'a']],
        ['all conditions together', { jobKey: 'x', status: ['skipped'], from: at(4) }, ['d']],
      ])('%s', async (_what, filter, found) => {
        expect(await ids(filter)).toEqual(found);
        expect(await store.count(filter)).toEqual({ count: found.length, isExact: true });
        expect(await store.count(filter, Infinity)).toEqual({ count: found.length, isExact: true });
        const few = { count: Math.min(found.length, 2), isExact: found.length <= 2 };
        expect(await store.count(filter, 2), 'counted no further than asked').toEqual(few);
      });

      it('by occurrence leave out the runs by hand', async () => {
        await store.append([runAt(2, { id: 'by-hand', origin: 'manual' })]);
        expect(await ids({ scheduledFrom: at(2), scheduledTo: at(3) })).toEqual(['b']);
        expect(await ids({ scheduledTo: at(2) })).toEqual(['a']);
      });

      it('delete what they match, and say how many', async () => {
        expect(await store.deleteWhere({ status: ['fail', 'timeout'] })).toBe(2);
        expect(await ids()).toEqual(['d', 'a']);
        expect(await store.deleteWhere({ to: at(4) })).toBe(1);
        expect(await store.deleteWhere({ jobKey: 'nobody' })).toBe(0);
      });
    });

    describe('a search', () => {
      const KEYS = ['Übersicht', 'ОТЧЁТ.день', 'σίσυφος', 'weiß[^1]', '日本.送信', 'a*b?c\\d'];
      beforeEach(() => store.append(KEYS.map((jobKey, i) => runAt(i, { id: String(i), jobKey }))));

      it.each<[string, number[]]>([
        ['übersicht', [0]],
        ['ÜBERSICHT', [0]],
        ['BERSICHT', [0]],
        ['отчёт.ДЕНЬ', [1]],
        ['ΣΊΣΥΦΟΣ', [2]],
        ['WEIß[^1]', [3]],
        ['weiss', []],
        ['日本', [4]],
        ['A*B?C\\D', [5]],
        ['a.b', []],
        ['ü*', []],
        ['Ü?', []],
      ])('finds %s, whatever the case of its letters', async (search, found) => {
        expect(await ids({ search })).toEqual(found.map(String));
        expect(await store.count({ search })).toEqual({ count: found.length, isExact: true });
      });

      it('finds the same in messages and types, and deletes what it finds', async () => {
        await store.append([
          runAt(10, { id: 'message', jobKey: 'x', exceptionMessage: 'Der Ärger beginnt' }),
          runAt(11, { id: 'type', jobKey: 'x', exceptionType: 'ÄRGER' }),
        ]);
        expect(await ids({ search: 'ärger' })).toEqual(['type', 'message']);
        expect(await store.deleteWhere({ search: 'äRGER' })).toBe(2);
        expect(await store.deleteWhere({ search: 'üBER' })).toBe(1);
        expect(await ids()).toEqual(['5', '4', '3', '2', '1']);
      });
    });

    // One test, since writing that many rows takes longer than what is done with them.
    it('searches, counts and deletes many rows in bounded parts', async () => {
      const count = EXECUTIONS_SEARCHED + 2_000;
      for (let i = 0; i < count; i += 1_000) {
        await store.append(
          Array.from({ length: 1_000 }, (_, n) =>
            runAt(i + n, i + n === 5 ? { exceptionMessage: 'Nadel' } : { jobKey: 'hay' }),
          ),
        );
      }
      await expectSearchInParts(store, count);

      expect(await store.count({}), 'counted no further than is quick').toEqual({
        count: 1_000,
        isExact: false,
      });
      expect(await store.count({ jobKey: 'hay' }, 1_500)).toEqual({ count: 1_500, isExact: false });
      expect(await store.count({}, Infinity)).toEqual({ count, isExact: true });
      expect(await store.count({ jobKey: 'report.send' })).toEqual({ count: 1, isExact: true });

      const aborted = { signal: AbortSignal.abort() };
      expect(await store.deleteWhere({}, aborted), 'deleted after an abort').toBe(0);
      expect(await store.count({}, Infinity)).toMatchObject({ count });

      expect(await store.deleteWhere({ search: 'NADEL' })).toBe(1);
      expect(await store.deleteWhere({ to: REFERENCE_INSTANT + (count - 7) * 1_000 })).toBe(count - 8);
      expect(await ids()).toHaveLength(7);
    });

    it('lists all but the texts, and of a message its first 500 characters', async () => {
      const message = '😀'.repeat(400) + 'x'.repeat(400);
      const failed = runAt(1, { id: 'a', exceptionMessage: message, traceback: 'at x', lateMs: null });
      const held = runAt(2, { id: 'b', output: 'said', heldBy: ['c'], attempt: 2, durationMs: null });
      await store.append([failed, held]);
      const { items } = await store.list({}, { limit: 9 });
      expect(items).toEqual([summaryOf(held), summaryOf(failed)]);
      expect(items).toMatchObject([
        { exceptionMessage: null, hasTraceback: false, hasOutput: true },
        { exceptionMessage: '😀'.repeat(400) + 'x'.repeat(100), hasTraceback: true, hasOutput: false },
      ]);
      expect(items.flatMap(Object.keys)).not.toContain('traceback');
      expect(items.flatMap(Object.keys)).not.toContain('output');
      expect(await store.get('a')).toEqual(failed);
    });

    it('lists short params, and of long ones that there are some', async () => {
      const short = runAt(1, { id: 'short', params: { text: 'é'.repeat(400) } });
      const long = runAt(2, { id: 'long', params: { text: 'é'.repeat(600) } });
      await store.append([runAt(0, { id: 'none' }), short, long]);
      const { items } = await store.list({}, { limit: 9 });
      expect(items).toEqual([long, short, runAt(0, { id: 'none' })].map(summaryOf));
      expect(items).toMatchObject([
        { params: null, hasParams: true },
        { params: short.params, hasParams: true },
        { params: null, hasParams: false },
      ]);
      expect(await store.get('long')).toEqual(long);
    });

    it('is the same after its upkeep', async () => {
      await store.append([runAt(1), runAt(2)]);
      await store.upkeep();
      await store.upkeep();
      expect(await ids({ jobKey: 'report.send' })).toEqual(['run-00002', 'run-00001']);
    });

    it('pages through occurrences by their instant, also those of one instant', async () => {
      const rows = Array.from({ length: 11 }, (_, i) => {
        const scheduledAt = REFERENCE_INSTANT + Math.floor(i / 4) * 1_000;
        const attempt = (i % 4) + 1;
        return runAt(100 - i, { id: `row-${String(i).padStart(2, '0')}`, scheduledAt, attempt });
      });
      await store.append(rows);
      for (const filter of [{ scheduledFrom: 0 }, { scheduledFrom: 0, scheduleId: 'schedule-1' }]) {
        const found: string[] = [];
        let after: ExecutionCursor | undefined;
        do {
          const page = await store.list(filter, { limit: 3, after });
          found.push(...page.items.map(({ id }) => id));
          after = page.next ?? undefined;
        } while (after !== undefined && found.length < 50);
        expect(found).toEqual(rows.map(({ id }) => id).reverse());
      }
    });

    it('deletes all rows of one instant, however many', async () => {
      const at = REFERENCE_INSTANT;
      await store.append(
        Array.from({ length: 4_500 }, (_, i) => runAt(i, { runTime: at })).concat(
          runAt(9, { id: 'late', attempt: 2 }),
        ),
      );
      expect(await store.deleteWhere({ to: at + 1 })).toBe(4_500);
      expect(await ids()).toEqual(['late']);
    });

    it('deletes more than one step of rows', async () => {
      await store.append(Array.from({ length: 1_300 }, (_, i) => runAt(i)));
      expect(await store.deleteWhere({ to: REFERENCE_INSTANT + 1_250 * 1000 })).toBe(1_250);
      expect(await ids()).toHaveLength(50);
    });
  });
}

/** The n-th of several runs, a second apart. */
/** Newest first, and each part says how far it came. */
async function expectSearchInParts(store: ExecutionStore, count: number): Promise<void> {
  const first = await store.list({ search: 'nadel' }, { limit: 50 });
  expect(first.items).toEqual([]);
  const reached = first.searchedBackTo ?? 0;
  expect(reached).toBeGreaterThan(REFERENCE_INSTANT + 5_000);
  expect(reached).toBeLessThan(REFERENCE_INSTANT + count * 1_000);
  const found: string[] = [];
  let page = first;
  let parts = 1;
  for (; page.next !== null; parts += 1) {
    page = await store.list({ search: 'nadel' }, { limit: 50, after: page.next });
    found.push(...page.items.map(({ id }) => id));
    expect(page.searchedBackTo ?? 0).toBeLessThan(reached);
  }
  expect(found).toEqual(['run-00005']);
  expect(page.searchedBackTo, 'all was seen').toBeNull();
  expect(parts).toBeLessThan(50);
}

function runAt(n: number, changes: Partial<Execution> = {}): Execution {
  const at = REFERENCE_INSTANT + n * 1000;
  return sampleExecution({
    id: `run-${String(n).padStart(5, '0')}`,
    scheduledAt: at,
    runTime: at,
    ...changes,
  });
}
