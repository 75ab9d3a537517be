import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin.close());

describe('methods', () => {
  it.each([
    ['/api/schedules', ['PUT', 'PATCH', 'DELETE', 'OPTIONS'], 'GET, POST'],
    ['/api/schedules/x', ['PUT', 'POST', 'OPTIONS'], 'GET, PATCH, DELETE'],
    ['/api/schedules/x/run', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'], 'POST'],
    ['/api/schedules/x/receipt', ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET'],
    ['/api/runners/x', ['GET', 'POST', 'PATCH'], 'DELETE'],
    ['/api/runs/x/cancel', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'], 'POST'],
    ['/api/preview', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'], 'POST'],
    ['/api/executions', ['POST', 'PUT', 'PATCH'], 'GET, DELETE'],
    ['/api/executions/x', ['POST', 'PUT', 'PATCH', 'DELETE'], 'GET'],
    ['/api/jobs', ['POST', 'DELETE'], 'GET'],
    ['/api/runners', ['POST', 'DELETE'], 'GET'],
    ['/api/info', ['POST', 'PROPFIND'], 'GET'],
  ])('%s refuses %j and says what it allows', async (path, methods, allowed) => {
    for (const method of methods) {
      const answer = await admin.send({ method, path });
      expect([answer.status, answer.headers['allow']]).toEqual([405, allowed]);
      if (method !== 'HEAD') expect(errorOf(answer).code).toBe('method_not_allowed');
    }
  });

  it.each([
    '/api',
    '/api/',
    '/api/nothing',
    '/api/schedules/x/y',
    '/api/schedules/x/run/y',
    '/api/runs',
    '/api/runs/x',
    '/api/runs/x/cancel/y',
    '/api//schedules',
    '/api/Schedules',
  ])('answers 404 in JSON below %s, whatever the method', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await admin.send({ method, path });
      expect([answer.status, errorOf(answer).code]).toEqual([404, 'not_found']);
    }
  });

  it('takes a slash at the end of a path', async () => {
    expect((await admin.get('/api/schedules/')).status).toBe(200);
  });

  it.each(['/api/schedules', '/api/executions', '/api/jobs', '/api/runners', '/api/info'])(
    'HEAD %s answers as GET does, without the body',
    async (path) => {
      const [head, get] = [await admin.send({ method: 'HEAD', path }), await admin.get(path)];
      expect([head.status, head.text]).toEqual([200, '']);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
      expect(head.headers['content-length']).toBe(get.headers['content-length']);
    },
  );

  it('changes nothing on GET and HEAD, even with a body', async () => {
    const before = await admin.backend.schedules.readRevision();
    const { id } = (await admin.post('/api/schedules', intervalBody('kept'))).json() as { id: string };
    for (const method of ['GET', 'HEAD']) {
      for (const path of [
        '/api/schedules',
        `/api/schedules/${id}`,
        `/api/schedules/${id}/run`,
        '/api/preview',
        '/api/executions?jobKey=kept',
      ]) {
        await admin.send({ method, path, json: intervalBody('sent-with-get') });
        await admin.send({ method, path, headers: { 'x-http-method-override': 'DELETE' } });
      }
    }
    expect((await admin.backend.schedules.readRevision()).revision).toBe(before.revision + 1);
    expect(await admin.backend.runRequests.claim('runner-1')).toEqual([]);
    expect((await admin.get('/api/schedules')).json()).toMatchObject({ total: 1 });
  });
});
