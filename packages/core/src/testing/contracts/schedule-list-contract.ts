import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_RUN_INSTANTS, type RunInstants } from '../../domain/index.ts';
import type {
  CountedTest,
  ScheduleCursor,
  ScheduleQuery,
  ScheduleStore,
  ScheduleTest,
} from '../../ports/index.ts';
import { REFERENCE_INSTANT } from '../reference-instant.ts';
import { BY_TEST, sampleFields } from '../samples.ts';
import type { ScheduleStoreSubject } from './schedule-store-contract.ts';

const BY_KEY: ScheduleQuery = { sort: 'jobKey', isDescending: false, limit: 100 };

/** The contract of every list of schedules: filters, order, and pages that neither lose nor repeat rows. */
export function scheduleListContract(name: string, create: () => Promise<ScheduleStoreSubject>): void {
  describe(`${name}: the list of schedules`, () => {
    let subject: ScheduleStoreSubject;
    let store: ScheduleStore;
    beforeEach(async () => {
      subject = await create();
      store = subject.store;
    });
    afterEach(() => subject.close());

    const keys = async (query: Partial<ScheduleQuery>): Promise<string[]> =>
      (await store.list({ ...BY_KEY, ...query })).items.map(keyOf);

    const allPages = async (query: Partial<ScheduleQuery>): Promise<string[][]> => {
      const pages: string[][] = [];
      let after: ScheduleCursor | undefined;
      do {
        const page = await store.list({ ...BY_KEY, ...query, after });
        pages.push(page.items.map(keyOf));
        after = page.next === null ? undefined : asSent(page.next);
      } while (after !== undefined && pages.length < 100);
      return pages;
    };

    it('is empty at first', async () => {
      expect(await store.list(BY_KEY)).toEqual({ items: [], total: 0, next: null });
    });

    it('orders keys by code points', async () => {
      for (const jobKey of ['b', 'é', 'B', '😀', '\uFFFD', 'a'])
        await store.create(sampleFields({ jobKey }), BY_TEST);
      expect(await keys({})).toEqual(['B', 'a', 'b', 'é', '\uFFFD', '😀']);
      expect(await keys({ isDescending: true })).toEqual(['😀', '\uFFFD', 'é', 'b', 'a', 'B']);
    });

    it('orders by the time of the last change', async () => {
      const old = await store.create(sampleFields({ jobKey: 'old' }), BY_TEST);
      subject.clock.stepWall(1);
      await store.create(sampleFields({ jobKey: 'new' }), BY_TEST);
      expect(await keys({ sort: 'updatedAt', isDescending: true })).toEqual(['new', 'old']);
      subject.clock.stepWall(1);
      await store.change(old.id, 1, () => ({ maxInstances: 2 }), BY_TEST);
      expect(await keys({ sort: 'updatedAt', isDescending: true })).toEqual(['old', 'new']);
    });

    describe.each(['jobKey', 'enabled', 'updatedAt'] as const)('in pages by %s', (sort) => {
      it.each([false, true])('shows each row once, descending: %s', async (isDescending) => {
        for (let i = 0; i < 11; i += 1) {
          if (i % 4 === 0) subject.clock.stepWall(1);
          const jobKey = `job ${Math.floor(i / 3)}`;
          await store.create(sampleFields({ jobKey, variant: `v${i}`, enabled: i % 2 === 0 }), BY_TEST);
        }
        const [whole = []] = await allPages({ sort, isDescending });
        const pages = await allPages({ sort, isDescending, limit: 2 });
        expect(pages.map((page) => page.length)).toEqual([2, 2, 2, 2, 2, 1]);
        expect(pages.flat()).toEqual(whole);
        expect(new Set(whole).size).toBe(11);
      });
    });

    it('orders by the last run, those that never ran last, in both directions and in pages', async () => {
      const ids = new Map<string, string>();
      for (const jobKey of ['a', 'b', 'c', 'd', 'e', 'f']) {
        ids.set(jobKey, (await store.create(sampleFields({ jobKey }), BY_TEST)).id);
      }
      const runs: [string, number][] = [
        ['b', 3],
        ['d', 1],
        ['e', 3],
        ['f', 2],
      ];
      const deltas = [...runs, ['gone', 9] as const].map(([jobKey, second]) => ({
        ...NOTHING,
        scheduleId: ids.get(jobKey) ?? jobKey,
        lastRun: { ...NOTHING.lastRun, runTime: REFERENCE_INSTANT + second * 1_000 },
      }));
      await subject.stats.add(deltas, { writer: 'writer', number: 1 });
      const never = [...ids].flatMap(([jobKey, id]) => (['a', 'c'].includes(jobKey) ? [{ jobKey, id }] : []));
      const last = never.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ jobKey }) => jobKey);
      const inIdOrder = ['b', 'e'].toSorted((a, b) => ((ids.get(a) ?? '') < (ids.get(b) ?? '') ? -1 : 1));
      const ascending = ['d', 'f', ...inIdOrder, ...last];
      const descending = [...inIdOrder.toReversed(), 'f', 'd', ...last];
      for (const [isDescending, expected] of [
        [false, ascending],
        [true, descending],
      ] as const) {
        const query = { sort: 'lastRunAt', isDescending } as const;
        expect(await keys(query)).toEqual(expected);
        for (const limit of [1, 2, 4, 5, 6])
          expect((await allPages({ ...query, limit })).flat()).toEqual(expected);
        expect(await keys({ ...query, search: 'c' })).toEqual(['c']);
        expect((await store.list({ ...BY_KEY, ...query, limit: 1 })).total).toBe(6);
      }
    });

    it('ends with the page that holds the last row', async () => {
      for (const jobKey of ['a', 'b']) await store.create(sampleFields({ jobKey }), BY_TEST);
      expect(await allPages({ limit: 2 })).toEqual([['a', 'b']]);
    });

    it('keeps the place when rows come and go between two pages', async () => {
      const ids: string[] = [];
      for (const jobKey of ['b', 'd', 'f', 'h'])
        ids.push((await store.create(sampleFields({ jobKey }), BY_TEST)).id);
      const first = await store.list({ ...BY_KEY, limit: 2 });
      await store.remove(ids[1] ?? '', BY_TEST);
      await store.create(sampleFields({ jobKey: 'a' }), BY_TEST);
      await store.create(sampleFields({ jobKey: 'e' }), BY_TEST);
      const second = await store.list({ ...BY_KEY, limit: 2, after: first.next ?? undefined });
      expect(second.items.map(keyOf)).toEqual(['e', 'f']);
    });

    describe('filters', () => {
      beforeEach(async () => {
        await store.create(sampleFields({ jobKey: 'mail.send', logPolicy: 'all' }), BY_TEST);
        await store.create(sampleFields({ jobKey: 'Mail_Fetch', enabled: false }), BY_TEST);
        await store.create(
          sampleFields({ jobKey: 'mailXfetch', variant: 'NORTH', triggerType: 'cron' }),
          BY_TEST,
        );
        await store.create(sampleFields({ jobKey: '100%', triggerType: 'cron' }), BY_TEST);
      });

      it.each([
        ['mail', ['Mail_Fetch', 'mail.send', 'mailXfetch']],
        ['MAIL', ['Mail_Fetch', 'mail.send', 'mailXfetch']],
        ['mail_', ['Mail_Fetch']],
        ['%', ['100%']],
        ['north', ['mailXfetch']],
        ["'; --", []],
        ['', ['100%', 'Mail_Fetch', 'mail.send', 'mailXfetch']],
      ])('searches key and variant for %j, literally and in either case', async (search, found) => {
        expect(await keys({ search })).toEqual(found);
      });

      it.each(['übersicht', 'ÜBERSICHT', 'Übersicht'])('finds %s whatever its case', async (search) => {
        await store.create(sampleFields({ jobKey: 'Übersicht' }), BY_TEST);
        expect(await keys({ search })).toEqual(['Übersicht']);
      });

      it('by enabled, trigger and log policy, each and together', async () => {
        expect(await keys({ enabled: false })).toEqual(['Mail_Fetch']);
        expect(await keys({ triggerType: 'cron' })).toEqual(['100%', 'mailXfetch']);
        expect(await keys({ logPolicy: 'all' })).toEqual(['mail.send']);
        expect(await keys({ search: 'mail', enabled: true, triggerType: 'interval' })).toEqual(['mail.send']);
      });

      it('by no job that is registered, and by ids, none of them included', async () => {
        const { items } = await store.list(BY_KEY);
        const ids = items.map((row) => (row.isDamaged ? row.damaged.id : row.schedule.id));
        const sets: [ScheduleTest, string[]][] = [
          [{ by: 'job', noneOf: ['mail.send', '100%', 'MAIL_FETCH'] }, ['Mail_Fetch', 'mailXfetch']],
          [{ by: 'job', noneOf: [] }, ['100%', 'Mail_Fetch', 'mail.send', 'mailXfetch']],
          [{ by: 'ids', ids: [...ids.slice(0, 2), 'gone'] }, ['100%', 'Mail_Fetch']],
          [{ by: 'ids', ids: [] }, []],
          [{ by: 'disabled' }, ['Mail_Fetch']],
        ];
        for (const [test, found] of sets) {
          expect(await keys({ test })).toEqual(found);
          expect(await store.countEach({ total: null, found: test })).toEqual({
            total: 4,
            found: found.length,
          });
        }
        expect(await keys({ test: { by: 'disabled' }, enabled: true })).toEqual([]);
      });

      it('by a pause that ends later', async () => {
        const at = Date.parse('2026-03-01T08:30:00.000Z');
        const pausedUntil = new Date(at).toISOString();
        await store.create(sampleFields({ jobKey: 'paused', pausedUntil }), BY_TEST);
        expect(await keys({ test: { by: 'paused', at: at - 1 } })).toEqual(['paused']);
        expect(await keys({ test: { by: 'paused', at } })).toEqual([]);
      });

      it('by what was changed after a revision', async () => {
        const { revision: after } = await store.readRevision();
        await store.create(sampleFields({ jobKey: 'younger' }), BY_TEST);
        expect(await keys({ test: { by: 'changed', after } })).toEqual(['younger']);
        expect(await keys({ test: { by: 'changed', after: after + 1 } })).toEqual([]);
      });

      it('by ids alone, in pages', async () => {
        const { items } = await store.list(BY_KEY);
        const all = items.map((row) => (row.isDamaged ? row.damaged.id : row.schedule.id));
        const none: ScheduleTest = { by: 'job', noneOf: [] };
        const found: string[] = [];
        for (let page = await store.idsOf(none, null, 2); page.length > 0;) {
          found.push(...page);
          page = await store.idsOf(none, found.at(-1) ?? null, 2);
        }
        expect(found.toSorted()).toEqual(all.toSorted());
        expect(await store.idsOf({ by: 'ids', ids: [] }, null, 10)).toEqual([]);
      });

      it('counts what the filter matches, on every page', async () => {
        const first = await store.list({ ...BY_KEY, search: 'mail', limit: 1 });
        const second = await store.list({
          ...BY_KEY,
          search: 'mail',
          limit: 1,
          after: first.next ?? undefined,
        });
        expect([first.total, second.total]).toEqual([3, 3]);
        const uncounted = await store.list({ ...BY_KEY, search: 'mail', limit: 1, isUncounted: true });
        expect(uncounted).toEqual({ ...first, total: 0 });
      });
    });
    describe('by what was counted', () => {
      const at = (seconds: number) => REFERENCE_INSTANT + seconds * 1_000;
      const pasts: Readonly<Record<string, Partial<RunInstants> | null>> = {
        failing: { lastStartedAt: at(2), lastSuccessAt: at(1), lastFailedAt: at(2), failingSince: at(2) },
        'failing and missed': { lastStartedAt: at(2), lastFailedAt: at(2), lastMissedAt: at(3) },
        'failing but disabled': { lastStartedAt: at(2), lastFailedAt: at(2) },
        cancelled: { lastStartedAt: at(3), lastFailedAt: at(2) },
        recovered: { lastStartedAt: at(3), lastSuccessAt: at(3), lastFailedAt: at(2) },
        'recovered under an old runner': { lastStartedAt: at(2), lastFailedAt: at(2), lastSuccessAt: at(3) },
        'missed before it ran': { lastMissedAt: at(1), lastStartedAt: at(2), lastSuccessAt: at(2) },
        'only missed': { lastMissedAt: at(1) },
        'only skipped': {},
        new: null,
      };
      const ids = new Map<string, string>();
      beforeEach(async () => {
        for (const jobKey of Object.keys(pasts)) {
          const enabled = jobKey !== 'failing but disabled';
          ids.set(jobKey, (await store.create(sampleFields({ jobKey, enabled }), BY_TEST)).id);
        }
        const deltas = Object.entries(pasts).flatMap(([jobKey, past]) =>
          past === null ? [] : [{ ...NOTHING, scheduleId: ids.get(jobKey) ?? '', ...past }],
        );
        await subject.stats.add(deltas, { writer: 'writer', number: 1 });
      });
      const by = (counted: CountedTest, judged: readonly string[] = [], passing: readonly string[] = []) => ({
        by: 'counters' as const,
        counted,
        judged: judged.map((jobKey) => ids.get(jobKey) ?? ''),
        passing: passing.map((jobKey) => ids.get(jobKey) ?? ''),
      });

      it('finds those that fail, have missed, and never ran, each by itself', async () => {
        expect(await keys({ test: by('failing') })).toEqual(['failing', 'failing and missed']);
        expect(await keys({ test: by('missed') })).toEqual(['failing and missed', 'only missed']);
        expect(await keys({ test: by('never-ran') })).toEqual(['new', 'only missed', 'only skipped']);
      });

      it('leaves to the caller what the caller knows better', async () => {
        const judged = ['failing', 'recovered', 'new', 'failing but disabled'];
        const passing = ['recovered', 'failing but disabled'];
        expect(await keys({ test: by('failing', judged, passing) })).toEqual([
          'failing and missed',
          'recovered',
        ]);
        expect(await keys({ test: by('missed', ['only missed'], []) })).toEqual(['failing and missed']);
        expect(await keys({ test: by('never-ran', ['new'], []) })).toEqual(['only missed', 'only skipped']);
      });

      it('together with the other filters, in pages with a total, and counted in one go', async () => {
        const test = by('failing');
        expect(await keys({ test, search: 'MISSED' })).toEqual(['failing and missed']);
        const first = await store.list({ ...BY_KEY, test, limit: 1 });
        expect([first.items.map(keyOf), first.total]).toEqual([['failing'], 2]);
        expect(await allPages({ test, limit: 1, isDescending: true })).toEqual([
          ['failing and missed'],
          ['failing'],
        ]);
        const tests = { total: null, failing: test, missed: by('missed'), neverRan: by('never-ran') };
        expect(await store.countEach(tests)).toEqual({ total: 10, failing: 2, missed: 2, neverRan: 3 });
      });
    });
  });
}

const NOTHING = {
  runs: 0,
  failures: 0,
  missed: 0,
  skipped: 0,
  lastRun: {
    runId: 'run-1',
    status: 'skipped',
    scheduledAt: REFERENCE_INSTANT,
    runTime: REFERENCE_INSTANT,
    durationMs: null,
  },
  ...NO_RUN_INSTANTS,
} as const;

function keyOf(row: Awaited<ReturnType<ScheduleStore['list']>>['items'][number]): string {
  const { jobKey, variant } = row.isDamaged ? row.damaged : row.schedule;
  return variant === '' ? jobKey : variant === 'NORTH' ? jobKey : `${jobKey}/${variant}`;
}

/** Sends a cursor through JSON, as a caller's request does. */
function asSent(cursor: ScheduleCursor): ScheduleCursor {
  expect(['string', 'number']).toContain(typeof cursor.value);
  return JSON.parse(JSON.stringify(cursor)) as ScheduleCursor;
}
