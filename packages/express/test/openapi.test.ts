import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleExecution } from '@zenpulse/core/testing';
import type { TokenCreated } from '@zenpulse/contract';
import { ANSWERS } from '../src/openapi/answers.ts';
import type { AnswersAgree } from './answer-types.ts';
import { DESCRIBED } from '../src/openapi/described-routes.ts';
import { openApiOf } from '../src/openapi/openapi.ts';
import { ROUTES } from '../src/routes.ts';
import { createdSchedule, cronBody, intervalBody } from './samples.ts';
import { startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
let scheduleId: string;
let executionId: string;
let tokenId: string;
beforeAll(async () => {
  admin = await startAdmin();
  scheduleId = (await createdSchedule(admin, cronBody('described'))).id;
  const execution = sampleExecution({ scheduleId, jobKey: 'described' });
  executionId = execution.id;
  await admin.backend.executions.append([execution]);
  const token = await admin.post('/api/tokens', { name: 'first', role: 'viewer' });
  tokenId = (token.json() as TokenCreated).id;
});
afterAll(() => admin.close());

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
const described = openApiOf(ROUTES) as unknown as Described;

describe('the description of the API', () => {
  it('is served, the same each time', async () => {
    const answer = await admin.get('/api/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual(JSON.parse(JSON.stringify(described)));
  });

  it('describes each route, and none besides', () => {
    const routes = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(DESCRIBED).toSorted()).toEqual(routes.toSorted());
    const ids = Object.values(described.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ROUTES.length);
  });

  it('has a rule for each answer, and none besides, with the types of the contract', () => {
    // The type check fails here and names what differs.
    const agree: AnswersAgree = true;
    expect(agree).toBe(true);
    const used = Object.values(DESCRIBED).flatMap(({ answer, also }) => [answer, also?.answer]);
    expect(Object.keys(ANSWERS).filter((name) => name !== 'Error' && !used.includes(name as never))).toEqual(
      [],
    );
  });

  it('is valid OpenAPI 3.1 by a linter of the field', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: { 'operation-4xx-response': 'error' },
    });
    const source = JSON.stringify(described);
    const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
    expect(problems.map(({ ruleId, message, severity }) => `${severity} ${ruleId}: ${message}`)).toEqual([]);
  });
});

/** A request that succeeds, for each route. */
const REQUESTS: Readonly<Record<string, () => { readonly path?: string; readonly json?: object }>> = {
  'POST /api/schedules': () => ({ json: intervalBody('another') }),
  'POST /api/schedules/actions': () => ({ json: { action: 'disable', ids: ['none'] } }),
  'PATCH /api/schedules/:id': () => ({ json: { version: 1, note: 'changed' } }),
  'POST /api/preview': () => ({ json: { triggerType: 'cron', cronMinute: '5' } }),
  'DELETE /api/executions': () => ({ path: '/api/executions?jobKey=none' }),
  'GET /api/executions/count': () => ({ path: '/api/executions/count?jobKey=described' }),
  'GET /api/executions/:id': () => ({ path: `/api/executions/${executionId}` }),
  'PUT /api/blackouts/:name': () => ({
    json: { timezone: 'UTC', dates: [{ from: '2026-12-24', to: '2026-12-26' }] },
  }),
  'POST /api/tokens': () => ({ json: { name: 'second', role: 'viewer' } }),
  'DELETE /api/tokens/:id': () => ({ path: `/api/tokens/${tokenId}` }),
};
/** These succeed only with a runner or an occurrence to come, and end otherwise with an error that is described too. */
const REFUSED: Readonly<Record<string, number>> = {
  'DELETE /api/runners/:runnerId': 404,
  'POST /api/changes/:id/revert': 404,
  'POST /api/runs/:runId/cancel': 404,
  'GET /api/runs/:runId/output': 404,
  'POST /api/schedules/:id/skip': 422,
  'DELETE /api/schedules/:id/exceptions/:exceptionId': 404,
  'POST /api/schedules/:id/move': 422,
  'GET /api/blackouts/:name': 404,
};

describe('an answer of the server is as described', () => {
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
  const order = ROUTES.filter(({ path }) => path !== '/api/events').toSorted(
    (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
  );
  it.each(order)('$method $path', async ({ method, path }) => {
    const route = `${method} ${path}`;
    const { path: asked = path.replace(':id', scheduleId).replace(/:\w+/, 'none'), json } =
      REQUESTS[route]?.() ?? {};
    const answer = await admin.send({ method, path: asked, ...(json && { json }) });
    expect(answer.status, answer.text).toBe(REFUSED[route] ?? DESCRIBED[route]?.status);
    const operation = described.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    const schema = operation?.responses[String(answer.status)]?.content?.['application/json']?.schema;
    if (answer.status === 204) {
      expect([schema, answer.text]).toEqual([undefined, '']);
      return;
    }
    const check = ajv.compile({ ...schema, components: described.components });
    expect(check(answer.json()) ? [] : check.errors).toEqual([]);
  });
});
