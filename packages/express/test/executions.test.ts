import type { ExecutionPage } from '@zenpulse/contract';
import { OUTCOMES } from '@zenpulse/core/domain';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { execution, T0 } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeEach(async () => {
  admin ??= await startAdmin();
  await admin.backend.executions.deleteWhere({});
});
afterAll(() => admin.close());

async function list(query = ''): Promise<ExecutionPage> {
  const answer = await admin.get(`/api/executions${query}`);
  expect(answer.status).toBe(200);
  return answer.json() as ExecutionPage;
}

const ids = ({ items }: ExecutionPage) => items.map(({ id }) => id);

const HOUR = 3_600_000;

/** One of each outcome, an hour apart, two jobs in turn. */
async function writeOutcomes(): Promise<void> {
  await admin.backend.executions.append(
    OUTCOMES.map((status, index) =>
      execution(`e-${status}`, {
        status,
        jobKey: index % 2 === 0 ? 'even' : 'odd',
        runTime: T0 + index * HOUR,
        scheduleId: `s-${index}`,
        exceptionType: status === 'fail' ? 'RangeError' : null,
        exceptionMessage: status === 'timeout' ? '100% of a_b\\c' : null,
      }),
    ),
  );
}

describe('GET /api/executions', () => {
  it('answers every field of the record', async () => {
    const { traceback, output, ...record } = execution('e-1', {
      reason: 'grace',
      variant: 'eu',
      params: { to: 'a' },
      output: '{"a":1}',
    });
    await admin.backend.executions.append([{ ...record, traceback, output }]);
    const expected = {
      ...record,
      scheduledAt: '2026-01-31T08:30:00.000Z',
      runTime: '2026-01-31T08:30:00.000Z',
      hasParams: true,
      hasTraceback: true,
      hasOutput: true,
    };
    expect(await list()).toStrictEqual({
      items: [expected],
      nextCursor: null,
      total: 1,
      isTotalExact: true,
      searchedBackTo: null,
    });
    const one = await admin.get('/api/executions/e-1');
    expect([one.status, one.json()]).toStrictEqual([200, { ...expected, traceback, output }]);
  });

  it('walks all of them newest first, those of one instant by id', async () => {
    const records = Array.from({ length: 125 }, (_, index) =>
      execution(`e-${String(index).padStart(3, '0')}`, { runTime: T0 + Math.floor(index / 10) * 1_000 }),
    );
    await admin.backend.executions.append(records);
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: ExecutionPage = await list(`?limit=9${cursor === '' ? '' : `&cursor=${cursor}`}`);
      found.push(...ids(page));
      cursor = page.nextCursor;
    }
    expect(found).toEqual(records.map(({ id }) => id).reverse());
  });

  it('carries at most 100 KB, of a hundred long failures as of errors in another script', async () => {
    const message = 'x'.repeat(15_000);
    const failures = Array.from({ length: 100 }, (_, index) =>
      execution(`0198c2d4-1a2b-7c3d-8e4f-5a6b7c8d9${String(index).padStart(3, '0')}`, {
        status: 'fail',
        runTime: T0 + index,
        exceptionMessage: message,
        traceback: 'y'.repeat(45_000),
      }),
    );
    await admin.backend.executions.append(failures);
    const { items, nextCursor } = await list('?limit=100');
    expect(items).toHaveLength(100);
    expect(nextCursor).toBeNull();
    expect(items[0]).toMatchObject({ exceptionMessage: message.slice(0, 500), hasTraceback: true });
    expect((await admin.get('/api/executions?limit=100')).text.length).toBeLessThanOrEqual(102_400);

    await admin.backend.executions.append(
      failures.map((failure, index) => ({
        ...failure,
        id: `more-${index}`,
        scheduledAt: failure.scheduledAt + 1_000 + index,
        exceptionMessage: '接続に失敗しました'.repeat(100),
      })),
    );
    const found = new Set<string>();
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer = await admin.get(`/api/executions?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(102_400);
      const page = answer.json() as ExecutionPage;
      ids(page).forEach((id) => found.add(id));
      cursor = page.nextCursor;
    }
    expect(found.size).toBe(200);
  });

  it('gives no row twice when new ones arrive between two pages', async () => {
    await admin.backend.executions.append([1, 2, 3, 4].map((n) => execution(`e-${n}`, { runTime: T0 + n })));
    const first = await list('?limit=2');
    await admin.backend.executions.append([execution('e-9', { runTime: T0 + 9 })]);
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect([...ids(first), ...ids(second)]).toEqual(['e-4', 'e-3', 'e-2', 'e-1']);
    expect(second.nextCursor).toBeNull();
  });

  it('says how many there are on all pages, and counts no further than it takes', async () => {
    const records = Array.from({ length: 1_200 }, (_, index) => execution(`e-${index}`));
    await admin.backend.executions.append(records.slice(0, 1_000));
    expect(await list('?limit=2')).toMatchObject({ total: 1_000, isTotalExact: true });
    await admin.backend.executions.append(records);
    const first = await list('?limit=2');
    expect(first).toMatchObject({ total: 1_001, isTotalExact: false });
    expect((await list(`?limit=2&cursor=${first.nextCursor}`)).total).toBe(1_001);
    expect((await list('?status=success')).total).toBe(0);
  });

  it('searches a bounded number of rows, says how far back it came, and goes on from there', async () => {
    const rows = Array.from({ length: 21_000 }, (_, index) =>
      execution(`e-${index}`, {
        runTime: T0 + index * 1_000,
        ...(index === 3 && { exceptionMessage: 'Ärger' }),
      }),
    );
    for (let at = 0; at < rows.length; at += 1_000)
      await admin.backend.executions.append(rows.slice(at, at + 1_000));
    const query = `?search=${encodeURIComponent('äRGER')}`;
    let page = await list(query);
    expect(page).toMatchObject({ items: [], total: 1, isTotalExact: false });
    expect(Date.parse(page.searchedBackTo ?? '')).toBeGreaterThan(T0 + 3_000);
    while (page.nextCursor !== null) page = await list(`${query}&cursor=${page.nextCursor}`);
    expect(ids(page)).toEqual(['e-3']);
    expect(page.searchedBackTo).toBeNull();
    const counted = await admin.get(`/api/executions/count${query}`);
    expect(counted.json()).toMatchObject({ count: 1 });
  });

  it.each([
    ['status=fail', ['e-fail']],
    ['status=fail&status=missed', ['e-missed', 'e-fail']],
    ['status=skipped&status=skipped', ['e-skipped']],
    ['jobKey=even', ['e-missed', 'e-timeout', 'e-success']],
    ['jobKey=EVEN', []],
    ['jobKey=even&status=timeout', ['e-timeout']],
    ['scheduleId=s-1', ['e-fail']],
    ['from=2026-01-31T12:30:00Z', ['e-skipped', 'e-missed']],
    ['to=2026-01-31T09:30:00Z', ['e-success']],
    ['from=2026-01-31T09:30:00.000Z&to=2026-01-31T11:30:00.000Z', ['e-timeout', 'e-fail']],
    ['scheduledFrom=2026-01-31T12:30:00Z', ['e-skipped', 'e-missed']],
    ['scheduleId=s-1&scheduledFrom=2026-01-31T09:30:00Z&scheduledTo=2026-01-31T09:30:01Z', ['e-fail']],
    ['search=RangeErr', ['e-fail']],
    ['search=od', ['e-skipped', 'e-interrupted', 'e-fail']],
    ['search=100%25', ['e-timeout']],
    ['search=', ['e-skipped', 'e-missed', 'e-interrupted', 'e-timeout', 'e-fail', 'e-success']],
  ])('filters by %s', async (query, expected) => {
    await writeOutcomes();
    expect(ids(await list(`?${query}`))).toEqual(expected);
  });

  it.each(['1%', '0_%', 'a%b', '%', '_', "' OR 1=1 --", '\u0000'])(
    'searches for %j as it is written, never as a pattern',
    async (search) => {
      await writeOutcomes();
      const expected = '100% of a_b\\c'.includes(search) ? ['e-timeout'] : [];
      expect(ids(await list(`?search=${encodeURIComponent(search)}`))).toEqual(expected);
    },
  );
});

describe('GET /api/executions/:id', () => {
  it.each(['nothing', '%zz', '%00', '..%2f'])('answers 404 for %s', async (id) => {
    const answer = await admin.get(`/api/executions/${id}`);
    expect([answer.status, errorOf(answer).code]).toEqual([404, 'not_found']);
  });
});

describe('GET /api/executions/count', () => {
  it('counts up to a thousand what a deletion with the same filter would take', async () => {
    await admin.backend.executions.append(
      Array.from({ length: 1_203 }, (_, index) => execution(`e-${index}`)),
    );
    const answer = await admin.get('/api/executions/count?jobKey=send-mail');
    expect([answer.status, answer.json()]).toEqual([200, { count: 1_000, isExact: false }]);
    expect((await admin.get('/api/executions/count?status=missed')).json()).toEqual({
      count: 0,
      isExact: true,
    });
    expect((await list()).total).toBe(1_001);
  });

  it.each(['', '?search=', '?limit=5&status=fail', '?status=failed'])(
    'refuses what a deletion refuses: %j',
    async (query) => {
      const [counted, deleted] = [
        await admin.get(`/api/executions/count${query}`),
        await admin.delete(`/api/executions${query}`),
      ];
      expect([counted.status, counted.json()]).toEqual([deleted.status, deleted.json()]);
      expect(counted.status).toBe(422);
    },
  );

  it('deletes nothing, whatever the method', async () => {
    await writeOutcomes();
    for (const method of ['DELETE', 'POST']) {
      const answer = await admin.send({ method, path: '/api/executions/count?status=fail' });
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET']);
    }
    expect((await list()).total).toBe(6);
  });
});

describe('DELETE /api/executions', () => {
  it('deletes what the filter matches, says how many, and nothing else', async () => {
    await writeOutcomes();
    const answer = await admin.delete('/api/executions?status=fail&status=timeout&to=2026-01-31T10:00:00Z');
    expect([answer.status, answer.json()]).toEqual([200, { deleted: 1 }]);
    expect(ids(await list())).toEqual(['e-skipped', 'e-missed', 'e-interrupted', 'e-timeout', 'e-success']);
  });

  it('deletes more than one step takes', async () => {
    await admin.backend.executions.append(
      Array.from({ length: 1_203 }, (_, index) => execution(`e-${index}`)),
    );
    expect((await admin.delete('/api/executions?jobKey=send-mail')).json()).toEqual({ deleted: 1_203 });
  });

  it.each(['', '?', '?search=', '?search=%20', '?jobKey='])(
    'refuses %j: a condition is wanted',
    async (query) => {
      await writeOutcomes();
      const answer = await admin.delete(`/api/executions${query}`);
      expect([answer.status, errorOf(answer).code]).toEqual([422, 'validation_failed']);
      expect(errorOf(answer).message).toMatch(/expected at least one of jobKey, scheduleId, status/);
      expect((await list()).items).toHaveLength(6);
    },
  );

  it.each(['search=%25', 'search=_', 'search=0%25o'])(
    'takes %s for a text, not for a pattern',
    async (query) => {
      await writeOutcomes();
      await admin.delete(`/api/executions?${query}`);
      expect((await list()).items.length).toBeGreaterThanOrEqual(5);
    },
  );

  it.each(['limit=1&status=fail', 'cursor=x&status=fail', 'all=true'])('refuses %s', async (query) => {
    await writeOutcomes();
    expect((await admin.delete(`/api/executions?${query}`)).status).toBe(422);
    expect((await list()).items).toHaveLength(6);
  });
});
