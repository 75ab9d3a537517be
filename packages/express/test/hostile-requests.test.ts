import { errorBody, type ChangePage, type TokenCreated } from '@zenpulse/contract';
import { silentLogger } from '@zenpulse/core/ports';
import { migrate, resolveSettings, systemClock } from '@zenpulse/store';
import { describeOnServers } from '@zenpulse/store/testing/servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiOf } from '../src/openapi/openapi.ts';
import { ROUTES } from '../src/routes.ts';
import { createChance, HOSTILE_TEXTS, hostileValue, oneOf, type Schema } from './hostile-values.ts';
import type { Sent } from './http-client.ts';
import { createdSchedule, cronBody, execution, intervalBody } from './samples.ts';
import { startAdmin, type RunningAdmin } from './start-admin.ts';

// Sends each route requests that fit its description in parts and are hostile elsewhere. A new route is among them by
// itself. Every run of the tests sends the same ones, `pnpm nightly hostile` others, and more of them. A failure names the seed
// and the request: `ZENPULSE_FUZZ_SEED=… npx vitest run …` sends the same ones again.

const SEED = Number(process.env['ZENPULSE_FUZZ_SEED'] ?? 1);
const REQUESTS_A_ROUTE = Number(process.env['ZENPULSE_FUZZ_REQUESTS'] ?? 40);

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}
const { paths } = openApiOf(ROUTES) as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** Names and values that exist, so that requests find something. */
async function known(admin: RunningAdmin): Promise<string[]> {
  const one = await createdSchedule(admin, intervalBody('hostile.one'));
  const other = await createdSchedule(admin, cronBody('hostile.other', { timezone: 'Europe/Berlin' }));
  await admin.backend.executions.append([execution('known-run', { scheduleId: one.id })]);
  const token = (await admin.post('/api/tokens', { name: 'known', role: 'viewer' })).json() as TokenCreated;
  await admin.send({
    method: 'PUT',
    path: '/api/blackouts/known',
    json: { timezone: 'UTC', weekly: [{ days: ['sun'], from: '00:00', to: '24:00' }] },
  });
  const { items } = (await admin.get('/api/changes')).json() as ChangePage;
  return [
    one.id,
    other.id,
    'known-run',
    token.id,
    'known',
    'hostile.one',
    'UTC',
    'Europe/Berlin',
    '*',
    '5',
    '2026-12-24',
    '08:00',
    ...items.map(({ id }) => id),
  ];
}

function requestTo(method: string, path: string, chance: () => number, texts: readonly string[]): Sent {
  const described = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] ?? {};
  const recipe = { chance, texts, hostility: oneOf(chance, [0.005, 0.03, 0.12]) };
  const text = () => oneOf(chance, chance() < 0.7 ? texts : HOSTILE_TEXTS);
  const asked = path.replaceAll(/:\w+/g, () => inAddress(text(), chance));
  const query = (described.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && chance() < 0.25)
    .map(({ name, schema }) => `${name}=${inAddress(queryText(hostileValue(schema, recipe)), chance)}`);
  if (chance() < 0.05) query.push(`${inAddress(text(), chance)}=1`);
  const schema = described.requestBody?.content['application/json'].schema;
  const json = schema === undefined && chance() < 0.9 ? undefined : hostileValue(schema ?? {}, recipe);
  return {
    method: path === '/api/events' ? 'HEAD' : method, // its answer to GET has no end
    path: asked + (query.length > 0 ? `?${query.join('&')}` : ''),
    ...(method !== 'GET' && json !== undefined && { json }),
  };
}

/** Mostly encoded as it should be. */
function inAddress(text: string, chance: () => number): string {
  const encoded = encodeURIComponent(text.toWellFormed()).replaceAll('.', '%2E') || '%20';
  return chance() < 0.9 ? encoded : `${encoded}${oneOf(chance, ['%', '%zz', '%ED%A0%80', '%C3%28', '%2F'])}`;
}

function queryText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sendsNothingBroken(start: () => Promise<RunningAdmin>): void {
  let admin: RunningAdmin;
  let texts: string[];
  beforeAll(async () => {
    admin = await start();
    texts = await known(admin);
  });
  afterAll(() => admin.close());

  // Those that delete come last, so that the others find something.
  const order = ROUTES.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
  it.each(order.map(({ method, path }, index) => [method, path, index] as const))(
    '%s %s answers each with its result or with an error of the contract',
    async (method, path, index) => {
      const chance = createChance(SEED + index);
      for (let count = 0; count < REQUESTS_A_ROUTE; count += 1) {
        const sent = requestTo(method, path, chance, texts);
        const answer = await admin.send(sent);
        const what = `seed ${SEED}: ${JSON.stringify(sent)} was answered ${answer.status} ${answer.text}`;
        expect(answer.status, what).toBeLessThan(500);
        if (answer.status >= 400 && sent.method !== 'HEAD')
          expect(errorBody.safeParse(answer.json()).success, what).toBe(true);
      }
      expect(admin.logged.filter((line) => line.startsWith('a request failed'))).toEqual([]);
    },
  );

  it('knows no schedule by an id that no database can hold', async () => {
    expect((await admin.delete('/api/schedules/a%00b')).status).toBe(404);
    const acted = await admin.post('/api/schedules/actions', { action: 'enable', ids: ['a\0b', '\ud800'] });
    expect(acted.json()).toMatchObject({
      changed: 0,
      refused: [{ code: 'not_found' }, { code: 'not_found' }],
    });
  });

  it('goes on to answer, and no object of the process was changed', async () => {
    expect((await admin.get('/api/overview')).status).toBe(200);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });
}

describe('hostile requests to every route, on SQLite', () => sendsNothingBroken(() => startAdmin()));

describeOnServers('hostile requests to every route', (database) => {
  const { url } = database.place('hostile_requests');
  sendsNothingBroken(async () => {
    const admin = await startAdmin({ options: { database: url } });
    await migrate(await resolveSettings({ database: url }, {}, admin.folder), systemClock, silentLogger);
    return { ...admin, backend: admin.backend };
  });
});
