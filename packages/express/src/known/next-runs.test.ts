import {
  BY_TEST,
  createMemoryBackend,
  FakeClock,
  sampleFields,
  type MemoryBackend,
} from '@zenpulse/core/testing';
import type { ScheduleFields } from '@zenpulse/core/domain';
import type { ScheduleCursor, ScheduleQuery } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CountedIds } from './counted-ids.ts';
import { KnownSchedules } from './known-schedules.ts';
import { matchingSchedules } from './matching-schedules.ts';
import { nextRunOf, NextRuns } from './next-runs.ts';
import { pageInOrder } from './page-in-order.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let clock: FakeClock;
let backend: MemoryBackend;
let known: KnownSchedules;
let counted: CountedIds;
let nextRuns: NextRuns;
beforeEach(() => {
  clock = new FakeClock();
  backend = createMemoryBackend(clock);
  known = new KnownSchedules(backend);
  nextRuns = new NextRuns({ known, clock });
  counted = new CountedIds({ ...backend, known });
});
afterEach(() => known.close());

const create = (jobKey: string, seconds: number, more: Partial<ScheduleFields> = {}) =>
  backend.schedules.create(
    sampleFields({ jobKey, intervalValue: seconds, intervalUnit: 'seconds', ...more }),
    BY_TEST,
  );

async function settled<T>(work: Promise<T>): Promise<T> {
  await clock.advance(1);
  return work;
}

const page = (query: Partial<ScheduleQuery> = {}) =>
  settled(
    nextRuns.inOrder().then(async (all) => {
      const schedules = await matchingSchedules(all, query, { counted, clock });
      const order = { schedules, valueOf: nextRunOf };
      return pageInOrder(backend.schedules, order, { isDescending: false, limit: 100, ...query });
    }),
  );
const keys = async (query: Partial<ScheduleQuery> = {}) =>
  (await page(query)).items.map((row) => (row.isDamaged ? row.damaged.jobKey : row.schedule.jobKey));

describe('the order of next runs', () => {
  it('moves with the time, and has those without a next run last', async () => {
    await create('slow', 90);
    await create('quick', 60);
    await create('off', 1, { enabled: false });
    const broken = await create('broken', 1);
    backend.editByHand(broken.id, { timezone: 'Nowhere' });
    expect((await keys()).slice(0, 2)).toEqual(['quick', 'slow']);
    expect((await keys()).slice(2).toSorted()).toEqual(['broken', 'off']);
    await clock.advance(MINUTE);
    expect((await keys()).slice(0, 2)).toEqual(['slow', 'quick']);
    expect((await keys({ isDescending: true })).slice(0, 2)).toEqual(['quick', 'slow']);
    expect((await keys({ isDescending: true })).slice(2).toSorted()).toEqual(['broken', 'off']);
  });

  it('follows edits, and costs one statement beside the page while nothing changes', async () => {
    const { id } = await create('a', 60);
    await create('b', 90);
    expect(await keys()).toEqual(['a', 'b']);
    const before = backend.calls.length;
    await keys();
    expect(backend.calls.slice(before)).toEqual(['schedules.readRevision', 'schedules.list']);
    await backend.schedules.change(id, 1, () => ({ enabled: false }), BY_TEST);
    await create('c', 30);
    expect(await keys()).toEqual(['c', 'b', 'a']);
    await backend.schedules.remove(id, BY_TEST);
    expect(await keys()).toEqual(['c', 'b']);
    backend.tables.startAgain();
    await create('another', 5);
    expect(await keys()).toEqual(['another']);
  });

  it('is forgotten when it was not used for long, and made again', async () => {
    await create('a', 60);
    await keys();
    const before = backend.calls.length;
    await clock.advance(11 * MINUTE);
    expect(await keys()).toEqual(['a']);
    expect(backend.calls.slice(before)).toHaveLength(3); // the rows once more
  });

  it('is the same for requests at the same time', async () => {
    for (let n = 0; n < 120; n += 1) await create(`job-${n}`, 60 + ((n * 7) % 120));
    const [one, other] = await settled(Promise.all([nextRuns.inOrder(), nextRuns.inOrder()]));
    expect(one.map(({ id }) => id)).toEqual(other.map(({ id }) => id));
    const instants = one.map(({ nextAt }) => nextAt ?? Infinity);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });
});

describe('pages by the next run', () => {
  it.each([false, true])('neither lose nor repeat a schedule; descending: %s', async (isDescending) => {
    for (let n = 0; n < 25; n += 1) {
      await create(`job-${n}`, 60 + (n % 4), { enabled: n % 5 !== 0 });
    }
    const found: string[] = [];
    let after: ScheduleCursor | undefined;
    do {
      const one = await page({ isDescending, limit: 4, after });
      expect(one.total).toBe(25);
      found.push(...one.items.map((row) => (row.isDamaged ? '' : row.schedule.jobKey)));
      after = one.next ?? undefined;
    } while (after !== undefined);
    expect(found).toHaveLength(25);
    expect(new Set(found).size).toBe(25);
    expect(found).toEqual(await keys({ isDescending }));
  });

  it('have what the other filters match, each test included', async () => {
    const failing = await create('mail.fail', 60, { logPolicy: 'all' });
    await create('mail.ok', 30);
    await create('other', 10, { enabled: false });
    const at = clock.now();
    const instants = {
      lastStartedAt: at,
      lastSuccessAt: null,
      lastFailedAt: at,
      failingSince: at,
      lastMissedAt: null,
    };
    const lastRun = { runId: 'r', status: 'fail', scheduledAt: at, runTime: at, durationMs: 1 } as const;
    await backend.stats.add(
      [{ scheduleId: failing.id, runs: 1, failures: 1, missed: 0, skipped: 0, lastRun, ...instants }],
      { writer: 'w', number: 1 },
    );
    expect(await keys({ search: 'MAIL' })).toEqual(['mail.ok', 'mail.fail']);
    expect(await keys({ enabled: false })).toEqual(['other']);
    expect(await keys({ logPolicy: 'all' })).toEqual(['mail.fail']);
    expect(await keys({ triggerType: 'cron' })).toEqual([]);
    const counters = { by: 'counters', judged: [], passing: [] } as const;
    expect(await keys({ test: { ...counters, counted: 'failing' } })).toEqual(['mail.fail']);
    expect(await keys({ test: { ...counters, counted: 'never-ran' } })).toEqual(['mail.ok', 'other']);
    expect(await keys({ test: { by: 'disabled' } })).toEqual(['other']);
    expect(await keys({ test: { by: 'job', noneOf: ['other'] } })).toEqual(['mail.ok', 'mail.fail']);
    expect(await keys({ test: { by: 'ids', ids: [failing.id] } })).toEqual(['mail.fail']);
    expect((await page({ search: 'mail', limit: 1 })).total).toBe(2);
  });
});
