import { readFile } from 'node:fs/promises';
import {
  deleteExecutionsQuery,
  ERROR_STATUS,
  listErrorsQuery,
  listExecutionsQuery,
  listSchedulesQuery,
  STATS_QUERY,
} from '@zenpulse/contract';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../src/routes.ts';

// Compares docs/http-api.md with the API's routes.

const page = await readFile(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((text) => [/^`?([^`\n]+)`?$/m.exec(text)?.[1] ?? '', text] as const),
);

/** The first cells of a section's table whose header begins with `query`. */
function queryOf(section: string): string[] {
  const [, ...rows] =
    /^\| query[^\n]*\n((?:\|[^\n]*\n)+)/m.exec(sections.get(section) ?? '')?.[1]?.split('\n') ?? [];
  return rows.flatMap((row) => /^\| `(\w+)`/.exec(row)?.[1] ?? []);
}

describe('the HTTP reference', () => {
  it('has a section for each route, and none besides', () => {
    const documented = [...sections.keys()].filter((title) => title.includes('/api/'));
    expect(documented.toSorted()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  it.each([
    ['GET /api/schedules', listSchedulesQuery],
    ['GET /api/executions', listExecutionsQuery],
    ['DELETE /api/executions', deleteExecutionsQuery],
    ['GET /api/errors', listErrorsQuery],
    ['GET /api/stats', { shape: STATS_QUERY }],
  ])('lists the query parameters of %s', (section, { shape }) => {
    expect(queryOf(section).toSorted()).toEqual(Object.keys(shape).toSorted());
  });

  it('lists each error code with its status', () => {
    const rows = [...page.matchAll(/^\| (\d{3}) +\| `(\w+)` /gm)].map(([, status, code]) => [
      code,
      Number(status),
    ]);
    expect(Object.fromEntries(rows)).toEqual(ERROR_STATUS);
  });
});
