import { BY_TEST } from '@zenpulse/core/testing';
import type { ScheduleItem, SchedulePage } from '@zenpulse/contract';
import { scheduleDraft } from '@zenpulse/core/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cronBody, intervalBody } from './samples.ts';
import { startAdmin, type RunningAdmin } from './start-admin.ts';

const JOBS = Array.from({ length: 120 }, (_, index) => `job-${String(index).padStart(3, '0')}`);

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
  const draft = scheduleDraft('UTC');
  for (const [index, jobKey] of JOBS.entries()) {
    const more = { enabled: index % 3 !== 0, logPolicy: (['none', 'failures', 'all'] as const)[index % 3] };
    const body = index % 2 === 0 ? intervalBody(jobKey, more) : cronBody(jobKey, more);
    await admin.backend.schedules.create(draft.parse(body), BY_TEST);
  }
});
afterAll(() => admin.close());

async function list(query: string): Promise<SchedulePage> {
  const answer = await admin.get(`/api/schedules${query}`);
  expect(answer.status).toBe(200);
  return answer.json() as SchedulePage;
}

/** Follows the cursors to the end. */
async function walk(query: string): Promise<ScheduleItem[]> {
  const found: ScheduleItem[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: SchedulePage = await list(`?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

const keys = (items: readonly ScheduleItem[]) => items.map(({ jobKey }) => jobKey);

describe('GET /api/schedules', () => {
  it('answers a page of 50 by job key, with the total and a cursor', async () => {
    const page = await list('');
    expect(Object.keys(page).sort()).toEqual(['items', 'nextCursor', 'total']);
    expect(keys(page.items)).toEqual(JOBS.slice(0, 50));
    expect(page.total).toBe(120);
    expect(page.nextCursor).toEqual(expect.any(String));
  });

  it('gives each item what a page shows of it', async () => {
    const { items } = await list('?limit=2');
    expect(
      items.map(({ enabled, nextRunAt, lastRun, description, registered }) => [
        enabled,
        nextRunAt === null,
        lastRun,
        description,
        registered,
      ]),
    ).toEqual([
      [false, true, null, 'Every 30 seconds', null],
      [true, false, null, 'At 08:30, only on Monday', null],
    ]);
  });

  it('takes up to 100 a page', async () => {
    expect((await list('?limit=100')).items).toHaveLength(100);
    expect((await list('?limit=1')).items).toHaveLength(1);
  });

  it.each(['jobKey', '-jobKey', 'enabled', '-enabled', 'updatedAt', '-updatedAt'])(
    'walks every row once with sort=%s, equal values included',
    async (sort) => {
      for (const limit of [7, 40, 100]) {
        const found = await walk(`sort=${sort}&limit=${limit}`);
        expect(new Set(keys(found))).toEqual(new Set(JOBS));
        expect(found).toHaveLength(JOBS.length);
        const name = sort.replace('-', '') as 'jobKey' | 'enabled' | 'updatedAt';
        const values = found.map((item) => String(item[name]));
        const sorted = values.toSorted();
        expect(values).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
      }
    },
  );

  it('goes on where the last page ended though rows before it come and go', async () => {
    const first = await list('?limit=10');
    await admin.backend.schedules.remove(first.items[3]?.id ?? '', BY_TEST);
    const restored = scheduleDraft('UTC').parse(
      intervalBody('job-003', { enabled: false, logPolicy: 'none' }),
    );
    const second = await list(`?limit=10&cursor=${first.nextCursor}`);
    await admin.backend.schedules.create(restored, BY_TEST);
    expect(keys(second.items)).toEqual(JOBS.slice(10, 20));
  });

  it.each([
    ['enabled=true', (item: ScheduleItem) => item.enabled, 80],
    ['enabled=false', (item: ScheduleItem) => !item.enabled, 40],
    ['triggerType=cron&limit=100', (item: ScheduleItem) => item.triggerType === 'cron', 59],
    ['logPolicy=all', (item: ScheduleItem) => item.logPolicy === 'all', 40],
    ['logPolicy=all&enabled=false', () => false, 0],
    ['search=JOB-01', (item: ScheduleItem) => item.jobKey.startsWith('job-01'), 10],
    ['search=%20job-01%20', (item: ScheduleItem) => item.jobKey.startsWith('job-01'), 10],
    ['search=', () => true, 120],
    ['search=nothing-like-it', () => false, 0],
  ])('filters by %s', async (query, matches, total) => {
    const page = await list(`?${query}`);
    expect(page.total).toBe(total);
    expect(page.items.every(matches)).toBe(true);
    expect(await walk(query)).toHaveLength(total);
  });

  it.each([
    "' OR 1=1 --",
    '%',
    '_',
    '\\',
    '"; DROP TABLE zenpulse_schedule_config; --',
    'job-00_',
    '*',
    '\u0000',
  ])('searches for %j as it is written', async (search) => {
    expect((await list(`?search=${encodeURIComponent(search)}`)).total).toBe(0);
    expect((await list('')).total).toBe(120);
  });
});
